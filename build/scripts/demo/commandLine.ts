import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const cli = fileURLToPath(new URL('../../../electron/cli/main.ts', import.meta.url));

const countsSchema = z.object({
  read: z.number(),
  empty: z.number(),
  invalid: z.number(),
  duplicate: z.number(),
  accepted: z.number(),
  failed: z.number(),
  unknown: z.number(),
  notSent: z.number(),
});
export type Counts = z.infer<typeof countsSchema>;

/** Says what comes now. */
export function step(words: string): void {
  process.stdout.write(`\n▸ ${words}\n`);
}

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
}

/** Runs a command of the command line in a process of its own, as an operator would. */
export async function run(args: readonly string[], token: string, started?: (kill: () => void) => void, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const child = spawn(process.execPath, [cli, ...args], { env: { ...process.env, ...env, ALTCRAFT_TOKEN: token }, stdio: ['ignore', 'pipe', 'inherit'] });
  started?.(() => child.kill('SIGKILL'));
  const [out] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return { code: child.exitCode, signal: child.signalCode, out };
}

/** One that ended with another code is the demo's end. */
export async function expectCode(ended: Ended, codes: readonly number[]): Promise<Ended> {
  if (ended.code === null || !codes.includes(ended.code)) throw new Error(`the command ended with ${ended.code ?? ended.signal ?? 'nothing'}`);
  return ended;
}

/** The counts that a command printed. */
export function countsOf(ended: Ended): Counts {
  return z.object({ counts: countsSchema }).parse(JSON.parse(ended.out)).counts;
}

/** Prints two words on the same thing beside each other, and ends the demo where they differ. */
export function tellChecks(checks: readonly (readonly [ours: string, mine: number, theirs: string, other: number])[]): void {
  for (const [ours, mine, theirs, other] of checks) process.stdout.write(`  ${mine === other ? '✓' : '✗'} ${ours} ${mine} | ${theirs} ${other}\n`);
  if (checks.some(([, mine, , other]) => mine !== other)) throw new Error('the job and the server do not agree');
}
