import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobStatus } from '#contract/job.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { openJob } from '#engine/jobs/recover.ts';
import { retryRound } from '#engine/jobs/retryRound.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { copyAsKilled, randomRun, virtualClock, type VirtualClock } from '../../support/chaos.ts';
import { makeJob, profileRow, temporaryFolder } from '../../support/jobs.ts';
import { MemoryBroker } from '../../support/memoryBroker.ts';
import { countingPlatform, runQueued } from '../../support/queueRun.ts';
import { cases } from '../../support/longForms.ts';
import { generator } from '../../support/random.ts';

/**
 * Whole jobs over a queue on which everything goes wrong, on a clock of their own, killed and resumed at moments and with settings that a
 * seeded generator picks. PROFILE_IMPORTER_CHAOS sets another number of jobs.
 */
const jobs = Number(process.env['PROFILE_IMPORTER_CHAOS'] ?? cases(6, 100));
const firstSeed = Number(process.env['PROFILE_IMPORTER_CHAOS_SEED'] ?? 1);

let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

interface Scene {
  readonly seed: number;
  readonly random: () => number;
  readonly clock: VirtualClock;
  readonly broker: MemoryBroker;
  readonly rows: number;
  copies: number;
}

/** One run that may be killed or stopped; the file to go on with, which is a copy if it was killed. */
async function runOnce(scene: Scene, file: JobFile, wild: boolean): Promise<{ readonly file: JobFile; readonly status: JobStatus }> {
  const { random, clock, broker, rows } = scene;
  const [stop, abort] = [new AbortController(), new AbortController()];
  const some = (part: number): number => (wild && random() < part ? 1 + Math.floor(random() * 60) : Infinity);
  const [kill, pause, cutOff] = [some(0.6), some(0.2), some(0.2)];
  let moment = 0;
  let copy: string | null = null;
  const pass = (): void => {
    moment += 1;
    if (moment === kill) {
      copy = join(folder.path, `killed-${scene.seed}-${(scene.copies += 1)}.importjob`);
      copyAsKilled(file.path, copy);
      abort.abort();
    }
    if (moment === pause) stop.abort();
    if (moment === cutOff) abort.abort();
  };
  // A kill within a transaction leaves half of one.
  const broken: JobFile = { ...file, transaction: (work) => file.transaction(() => {
    const value = work();
    pass();
    return value;
  }) };
  const { limits } = randomRun(random);
  const running = runQueued(broken, { ...broker.way(() => copy !== null, pass), mostUnanswered: 1 + Math.floor(random() * 10) }, {
    limits,
    adopt: true,
    clock,
    random: () => (pass(), random()),
    timeoutMs: 60_000,
    stop: AbortSignal.any([stop.signal, abort.signal]),
    abort: abort.signal,
    onProgress(status) {
      pass();
      if (!status.countsAddUp || status.counts.read !== rows) throw new Error('rows unaccounted for');
    },
  });
  const status = await clock.drive(running);
  if (copy === null) return { file, status };
  file.close();
  const dead = openJob(copy);
  expect(jobStatus(dead, null).countsAddUp).toBe(true);
  expect(dead.states.count().sending).toBe(0);
  return { file: dead, status: jobStatus(dead, null) };
}

async function whole(seed: number): Promise<{ readonly decisions: number; readonly queued: boolean }> {
  const random = generator(seed);
  const clock = virtualClock();
  const rows = 100 + Math.floor(random() * 900);
  const some = (part: number): ReadonlySet<number> => new Set(Array.from({ length: Math.floor(random() * part) }, () => 1 + Math.floor(random() * rows)));
  const [bad, refused] = [some(4), some(20)];
  const { applied, answer } = countingPlatform(refused, bad);
  const broker = new MemoryBroker({ platform: answer, random, pace: () => Math.floor(random() * 4) });
  const scene: Scene = { seed, random, clock, broker, rows, copies: 0 };
  let file = makeJob(join(folder.path, `job-${seed}.importjob`), Array.from({ length: rows }, (_, index) => profileRow(index + 1, { _fname: 'x'.repeat(60 + Math.floor(random() * 40)) })));
  let status = jobStatus(file, null);
  let [decisions, queued] = [0, false];
  for (let runs = 0; status.state !== 'finished'; runs += 1) {
    expect(runs).toBeLessThan(30);
    const wild = runs < 6;
    broker.trouble = wild ? random() * 0.4 : 0;
    broker.mostBytes = wild && random() < 0.3 ? 20_000 : Infinity;
    ({ file, status } = await runOnce(scene, file, wild));
    if (status.counts.queued !== undefined) queued = true;
    if (wild || status.state === 'finished') continue;
    // The platform has taken all that there is, and all its answers are recorded: whoever sees that may decide.
    expect(status.pause).toMatchObject({ reason: 'unanswered', text: 'silent' });
    expect(broker.requests.length + broker.answers.length).toBe(0);
    retryRound(file, { withBroker: true }, clock.now());
    decisions += 1;
  }
  const failed = new Set([...bad, ...refused]);
  const wrong = Array.from({ length: rows }, (_, index) => index + 1).filter((key) => (applied.get(key) ?? 0) !== (failed.has(key) ? 0 : 1));
  expect(wrong).toEqual([]);
  expect(status.counts).toMatchObject({ read: rows, accepted: rows - failed.size, failed: failed.size, unknown: 0, notSent: 0, sending: 0 });
  expect(new Set(broker.published).size).toBe(broker.published.length);
  expect(broker.answers).toEqual([]);
  file.close();
  return { decisions, queued };
}

describe('a job over a queue on which everything goes wrong', () => {
  it(`loses nothing, publishes no request twice, applies nothing twice and ends (seeds ${firstSeed} to ${firstSeed + jobs - 1})`, { timeout: 600_000 }, async () => {
    const ends = [];
    for (let seed = firstSeed; seed < firstSeed + jobs; seed += 1) ends.push(await whole(seed));
    // What the operator has to decide on comes about, and so does what stays with the broker between two runs.
    expect(ends.some(({ decisions }) => decisions > 0)).toBe(true);
    expect(ends.some(({ queued }) => queued)).toBe(true);
  });
});
