import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { JobStatus } from '#contract/job.ts';
import type { QueueWay } from '#engine/jobs/run/broker/queueWay.ts';
import type { RunBasics } from '#engine/jobs/run/runContext.ts';
import { runJob } from '#engine/jobs/run/runJob.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { impatientClock } from './jobs.ts';

/** Runs a job over a queue with everything a test does not care about filled in. */
export function runQueued(file: JobFile, queue: QueueWay, options: Partial<RunBasics> = {}): Promise<JobStatus> {
  return runJob({
    file,
    limits: { profiles: 100, bytes: 1_000_000 },
    streams: 1,
    clock: impatientClock(),
    random: () => 0.5,
    newId: randomUUID,
    timeoutMs: 1_000,
    stop: new AbortController().signal,
    abort: new AbortController().signal,
    ...options,
    queue,
  });
}

/** Answers as the platform does: every profile is taken, but for those refused; counts how often each was applied. */
export function countingPlatform(refused: ReadonlySet<number> = new Set(), bad: ReadonlySet<number> = new Set()): { readonly applied: Map<number, number>; readonly order: number[]; readonly answer: (body: string) => unknown } {
  const applied = new Map<number, number>();
  const order: number[] = [];
  return {
    applied,
    order,
    answer(body) {
      const keys = [...body.matchAll(/"Custom_ID":(\d+)/g)].map((match) => Number(match[1]));
      if (keys.some((key) => bad.has(key))) return { error: 400, error_text: 'Incorrect request' };
      for (const key of keys) {
        if (refused.has(key)) continue;
        applied.set(key, (applied.get(key) ?? 0) + 1);
        order.push(key);
      }
      return { error: 0, error_text: '', result: keys.map((key) => (refused.has(key) ? { error: 500, error_text: 'internal error' } : { error: 0, error_text: '', profile_id: String(key) })) };
    },
  };
}

/** So many profiles were applied, each a single time. */
export function once(applied: ReadonlyMap<number, number>, count: number): void {
  expect(applied.size).toBe(count);
  expect([...applied.values()].every((times) => times === 1)).toBe(true);
}

/** Everything that a run tells of itself, in its order. */
export function reports(): { readonly all: JobStatus[]; readonly onProgress: (status: JobStatus) => void } {
  const all: JobStatus[] = [];
  return { all, onProgress: (status) => void all.push(status) };
}
