import Database from 'better-sqlite3';
import fs, { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Fault } from '#contract/faults.ts';
import { explain, inOneLine } from '#contract/sentences.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { exportRows } from '#engine/jobs/exports/exportRows.ts';
import { handOver } from '#engine/jobs/handOver.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { openJob } from '#engine/jobs/recover.ts';
import { remember, settleHere } from '#engine/jobs/place.ts';
import { retryRound } from '#engine/jobs/retryRound.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { profiles, run, type TestRun } from '../../support/jobs.ts';
import { practiceJob } from '../../support/practiceJob.ts';

const practice = practiceJob();
const at = (name: string): string => join(practice.folder, name);
const original = (): string => at('test.importjob');

async function job(rows = 20): Promise<void> {
  await practice.serve();
  practice.job(profiles(rows));
}

async function opened<Value>(path: string, work: (file: JobFile) => Value | Promise<Value>): Promise<Value> {
  const file = openJob(path);
  try {
    return await work(file);
  } finally {
    file.close();
  }
}

const runAt = (path: string, options: Partial<TestRun> = {}) => opened(path, async (file) => (await run(file, { ...practice.server, ...options })).state);
const giveTo = (to: string, from = original(), adopt = false) => opened(from, (file) => handOver(file, { to, adopt, clock: systemClock }));
const stateAt = (path: string) => opened(path, (file) => jobStatus(file, null));

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(() => null, (reason: unknown) => reason);
  if (!(error instanceof Fault)) throw new Error(`no fault: ${String(error)}`);
  return `${error.code}: ${inOneLine(explain(error.data))}`;
}

describe('a job of a version that knew no places', () => {
  it.each(['before it was run', 'after a trial'])('is refused where a backup from %s is put back over it once it was handed over', async (when) => {
    await job();
    practice.file.close();
    copyFileSync(original(), at('backup'));
    if (when === 'after a trial') await runAt(original(), { trial: 5 });
    await giveTo(at('other.importjob'));
    copyFileSync(at('backup'), original());
    expect(await refusal(runAt(original()))).toContain('job-elsewhere');
    expect(await runAt(at('other.importjob'))).toBe('finished');
    practice.expectAppliedOnce(20);
  });
});

describe('a job that is handed over', () => {
  it('goes on in the other file, wherever that is run first, and sends nothing here any more', async () => {
    await job();
    expect(await runAt(original(), { trial: 5 })).toBe('paused');
    expect(await giveTo(at('other.importjob'))).toMatchObject({ to: at('other.importjob'), step: 'done' });
    expect(await stateAt(original())).toMatchObject({ state: 'handed-over', handedOver: { to: at('other.importjob'), step: 'done' }, counts: { accepted: 5, notSent: 15 } });
    expect(await refusal(runAt(original()))).toMatch(/^job-handed-over: The job “test\.importjob” was handed over to “.*other\.importjob” on .* UTC\. It goes on there/);
    expect(await refusal(runAt(original(), { adopt: true }))).toContain('job-handed-over');
    expect(await refusal(opened(original(), (file) => retryRound(file, {}, Date.now())))).toContain('job-handed-over');
    expect(await opened(original(), (file) => exportRows(file, 'all', at('all.csv'), { replace: false }))).toMatchObject({ rows: 20 });
    mkdirSync(at('stick'));
    copyFileSync(at('other.importjob'), at('stick/carried.importjob'));
    expect(await stateAt(at('stick/carried.importjob'))).toMatchObject({ state: 'paused', pause: { reason: 'trial' }, handedOver: null });
    expect(await runAt(at('stick/carried.importjob'))).toBe('finished');
    practice.expectAppliedOnce(20);
  });

  it.each([['never run', 0], ['run in part', 5]])('and was %s sends nothing from a backup that is put back over it either', async (_, trial) => {
    await job();
    const { file } = practice;
    remember(file.job.read()?.jobId ?? '', file.transaction(() => settleHere(file, 'prepared', '2026-11-27T08:00:00.000Z', false)));
    if (trial > 0) expect(await runAt(original(), { trial })).toBe('paused');
    file.checkpoint({ wait: true });
    copyFileSync(original(), at('backup'));
    await giveTo(at('other.importjob'));
    expect(await runAt(at('other.importjob'), { limits: { profiles: 3, bytes: 1_000_000 } })).toBe('finished');
    copyFileSync(at('backup'), original());
    expect(await refusal(runAt(original(), { limits: { profiles: 4, bytes: 1_000_000 } }))).toMatch(/^job-elsewhere: .* holds an older state/);
    practice.expectAppliedOnce(20);
  });

  it('is one file beside nothing, and for its owner alone', async () => {
    await job();
    mkdirSync(at('out'));
    await giveTo(at('out'));
    expect(readdirSync(at('out'))).toEqual(['test.importjob']);
    if (process.platform !== 'win32') expect(statSync(at('out/test.importjob')).mode & 0o077).toBe(0);
  });

  it('says the same when asked for once more, and goes nowhere else', async () => {
    await job();
    const first = await giveTo(at('other.importjob'));
    expect(await giveTo(at('other.importjob'))).toEqual(first);
    renameSync(at('other.importjob'), at('moved.importjob'));
    expect(await giveTo(at('other.importjob'))).toEqual(first);
    expect(existsSync(at('other.importjob'))).toBe(false);
    expect(await refusal(giveTo(at('third.importjob')))).toContain('job-handed-over');
    expect(existsSync(at('third.importjob'))).toBe(false);
  });

  it('writes over nothing, and stays as it was where it cannot be written', async () => {
    await job();
    writeFileSync(at('there.importjob'), 'something');
    expect(await refusal(giveTo(at('there.importjob')))).toContain('output-exists');
    expect(await refusal(giveTo(original()))).toContain('both names are the same file');
    expect(await refusal(giveTo(at('no/such/folder.importjob')))).toContain('output-unwritable');
    // oxlint-disable-next-line typescript/unbound-method
    const { backup } = Database.prototype;
    Database.prototype.backup = () => Promise.reject(new Database.SqliteError('full', 'SQLITE_FULL'));
    expect(await refusal(giveTo(at('full.importjob')).finally(() => Object.assign(Database.prototype, { backup })))).toContain('disk-full');
    expect(await stateAt(original())).toMatchObject({ state: 'ready', handedOver: null });
    expect(await runAt(original())).toBe('finished');
  });

  it('is given from the original, and from a copy only when that is to go on', async () => {
    await job();
    await runAt(original(), { trial: 5 });
    copyFileSync(original(), at('copy.importjob'));
    expect(await refusal(giveTo(at('other.importjob'), at('copy.importjob')))).toContain('job-elsewhere');
    expect(await giveTo(at('other.importjob'), at('copy.importjob'), true)).toMatchObject({ step: 'done' });
  });
});

