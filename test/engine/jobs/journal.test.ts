import { copyFileSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explain } from '#contract/sentences.ts';
import { Fault } from '#contract/faults.ts';
import { checkJob } from '#engine/jobs/repair/checkJob.ts';
import { repairJob } from '#engine/jobs/repair/repairJob.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { openJob } from '#engine/jobs/recover.ts';
import { findWal } from '#engine/store/walCheck.ts';
import { readWal } from '#engine/store/walLog.ts';
import { Platform } from '../../support/damage.ts';
import { isLong } from '../../support/longForms.ts';
import { run, temporaryFolder } from '../../support/jobs.ts';
import { liveOf, mix, mixed, partlyMoved, type Moment } from '../../support/journals.ts';
import { takeOver } from '../../support/takeOver.ts';

const often = 0.02;
const pageBytes = 16_384;

describe.each([['a short recipe', false], ['a recipe over several pages', true]] as const)('the -wal of a job with %s', (_, wordy) => {
  let folder: ReturnType<typeof temporaryFolder>;
  let moments: readonly Moment[];
  beforeAll(async () => {
    folder = temporaryFolder();
    moments = await liveOf(folder.path, wordy ? 12 : 7, { wordy, often, readers: false, lives: 2 });
  }, 120_000);
  afterAll(() => folder.remove());

  it('is its own wherever a kill leaves both, also while one is being moved into the other', () => {
    expect(moments.length).toBeGreaterThan(6);
    const origins = moments.flatMap((moment) => [
      { name: moment.name, origin: findWal(moment.path).origin },
      ...[0.05, 0.6].map((share) => ({ name: `${moment.name}, ${share} moved`, origin: findWal(partlyMoved(folder.path, moment, share)).origin })),
    ]);
    expect(origins.filter(({ origin }) => origin !== 'own')).toEqual([]);
  }, 120_000);

  it('is taken with the file of another moment only where both give a state that the job was in', () => {
    const taken: string[] = [];
    let refused = 0;
    // Every other pair; the campaign takes all of them.
    for (const [at, file] of moments.entries()) {
      for (const wal of moments.filter((_one, other) => isLong || (at + other) % 2 === 0)) {
        const { origin, same } = mix(folder.path, file, wal);
        if (!same) taken.push(`${file.name} with the journal of ${wal.name}: ${origin}`);
        if (origin === 'other-time') refused += 1;
      }
    }
    expect(taken).toEqual([]);
    expect(refused).toBeGreaterThan(moments.length);
  }, 240_000);
});

describe('a job beside a -wal that is not its own', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let life: readonly Moment[];
  let other: readonly Moment[];
  beforeAll(async () => {
    folder = temporaryFolder();
    const [one, two] = [join(folder.path, 'one'), join(folder.path, 'two')];
    life = await liveOf(one, 3, { wordy: false, often: 0, readers: false });
    other = await liveOf(two, 4, { wordy: true, often: 0, readers: false, lives: 1 });
  }, 120_000);
  afterAll(() => folder.remove());

  const moment = (of: readonly Moment[], name: string): Moment => of.find((one) => one.name === name)!;

  it.each([
    ['another job', () => moment(other, 'life 0, request 1'), 'other-job'],
    ['an earlier time', () => moment(life, 'life 0, request 1'), 'other-time'],
    ['a later time', () => moment(life, 'life 2, ended'), 'other-time'],
  ] as const)('of %s is refused and left as it is, and a repair guesses nothing', async (_, wal, of) => {
    const path = mixed(folder.path, moment(life, 'life 1, ended'), wal(), `of-${of}`);
    const before = ['', '-wal'].map((suffix) => readFileSync(path + suffix));
    const error = refusalOf(path);
    expect(error).toMatchObject({ code: 'job-journal', detail: { of } });
    expect(explain(error).what).toMatch(/journal \(-wal\).*another (job|time of this job)/);
    expect(checkJob(path)).toMatchObject({ whole: false, inDoubt: true, journal: of });
    const out = join(folder.path, 'repaired.importjob');
    rmSync(out, { force: true });
    const { status } = await repairJob({ job: path, out, clock: { now: () => Date.now() } });
    takeOver(out);
    expect(status.countsAddUp).toBe(true);
    if (of === 'other-time') expect(status.counts.notSent).toBe(0);
    expect(status.counts.unknown).toBeGreaterThan(0);
    expect(['', '-wal'].map((suffix) => readFileSync(path + suffix).equals(before[suffix === '' ? 0 : 1]!))).toEqual([true, true]);
    expect(existsSync(`${path}-shm`)).toBe(false);
  }, 60_000);

  it('is open again once its own is put back', () => {
    const own = moment(life, 'life 1, ended');
    const path = mixed(folder.path, own, moment(other, 'life 0, request 1'), 'again');
    expect(refusalOf(path).code).toBe('job-journal');
    copyFileSync(`${own.path}-wal`, `${path}-wal`);
    openJob(path).close();
  });
});

describe('a -wal that is cut between two commits', () => {
  it('is told by the index that a kill leaves beside it; without that, what is sent again has the ids that it had', async () => {
    const folder = temporaryFolder();
    const moments = await liveOf(folder.path, 5, { wordy: false, often: 0.1, readers: false, lives: 1 });
    const left = moments.findLast(({ name }) => name.startsWith('life 0, request'))!;
    const cutAt = (count: number): number => Math.max(...readWal(left.path).commits[count - 1]!.values()) + pageBytes;
    const commits = readWal(left.path).commits.length;
    for (const lost of [1, 5].filter((count) => count < commits)) {
      const path = mixed(folder.path, left, left, `cut-${lost}`);
      truncateSync(`${path}-wal`, cutAt(commits - lost));
      writeFileSync(`${path}-shm`, readFileSync(`${left.path}-shm`));
      expect(findWal(path).state).toBe('damaged');
      rmSync(`${path}-shm`);
      expect(findWal(path)).toEqual({ state: 'whole', origin: 'own' });
      const file = openJob(path);
      const platform = new Platform(null, left.platform);
      await run(file, { url: 'https://example.com', token: 'token', transport: platform, limits: { profiles: 3, bytes: 1_000_000 }, adopt: true });
      expect([platform.doubled, platform.wrong, jobStatus(file, null).counts.notSent]).toEqual([0, [], 0]);
      file.close();
    }
    folder.remove();
  }, 120_000);
});

function refusalOf(path: string): Fault {
  try {
    openJob(path).close();
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error('it was opened');
}
