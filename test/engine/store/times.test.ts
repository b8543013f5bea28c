import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { explain } from '#contract/sentences.ts';
import { Fault } from '#contract/faults.ts';
import { checkWords } from '#contract/repairWords.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { mustBeHere, placeOf, remember } from '#engine/jobs/place.ts';
import { checkJob } from '#engine/jobs/repair/checkJob.ts';
import { repairJob } from '#engine/jobs/repair/repairJob.ts';
import { retryRound } from '#engine/jobs/retryRound.ts';
import { fileAt } from '#engine/store/fileIdentity.ts';
import { openJobFile, type JobFile } from '#engine/store/jobFile.ts';
import { Platform } from '../../support/damage.ts';
import { makeJob, profiles, run, temporaryFolder } from '../../support/jobs.ts';
import { generator } from '../../support/random.ts';
import { takeOver } from '../../support/takeOver.ts';

const page = 16_384;
const rows = 2_600;
let folder: ReturnType<typeof temporaryFolder>;
let path: string;
let platform: Platform;
/** The file as it lay there at moments of its life, and what it said then. */
let moments: { readonly bytes: Buffer; readonly content: string; readonly platform: Platform }[];

/** All that a run goes by. */
function contentOf(file: JobFile): string {
  return JSON.stringify([
    file.job.state(), [...file.states.bytes()].join(''), file.chunks.counts(), file.attempts.totals(), file.failures.positions(),
    [...file.chunks.open(), ...file.chunks.inState('answered')].map(({ requestId, state }) => [requestId, state]),
  ]);
}

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, 'a.importjob');
  platform = new Platform(null);
  moments = [];
});

afterEach(() => folder.remove());

const target = { url: 'http://127.0.0.1:1', token: 't' };

async function step(work: (file: JobFile) => unknown): Promise<void> {
  const file = openJobFile(path, { create: false });
  await work(file);
  const content = contentOf(file);
  file.close();
  moments.push({ bytes: readFileSync(path), content, platform: new Platform(null, platform) });
}

/** Trials, refusals, a retry, and the rest. */
async function live(): Promise<void> {
  const made = makeJob(path, profiles(rows));
  const place = placeOf(path, fileAt(path)?.identity ?? null, 'prepared', '2026-01-01T00:00:00.000Z', null);
  made.transaction(() => made.job.setPlace(place));
  remember(made.job.read()?.jobId ?? '', place);
  made.close();
  await step(() => undefined);
  await step((file) => run(file, { ...target, transport: platform, trial: 150 }));
  await step((file) => run(file, { ...target, transport: platform, trial: 700 }));
  await step((file) => retryRound(file, {}, Date.parse('2026-01-02')));
  await step((file) => run(file, { ...target, transport: platform, trial: 5 }));
  await step((file) => run(file, { ...target, transport: platform }));
}

function put(bytes: Buffer): void {
  for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true });
  writeFileSync(path, bytes);
}

/** What whoever goes on with the job is told before anything is sent; its content where nothing is. */
function goOn(): Fault | string {
  try {
    const file = openJobFile(path, { create: false });
    try {
      file.check();
      const job = file.job.read();
      if (job !== null) mustBeHere(file, job, false);
      return contentOf(file);
    } finally {
      file.close();
    }
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}

/** Pages that differ between two moments, by their numbers from 0. */
function changed(one: Buffer, other: Buffer): readonly number[] {
  const pages = Math.min(one.length, other.length) / page;
  return Array.from({ length: pages }, (_, index) => index).filter((index) => one.compare(other, index * page, (index + 1) * page, index * page, (index + 1) * page) !== 0);
}

/** The later file, with some pages as they were before. */
function withOlder(later: Buffer, older: Buffer, pages: readonly number[]): Buffer {
  const mixed = Buffer.from(later);
  for (const index of pages) older.copy(mixed, index * page, index * page, (index + 1) * page);
  return mixed;
}

describe('a job file of which a part is of an earlier time', () => {
  it('is told before anything is sent, whichever pages a drive has lost', async () => {
    await live();
    const random = generator(20_261_127);
    let tried = 0;
    let refused = 0;
    for (const [at, later] of moments.entries()) {
      for (const older of moments.slice(0, at)) {
        const differing = changed(later.bytes, older.bytes);
        const alone = differing.map((index) => [index]);
        const some = Array.from({ length: 4 }, () => differing.filter(() => random() < 0.5));
        const allButOne = differing.filter(() => random() < 0.3).map((left) => differing.filter((index) => index !== left));
        for (const pages of [...alone, ...some, ...allButOne]) {
          put(withOlder(later.bytes, older.bytes, pages));
          const found = goOn();
          tried += 1;
          if (found instanceof Fault) refused += 1;
          else expect({ pages, found }).toEqual({ pages, found: later.content });
        }
      }
    }
    expect(tried).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(tried * 0.8);
  }, 60_000);

  it('says so, and is repaired by what its requests prove, without a row sent twice', async () => {
    await live();
    const [, trial, more] = moments;
    if (trial === undefined || more === undefined) throw new Error('no moments');
    let repairs = 0;
    for (const pages of changed(more.bytes, trial.bytes).map((index) => [index])) {
      put(withOlder(more.bytes, trial.bytes, pages));
      const fault = goOn();
      if (!(fault instanceof Fault) || fault.detail['part'] !== 'times') continue;
      expect(explain(fault).what).toContain('parts of it are of an earlier time than others');
      const check = checkJob(path);
      expect(check.whole).toBe(false);
      expect(checkWords(check).join(' ')).toContain('of an earlier time');
      const out = join(folder.path, `repaired-${pages.join()}.importjob`);
      repairs += 1;
      await repairJob({ job: path, out, clock: systemClock });
      takeOver(out);
      const repaired = openJobFile(out, { create: false });
      const sent = new Platform(null, more.platform);
      await run(repaired, { ...target, transport: sent });
      expect({ doubled: sent.doubled, name: basename(out) }).toEqual({ doubled: 0, name: basename(out) });
      repaired.close();
    }
    expect(repairs).toBeGreaterThan(0);
  }, 60_000);
});
