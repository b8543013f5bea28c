import Database from 'better-sqlite3';
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkWords, repairWords } from '#contract/repairWords.ts';
import { Fault } from '#contract/faults.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { keepProfiles } from '#engine/jobs/comparison/keepProfiles.ts';
import { checkJob } from '#engine/jobs/repair/checkJob.ts';
import { repairJob } from '#engine/jobs/repair/repairJob.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { edit, mustHold, open, prepareRows, set, type SourceRow } from '../../support/corrections.ts';
import { jobPlace } from '../../support/jobPlace.ts';
import { run } from '../../support/jobs.ts';
import { zeroTable } from '../../support/repairs.ts';
import { takeOver } from '../../support/takeOver.ts';

const page = 16_384;
const rows: readonly SourceRow[] = Array.from({ length: 60 }, (_, index) => [index === 50 || index === 55 ? 'x' : String(index + 1), `Name ${index}`, '31.01.2024']);
const place = jobPlace({ population: 200, keepItems: true, faults: { rules: [{ kind: 'reject-items', customIds: [3, 5, 25], code: 422, text: 'No such city' }] } });
/** The file at moments of its life: prepared, sent in part, sent further, corrected. */
const moments: Buffer[] = [];

beforeAll(async () => {
  const path = await prepareRows(place.folder, rows);
  const step = async (work: (made: JobFile) => Promise<unknown>): Promise<void> => {
    const made = open(path);
    await work(made);
    made.close();
    moments.push(readFileSync(path));
  };
  await step(() => Promise.resolve());
  await step((made) => run(made, { ...place.server, trial: 10 }));
  await step((made) => run(made, { ...place.server, trial: 20 }));
  await step((made) => edit(made, [set(40, 0, '70'), set(51, 0, '51')]));
  const keep = (...positions: readonly number[]) => (made: JobFile): Promise<unknown> => Promise.resolve(keepProfiles(made, positions.map((position) => ({ position, profile: { id: String(position), _city: 'Tver' } })), '2026-01-01T00:00:00Z'));
  await step(keep(41, 42));
  await step(keep(43, 44, 45));
});

/** Pages of a table and of its indexes, by their numbers from 1. */
function pagesOf(path: string, table: string): readonly number[] {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare<[string], number>('SELECT pageno FROM dbstat WHERE name IN (SELECT name FROM sqlite_master WHERE tbl_name = ?) ORDER BY pageno').pluck().all(table);
  } finally {
    db.close();
  }
}

/** A job of the later moment whose pages of one table are of the earlier one. */
function mixed(table: string, earlier: number, later: number): string {
  const path = join(place.folder, `${randomUUID()}.importjob`);
  const [before, after] = [moments[earlier], moments[later]];
  if (before === undefined || after === undefined) throw new Error('no such moment');
  const bytes = Buffer.from(after);
  writeFileSync(path, bytes);
  for (const number of pagesOf(path, table)) before.copy(bytes, (number - 1) * page, (number - 1) * page, number * page);
  expect(bytes.equals(after)).toBe(false);
  writeFileSync(path, bytes);
  return path;
}

function faultOf(work: () => void): Fault | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}

async function repaired(path: string): Promise<JobFile> {
  const out = path.replace('.importjob', '-repaired.importjob');
  await repairJob({ job: path, out, clock: systemClock });
  takeOver(out);
  const file = place.open(out);
  expect(checkJob(out).whole).toBe(true);
  return file;
}

describe('a job file of which one table is of an earlier time', () => {
  it('is whole at each moment of its life', () => {
    for (const bytes of moments) {
      const path = join(place.folder, `${randomUUID()}.importjob`);
      writeFileSync(path, bytes);
      expect(checkWords(checkJob(path))[0]).toContain('is whole');
    }
  });

  it.each([[0, 1, '4, 6'], [0, 2, '4, 6, 26'], [1, 2, '26']])('says which rows lack their refusals, and a repair gives them back by the stored answers', async (earlier, later, missing) => {
    const path = mixed('failure', earlier, later);
    const check = checkJob(path);
    expect(check.whole).toBe(false);
    expect(checkWords(check).join('\n')).toContain(`refusals of rows: ${later - earlier === 1 && later === 2 ? 2 : 0} proved; lost: rows ${missing}`);
    const made = await repaired(path);
    expect(made.failures.groups(10)).toMatchObject({ groups: [{ code: 422, text: 'No such city', rows: later === 1 ? 2 : 3 }] });
  });

  it('says which rows lack their reasons, or have those of before, and a repair keeps all else', async () => {
    const path = mixed('row_error', 2, 3);
    const check = checkJob(path);
    expect(check.whole).toBe(false);
    expect(checkWords(check).join('\n')).toContain('reasons why rows are invalid: 2 proved; lost: rows 52');
    const made = await repaired(path);
    expect(made.states.at(51)).toBe('ready');
    expect(made.problems.groups()).toMatchObject([{ reason: 'not-integer', rows: 1 }]);
  });

  it('sends no key twice by hashes of before a correction: the next one is refused, and a repair makes them anew', async () => {
    const path = mixed('block_key', 2, 3);
    const file = place.open(path);
    const before = file.states.bytes();
    await expect(edit(file, [set(45, 0, '70')], { adopt: true })).rejects.toMatchObject({ code: 'job-corrupt', detail: { part: 'times' } });
    expect(file.states.bytes()).toEqual(before);
    file.close();
    expect(checkWords(checkJob(path)).join('\n')).toContain('parts of it are of an earlier time');
    const made = await repaired(path);
    await edit(made, [set(45, 0, '70')], { adopt: true });
    expect([made.states.at(40), made.states.at(45)]).toEqual(['duplicate', 'ready']);
    mustHold(made);
  });

  it.each([
    ['of an earlier time', (): string => mixed('kept_profile', 4, 5), 2],
    ['overwritten by a drive', (): string => {
      const path = join(place.folder, `${randomUUID()}.importjob`);
      writeFileSync(path, moments[5] ?? '');
      zeroTable(path, 'kept_profile', 'root');
      return path;
    }, 0],
  ])('does not open with kept profiles that are %s, and a repair tells how many are left', async (_, damagedJob, left) => {
    const path = damagedJob();
    expect(faultOf(() => open(path).close())).toMatchObject({ code: 'job-corrupt' });
    const check = checkJob(path);
    expect(check.whole).toBe(false);
    expect(checkWords(check).join('\n')).toContain(`profiles kept as they were before: ${left} proved`);
    const out = path.replace('.importjob', '-saved.importjob');
    const { note } = await repairJob({ job: path, out, clock: systemClock });
    expect(repairWords(note).join('\n')).toContain(`of the profiles kept as they were before some are lost; ${left} are left, and an undo workbook takes back no other`);
    takeOver(out);
    expect(place.open(out).kept.count()).toBe(left);
    expect(checkJob(out).whole).toBe(true);
  });
});
