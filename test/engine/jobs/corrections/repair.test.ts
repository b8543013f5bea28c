import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '#engine/jobs/clock.ts';
import { pickRow } from '#engine/jobs/corrections/pickRow.ts';
import { batches, redoBatch, undoBatch } from '#engine/jobs/corrections/undoBatch.ts';
import { repairWords } from '#contract/repairWords.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { checkJob } from '#engine/jobs/repair/checkJob.ts';
import { repairJob } from '#engine/jobs/repair/repairJob.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { startPractice, type PracticeServer } from '../../../../electron/practice/index.ts';
import { edit, mustHold, open, prepareRows, rowsOf, set, type SourceRow } from '../../../support/corrections.ts';
import { run, temporaryFolder } from '../../../support/jobs.ts';
import { takeOver } from '../../../support/takeOver.ts';

let folder: ReturnType<typeof temporaryFolder>;
let server: PracticeServer;
let path: string;
let source: string;
let file: JobFile | null = null;

const rows: readonly SourceRow[] = Array.from({ length: 1_200 }, (_, index) => [index % 50 === 0 ? 'x' : String(index + 1), `Имя ${index}`, index % 60 === 1 ? 'never' : '31.01.2024']);

/** A job of three blocks, half sent, some of it refused; with corrections of rows of every kind, one batch undone. */
beforeEach(async () => {
  folder = temporaryFolder();
  server = await startPractice({ population: 2_000, keepItems: true, faults: { rules: [{ kind: 'reject-items', customIds: [3, 5], code: 422, text: 'No such city', perKey: 1 }] } });
  path = await prepareRows(folder.path, rows);
  source = path.replace('.importjob', '.csv');
  const made = open(path);
  await run(made, { ...server, trial: 300 });
  await edit(made, [set(1, 0, '1'), set(3, 1, 'Третий'), set(51, 0, '51'), set(601, 0, '700'), set(602, 2, '01.02.2024'), set(1_190, 0, '')]);
  await edit(made, [set(5, 1, 'Пятый'), set(1_000, 1, 'Anna')]);
  await edit(made, [set(1_100, 1, 'Undone')]);
  await undoBatch(made, { clock: systemClock });
  made.close();
});

afterEach(async () => {
  file?.close();
  file = null;
  await server.close();
  folder.remove();
});

function damage(sql: string): void {
  const db = new Database(path);
  db.exec(sql);
  db.close();
}

function whole(): { readonly held: ReturnType<typeof mustHold>; readonly rows: ReturnType<typeof rowsOf>; readonly made: ReturnType<typeof batches> } {
  const copy = join(folder.path, 'whole.importjob');
  copyFileSync(path, copy);
  const made = open(copy);
  try {
    return { held: mustHold(made), rows: rowsOf(made), made: batches(made) };
  } finally {
    made.close();
  }
}

let words: readonly string[] = [];

async function repaired(withSource: boolean): Promise<JobFile> {
  const out = join(folder.path, 'repaired.importjob');
  const { note } = await repairJob({ job: path, out, clock: systemClock, ...(withSource ? { source } : {}) });
  takeOver(out);
  words = repairWords(note);
  file = open(out);
  return file;
}

