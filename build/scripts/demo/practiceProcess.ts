import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const serve = fileURLToPath(new URL('../../../electron/practice/serve.ts', import.meta.url));
const noticeSchema = z.object({ type: z.literal('ready'), url: z.string(), token: z.string(), port: z.number() });

export interface PracticeProcess {
  readonly child: ChildProcess;
  readonly url: string;
  readonly token: string;
  readonly port: number;
}

/** Starts the practice platform in a process of its own, which can be killed and started again with the same settings. */
export async function startPracticeProcess(settings: object): Promise<PracticeProcess> {
  const child = spawn(process.execPath, [serve, JSON.stringify({ ...settings, stopWithInput: true })], { stdio: ['pipe', 'pipe', 'inherit'] });
  const line = await new Promise<string>((resolve) => child.stdout.once('data', (piece: Buffer) => resolve(piece.toString('utf8'))));
  return { child, ...noticeSchema.parse(JSON.parse(line)) };
}

const recordSchema = z.object({ requestId: z.string().nullable(), accepted: z.number(), failed: z.number(), outcome: z.string() });
export type JournalRecord = z.infer<typeof recordSchema>;

/** What the platform has written down of its requests, over all its lives; a line that a kill cut off is none. */
export function readJournal(path: string): readonly JournalRecord[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8').split('\n').slice(0, -1).flatMap((line) => {
    try {
      return [recordSchema.parse(JSON.parse(line))];
    } catch {
      return [];
    }
  });
}
