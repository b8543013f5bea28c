import Database from 'better-sqlite3';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cell } from '#contract/cells.ts';
import type { Recipe } from '#contract/recipe.ts';
import { applyBatch } from '#engine/jobs/corrections/applyBatch.ts';
import { undoBatch } from '#engine/jobs/corrections/undoBatch.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { repairJob } from '#engine/jobs/repair/repairJob.ts';
import { openJobFile, type JobFile } from '#engine/store/jobFile.ts';
import { rowsAt } from '#engine/jobs/rows/rowsAt.ts';
import { startPractice } from '../../../electron/practice/index.ts';
import { jobOfRows, preparedAgain } from '../../support/exports.ts';
import { run, temporaryFolder } from '../../support/jobs.ts';
import { clock, zeroTable } from '../../support/repairs.ts';
import { rowsIn } from '../../support/rows.ts';
import { takeOver } from '../../support/takeOver.ts';

let folder: ReturnType<typeof temporaryFolder>;
let file: JobFile;

const recipe: Recipe = {
  version: 2,
  invalid: 'field',
  request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID', skip_triggers: true },
  fields: [
    { field: 'Custom_ID', type: 'int', column: 'Client No' },
    { field: 'phones', type: 'phones', column: 'Phone', country: 'RU' },
    { field: '_bdate', type: 'date', column: 'Born', invalid: 'row' },
  ],
  duplicates: 'first',
};
const s = (v: string): Cell => ({ t: 's', v });
const rows: readonly (readonly Cell[])[] = [
  [s('1'), s('+79161234567'), s('2000-01-31')],
  [s('2'), s('12, +79161234567, 13'), s('2000-01-31')],
  [s('3'), s('12'), s('soon')],
  [s('x'), s('12'), null],
  [s('2'), s('12'), null],
  [s('4'), s('14'), null],
  [],
];

beforeEach(() => {
  folder = temporaryFolder();
  file = jobOfRows(join(folder.path, 'job.importjob'), ['Client No', 'Phone', 'Born'], rows, recipe);
});
afterEach(() => {
  file.close();
  folder.remove();
});

const counts = () => jobStatus(file, null).counts;

describe('rows that are sent without a value', () => {
  it('are ready, counted, and add up', () => {
    expect(counts()).toMatchObject({ read: 7, ready: 3, invalid: 2, duplicate: 1, empty: 1, readyWithWarnings: 2, withWarnings: 2 });
  });

  it('stand in groups of their own behind those of invalid rows, with no row that is not sent', () => {
    expect(file.problems.groups().map(({ column, reason, rows: number, leftOut, examples }) => [column, reason, number, leftOut ?? false, examples.map(({ value }) => value)])).toEqual([
      ['A', 'not-integer', 1, false, ['x']],
      ['C', 'incorrect-date', 1, false, ['soon']],
      ['B', 'incorrect-phone', 2, true, ['12', '13', '14']],
    ]);
  });

  it('show with the row which value it is', () => {
    const shown = rowsAt(file, [1, 2, 3, 4, 5]).map(({ state, errors }) => [state, ...errors.map(({ column, value, leftOut }) => `${column} ${value}${leftOut === true ? ' left out' : ''}`)]);
    expect(shown.slice(0, 4)).toEqual([['ready'], ['ready', 'B 12 left out', 'B 13 left out'], ['invalid', 'B 12 left out', 'C soon'], ['invalid', 'A x', 'B 12 left out']]);
  });

  it('are sent just so, and stay counted', async () => {
    const server = await startPractice({ population: 100 });
    try {
      expect(await run(file, server)).toMatchObject({ state: 'finished', counts: { accepted: 3, readyWithWarnings: 0, withWarnings: 2 } });
    } finally {
      await server.close();
    }
    expect((await rowsIn(file, 'accepted')).map(({ errors }) => errors.length)).toEqual([0, 2, 1]);
  });

  it.each(['xlsx', 'csv'] as const)('are exported as .%s with what was left out, and come out the same when they are prepared again', async (ending) => {
    const again = await preparedAgain(file, folder.path, ending, 'warnings');
    try {
      const { cells } = [...again.blocks.rowsAt([1])][0]!;
      expect(cells.slice(3).map((cell) => (cell !== null && 'v' in cell ? cell.v : null))).toEqual(expect.arrayContaining(['not sent', 'without column B "Phone": incorrect phone: too few digits (2)']));
      expect(jobStatus(again, null).counts).toMatchObject({ read: 2, ready: 2, readyWithWarnings: 2 });
    } finally {
      again.close();
    }
  });

  it('are without warning once the value is corrected, and have it again when that is undone', async () => {
    const cells = [{ position: 2, column: 1, after: s('+79161234567') }, { position: 3, column: 2, after: s('2000-01-31') }];
    await applyBatch(file, { origin: 'window', act: { kind: 'edit', row: 3, column: 'B' }, cells, clock });
    // Row 4 is ready now, without the phone that was always left out of it.
    expect(counts()).toMatchObject({ ready: 4, invalid: 1, readyWithWarnings: 2 });
    expect(file.problems.groups().map(({ column, rows: number, leftOut }) => [column, number, leftOut ?? false])).toEqual([['A', 1, false], ['B', 2, true]]);
    await undoBatch(file, { clock });
    expect(counts()).toMatchObject({ ready: 3, invalid: 2, readyWithWarnings: 2 });
    expect((await rowsIn(file, 'ready')).map(({ errors }) => errors.length)).toEqual([0, 2, 1]);
  });

  it('keep what was left out when the job is damaged and repaired', async () => {
    const groups = file.problems.groups();
    file.close();
    zeroTable(file.path, 'duplicate', 'root');
    const out = join(folder.path, 'repaired.importjob');
    await repairJob({ job: file.path, out, clock });
    takeOver(out);
    file = openJobFile(out, { create: false });
    expect(counts()).toMatchObject({ ready: 3, readyWithWarnings: 2 });
    expect(file.problems.groups()).toEqual(groups);
  });

  it('whose records of what was left out are changed are told as damaged', () => {
    const { path } = file;
    file.close();
    const db = new Database(path);
    db.exec("UPDATE row_error SET left_out = 0, seal = seal WHERE position = 2 AND seq = 0");
    db.close();
    file = openJobFile(path, { create: false });
    expect(() => file.problems.groups()).toThrow('job-corrupt');
  });

  it('are found again by a file that is opened later, also while another one writes', () => {
    const other = openJobFile(file.path, { create: false });
    try {
      expect(jobStatus(other, null).counts.withWarnings).toBe(2);
      file.transaction(() => file.problems.addErrors(1, [{ row: 2, column: 'B', header: 'Phone', field: 'phones', value: '1', reason: 'incorrect-phone', leftOut: true }]));
      expect(counts().withWarnings).toBe(3);
      expect(jobStatus(other, null).counts.withWarnings).toBe(3);
    } finally {
      other.close();
    }
  });
});
