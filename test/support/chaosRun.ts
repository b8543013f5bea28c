import { join } from 'node:path';
import { expect } from 'vitest';
import type { JobStatus, WireFormat } from '#contract/job.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { openJob } from '#engine/jobs/recover.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { accountedFor, copyAsKilled, randomRun, type Chaos, type VirtualClock } from './chaos.ts';
import { run } from './jobs.ts';

/** A job on a platform on which everything goes wrong. */
export interface ChaosScene {
  /** For the images of killed processes. */
  readonly folder: string;
  readonly random: () => number;
  readonly clock: VirtualClock;
  readonly server: Chaos;
  readonly rows: number;
  copies: number;
  ids: number;
}

/** One run that may be killed, stopped or cut off; the file to go on with, which is a copy if it was killed. */
export async function runOnce(scene: ChaosScene, file: JobFile, wild: boolean, format?: WireFormat): Promise<{ readonly file: JobFile; readonly status: JobStatus }> {
  const { folder, random, clock, server, rows } = scene;
  const stop = new AbortController();
  const abort = new AbortController();
  const settings = randomRun(random);
  const kill = wild && random() < 0.6 ? 1 + Math.floor(random() * 60) : Infinity;
  const pause = wild && random() < 0.2 ? 1 + Math.floor(random() * 60) : Infinity;
  const cutOff = wild && random() < 0.2 ? 1 + Math.floor(random() * 60) : Infinity;
  let moment = 0;
  let copy: string | null = null;
  const pass = (): void => {
    moment += 1;
    if (moment === kill) {
      copy = join(folder, `${(scene.copies += 1)}.importjob`);
      copyAsKilled(file.path, copy);
      abort.abort();
    }
    if (moment === pause) stop.abort();
    if (moment === cutOff) abort.abort();
  };
  // A kill within a transaction leaves half of one.
  const broken: JobFile = {
    ...file,
    transaction: (work) =>
      file.transaction(() => {
        const value = work();
        pass();
        return value;
      }),
  };
  const running = run(broken, {
    url: 'https://platform.example.com',
    token: 'a'.repeat(32),
    // The image of a killed process stands for the very file.
    adopt: true,
    ...settings,
    ...(format === undefined ? {} : { format }),
    clock,
    transport: server.connect(() => copy !== null, pass),
    random: () => (pass(), random()),
    newId: () => `run-${(scene.ids += 1)}`,
    stop: AbortSignal.any([stop.signal, abort.signal]),
    abort: abort.signal,
    onProgress(status) {
      pass();
      if (!accountedFor(status, rows)) throw new Error('rows unaccounted for');
      expect(status.counts.sending).toBeLessThanOrEqual(rows);
    },
  });
  const status = await clock.drive(running);
  expect(server.underWay).toBe(0);
  if (copy === null) return { file, status };
  file.close();
  const dead = openJob(copy);
  expect(accountedFor(jobStatus(dead, null), rows)).toBe(true);
  expect(dead.states.count().sending).toBe(0);
  return { file: dead, status: jobStatus(dead, null) };
}
