import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobStatus } from '#contract/job.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { openJob } from '#engine/jobs/recover.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { accountedFor, chaos, copyAsKilled, randomRun, virtualClock, type Chaos, type VirtualClock } from '../../support/chaos.ts';
import { makeJob, profileRow, run, temporaryFolder } from '../../support/jobs.ts';
import { generator } from '../../support/random.ts';

/**
 * Whole jobs against a platform on which everything goes wrong, on a clock of their own, killed and resumed at
 * moments and with settings that a seeded generator picks. PROFILE_IMPORTER_CHAOS sets another number of jobs.
 */
const jobs = Number(process.env['PROFILE_IMPORTER_CHAOS'] ?? 25);
const firstSeed = Number(process.env['PROFILE_IMPORTER_CHAOS_SEED'] ?? 1);

let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

interface Scene {
  readonly random: () => number;
  readonly clock: VirtualClock;
  readonly server: Chaos;
  readonly rows: number;
  copies: number;
  ids: number;
}

/** One run that may be killed, stopped or cut off; the file to go on with, which is a copy if it was killed. */
async function runOnce(scene: Scene, file: JobFile, wild: boolean): Promise<{ readonly file: JobFile; readonly status: JobStatus }> {
  const { random, clock, server, rows } = scene;
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
      copy = join(folder.path, `${(scene.copies += 1)}.importjob`);
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

async function whole(seed: number): Promise<void> {
  const random = generator(seed);
  const clock = virtualClock();
  const rows = 200 + Math.floor(random() * 1_800);
  const some = (part: number): ReadonlySet<number> => new Set(Array.from({ length: Math.floor(random() * part) }, () => 1 + Math.floor(random() * rows)));
  const [bad, refused] = [some(4), some(20)];
  const server = chaos({ random, clock, bad, refused, maxBytes: random() < 0.3 ? 25_000 : 1_000_000 });
  const scene: Scene = { random, clock, server, rows, copies: 0, ids: 0 };
  const items = Array.from({ length: rows }, (_, index) => profileRow(index + 1, { _fname: 'x'.repeat(60 + Math.floor(random() * 40)) }));
  let file = makeJob(join(folder.path, `${seed}.importjob`), items);
  let status = jobStatus(file, null);
  for (let runs = 0; status.state !== 'finished'; runs += 1) {
    const wild = runs < 6;
    server.trouble = wild ? random() * 0.5 : 0;
    ({ file, status } = await runOnce(scene, file, wild));
    expect(runs).toBeLessThan(20);
  }
  const failed = new Set([...bad, ...refused]);
  const wrong = Array.from({ length: rows }, (_, index) => index + 1).filter((key) => (server.applied.get(key) ?? 0) !== (failed.has(key) ? 0 : 1));
  expect(wrong).toEqual([]);
  expect(status.counts).toMatchObject({ read: rows, accepted: rows - failed.size, failed: failed.size, unknown: 0, notSent: 0, sending: 0 });
  expect([...file.states.positions(new Set(['failed'] as const))].sort((a, b) => a - b)).toEqual([...failed].sort((a, b) => a - b));
  expect(server.mostUnderWay).toBeLessThanOrEqual(8);
  file.close();
}

describe('a job on which everything goes wrong', () => {
  it.each(Array.from({ length: jobs }, (_, index) => firstSeed + index))('loses nothing, applies nothing twice and ends (seed %i)', { timeout: 120_000 }, async (seed) => {
    await whole(seed);
  });
});