describe('a repair of a job with corrections', () => {
  it.each([
    ['a request', 'UPDATE chunk SET profiles = profiles + 1 WHERE id = 1', false],
    ['a request', 'UPDATE chunk SET profiles = profiles + 1 WHERE id = 1', true],
    ['the items of all blocks', "UPDATE block_item SET items = x'00'", true],
    ['hashes of keys', "UPDATE block_key SET keys = x'0000000000000000'", false],
    ['why rows are invalid', "UPDATE row_error SET value = 'other'", true],
  ])('keeps all of them where %s is damaged: %s', async (_, sql, withSource) => {
    const before = whole();
    damage(sql);
    expect(checkJob(path).whole).toBe(false);
    const made = await repaired(withSource);
    expect(mustHold(made)).toEqual(before.held);
    expect(rowsOf(made)).toEqual(before.rows);
    expect(batches(made)).toEqual(before.made);
    expect(words.join(' ')).not.toContain('corrections');
    await redoBatch(made, { clock: systemClock });
    await undoBatch(made, { clock: systemClock });
    await undoBatch(made, { clock: systemClock });
    mustHold(made);
    await run(made, server);
    expect(server.journal.appliedMoreThanOnce()).toEqual([]);
  });

  it('sends no row as it was before, where a correction is lost and what was to be sent too', async () => {
    damage("DELETE FROM correction WHERE position = 602; UPDATE block_item SET items = x'00' WHERE first = 501");
    const made = await repaired(true);
    await run(made, server);
    expect(rowsOf(made).filter(({ errors }) => errors.some(({ reason }) => reason === 'correction-lost')).map(({ position }) => position)).toEqual([602]);
    expect(rowsOf(made)[601]?.state).toBe('invalid');
    expect([602, 700].map((profile) => server.journal.applied().get(profile))).toEqual([0, 1]);
  });

  it('sends nothing for a row of which a correction is lost, and all others as they were corrected', async () => {
    damage('DELETE FROM correction WHERE position = 602');
    expect(checkJob(path).whole).toBe(false);
    const made = await repaired(true);
    expect(words).toContainEqual(expect.stringContaining('8 corrections are kept, 1 is lost. 1 row is marked'));
    expect(jobStatus(made, null).repaired).toMatchObject({ corrections: 1, correctionsKept: 8, correctionsLost: 1 });
    await run(made, server);
    expect(server.journal.applied().get(602)).toBe(0);
    await edit(made, [set(602, 2, '01.02.2024')]);
    await run(made, server);
    expect(server.journal.item(602)).toMatchObject({ _bdate: '2024-02-01' });
    expect(server.journal.appliedMoreThanOnce()).toEqual([]);
  });
});

describe('a repair that knows states no more, and reads the workbook again', () => {
  const statesLost = 'UPDATE block_state SET states = zeroblob(octet_length(states))';

  it('sends no row that has lost its place to a corrected one', async () => {
    const small = await prepareRows(folder.path, [['11', 'Old', ''], ['12', 'Other', ''], ['13', 'New', '']]);
    await changed(small, async (made) => {
      await edit(made, [set(3, 0, '11')]);
      await run(made, server);
    });
    const made = await repairedFrom(small, statesLost);
    expect(rowsOf(made)[0]?.state).toBe('duplicate');
  });

  it('keeps the row that has won its place back', async () => {
    const small = await prepareRows(folder.path, [['21', 'First', ''], ['22', 'Other', ''], ['21', 'Second', '']]);
    await changed(small, async (made) => {
      await edit(made, [set(3, 0, '23')]);
    });
    const made = await repairedFrom(small, statesLost);
    expect(rowsOf(made).map(({ state }) => state)).not.toContain('duplicate');
  });

  it('sends no row that another was picked instead of', async () => {
    const small = await prepareRows(folder.path, [['31', 'Picked', ''], ['32', 'Other', ''], ['31', 'Last', '']]);
    await changed(small, async (made) => {
      await pickRow(made, { clock: systemClock, origin: 'window', position: 1 });
      await run(made, server);
    });
    const made = await repairedFrom(small, statesLost);
    expect(rowsOf(made)[2]?.state).toBe('duplicate');
  });

  async function changed(small: string, work: (made: JobFile) => Promise<void>): Promise<void> {
    const made = open(small);
    try {
      await work(made);
    } finally {
      made.close();
    }
  }

  async function repairedFrom(small: string, sql: string): Promise<JobFile> {
    [path, source] = [small, small.replace('.importjob', '.csv')];
    damage(sql);
    return repaired(true);
  }
});
