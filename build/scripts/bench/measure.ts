import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** What one side took, as a whole process with its start. */
export interface Figures {
  /** Seconds of CPU, user and system together. */
  readonly cpu: number;
  readonly wall: number;
  /** Largest resident set, in MB of 1,000,000 bytes. */
  readonly peak: number;
  /** What the side says of its own work: rows, a checksum, milliseconds. */
  readonly said: Readonly<Record<string, number>>;
}

const report = z.object({ cpu: z.number(), peak: z.number(), said: z.record(z.string(), z.number()) });
const side = fileURLToPath(new URL('side.ts', import.meta.url));

/** Runs one side in a process of its own; throws when it fails, since a figure of a failure is worth nothing. */
export async function runSide(name: string, args: readonly string[], nodeOptions: readonly string[] = []): Promise<Figures> {
  const started = performance.now();
  const child = spawn(process.execPath, [...nodeOptions, side, name, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [out] = await Promise.all([text(child.stdout), once(child, 'close')]);
  if (child.exitCode !== 0) throw new Error(`${name} ended with ${child.exitCode ?? child.signalCode ?? 'nothing'}`);
  const { cpu, peak, said } = report.parse(JSON.parse(out));
  return { cpu, peak, said, wall: (performance.now() - started) / 1_000 };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

/** Runs sides in turn, A B C A B C …, so that a machine whose speed drifts slows all of them alike. */
export async function inTurn(sides: readonly (readonly [name: string, args: readonly string[]])[], runs: number): Promise<readonly (readonly Figures[])[]> {
  const figures = sides.map((): Figures[] => []);
  for (let run = 0; run < runs; run += 1) {
    for (const [index, [name, args]] of sides.entries()) figures[index]?.push(await runSide(name, args));
  }
  return figures;
}

export function medians(figures: readonly Figures[]): { readonly cpu: number; readonly wall: number; readonly peak: number } {
  return {
    cpu: median(figures.map(({ cpu }) => cpu)),
    wall: median(figures.map(({ wall }) => wall)),
    peak: median(figures.map(({ peak }) => peak)),
  };
}

/** Median of the ratios run by run, not the ratio of medians: each pair met the same machine. */
export function ratio(ours: readonly Figures[], theirs: readonly Figures[], of: 'cpu' | 'wall' | 'peak'): number {
  return median(ours.map((figures, run) => figures[of] / (theirs[run]?.[of] ?? Number.NaN)));
}