/** Everything that writes to the disk calls `step` before and after; the function returned puts it all back. */
function atEachStep(step: () => void): () => void {
  const around = <Args extends unknown[], Result>(real: (this: unknown, ...args: Args) => Result) =>
    function (this: unknown, ...args: Args): Result {
      step();
      const value = real.apply(this, args);
      step();
      return value;
    };
  const { renameSync: rename, fsyncSync: fsync, rmSync: rm } = fs;
  // oxlint-disable-next-line typescript/unbound-method
  const { transaction, backup, close } = Database.prototype;
  Object.assign(fs, { renameSync: around(rename), fsyncSync: around(fsync), rmSync: around(rm) });
  syncBuiltinESMExports();
  Object.assign(Database.prototype, {
    transaction(this: Database.Database, work: () => unknown) {
      const made = transaction.call(this, work);
      return { immediate: around(() => made.immediate()), deferred: () => made.deferred() };
    },
    backup: around(backup),
    close: around(close),
  });
  return () => {
    Object.assign(fs, { renameSync: rename, fsyncSync: fsync, rmSync: rm });
    syncBuiltinESMExports();
    Object.assign(Database.prototype, { transaction, backup, close });
  };
}

/** Whether a run of the file would send; nothing is sent. */
async function canSend(path: string): Promise<boolean> {
  return existsSync(path) && (await stateAt(path)).state !== 'handed-over';
}

describe('a handing over that is killed', () => {
  it('leaves at each of its steps one file that sends at most, and ends when it is asked for once more', async () => {
    await job();
    practice.file.close();
    const work = at('work');
    mkdirSync(work);
    renameSync(original(), join(work, 'a.importjob'));
    const [from, to] = [join(work, 'a.importjob'), join(work, 'other.importjob')];
    const images: string[] = [];
    const restore = atEachStep(() => {
      const image = at(`image-${images.length}`);
      images.push(image);
      // As a dead process leaves it, with what is in its journals.
      cpSync(work, image, { recursive: true, filter: (name) => !/-(shm|lock)$/.test(name) });
    });
    await giveTo(to, from).finally(restore);
    expect(images.length).toBeGreaterThan(20);
    renameSync(work, at('whole'));
    const said = new Set<string>();
    for (const image of images) {
      renameSync(image, work);
      const able = [await canSend(from), await canSend(to), await canSend(`${to}-handover`)].filter(Boolean).length;
      expect(able, image).toBeLessThanOrEqual(1);
      const step = (await stateAt(from)).handedOver?.step ?? 'none';
      if (able === 0) expect(['begun', 'given'], image).toContain(step);
      said.add(step);
      expect(await giveTo(to, from), image).toMatchObject({ step: 'done' });
      expect([await canSend(from), await canSend(to), existsSync(`${to}-handover`)], image).toEqual([false, true, false]);
      rmSync(work, { recursive: true });
    }
    expect([...said].sort()).toEqual(['begun', 'done', 'given', 'none']);
  });

  it('and never came to a whole copy can be begun anew to another place', async () => {
    await job();
    practice.file.close();
    let begun = false;
    const restore = atEachStep(() => {
      if (begun || !existsSync(at('gone.importjob-handover'))) return;
      begun = true;
      copyFileSync(original(), at('image'));
    });
    await giveTo(at('gone.importjob')).finally(restore);
    renameSync(at('image'), original());
    rmSync(at('gone.importjob'));
    expect(await refusal(runAt(original()))).toMatch(/Handing the job “test\.importjob” over to “.*gone\.importjob” was begun .* Hand it over once more, to the same place or to another one\./);
    await giveTo(at('third.importjob'));
    expect(await runAt(at('third.importjob'))).toBe('finished');
  });
});
