import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RowFilter } from '#contract/rowFilter.ts';
import { filterRows } from '#engine/jobs/rows/filterRows.ts';
import { rowPosition, rowsAt } from '#engine/jobs/rows/rowsAt.ts';
import { undoBatch } from '#engine/jobs/corrections/undoBatch.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { openJobFile, type JobFile } from '#engine/store/jobFile.ts';
import { edit, prepareRows, set } from '../../../support/corrections.ts';
import { temporaryFolder } from '../../../support/jobs.ts';

let folder: ReturnType<typeof temporaryFolder>;
let file: JobFile;

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  file.close();
  folder.remove();
});

const found = async (filter: RowFilter): Promise<readonly number[]> => [...(await filterRows(file, filter))];

describe('the rows of a filter', () => {
  beforeEach(async () => {
    file = openJobFile(await prepareRows(folder.path, [
      ['1', 'Anna', '1990-01-31'],
      ['x', 'Boris', '1990-02-31'],
      ['3', 'Clara', 'never'],
      ['1', 'Anne', '1990-01-30'],
      ['5', 'Dora', 'never'],
      ['y', 'Egon', ''],
      ['1', 'Fritz', 'soon'],
    ], { version: 2, fields: [
      { field: 'Custom_ID', type: 'int', column: 'No' },
      { field: '_fname', type: 'string', column: 'Name' },
      { field: '_bdate', type: 'date', column: 'Born', invalid: 'field' },
    ] }), { create: false });
  });

  it('are all of them without one', async () => {
    expect(await found({})).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('are found by state, reason, column and whether the row is sent all the same', async () => {
    expect(await found({ states: ['invalid'] })).toEqual([2, 6]);
    expect(await found({ states: ['ready', 'duplicate'] })).toEqual([1, 3, 4, 5, 7]);
    expect(await found({ problem: { reason: 'not-integer' } })).toEqual([2, 6]);
    expect(await found({ problem: { leftOut: true } })).toEqual([3, 5, 7]);
    expect(await found({ problem: { column: 'C' } })).toEqual([2, 3, 5, 7]);
    expect(await found({ problem: { column: 'C', leftOut: true, reason: 'incorrect-date', field: '_bdate' } })).toEqual([3, 5, 7]);
    expect(await found({ problem: { column: 'C' }, states: ['invalid'] })).toEqual([2]);
    expect(await found({ problem: { column: 'B' } })).toEqual([]);
  });

  it('are those whose corrected cells count', async () => {
    await edit(file, [set(2, 0, '2'), set(6, 1, 'Ella')]);
    expect(await found({ corrected: true })).toEqual([2, 6]);
    expect(await found({ corrected: true, states: ['invalid'] })).toEqual([6]);
    await undoBatch(file, { clock: systemClock });
    expect(await found({ corrected: true })).toEqual([]);
  });

  it('end where they are cancelled', async () => {
    const abort = new AbortController();
    abort.abort();
    await expect(filterRows(file, {}, abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('rows by their numbers', () => {
  beforeEach(async () => {
    file = openJobFile(await prepareRows(folder.path, Array.from({ length: 1_200 }, (_, index) => [String(index + 1), 'Anna', ''])), { create: false });
  });

  it('are read from anywhere, and none behind the last', () => {
    expect(rowsAt(file, [1, 501, 1_200, 1_201]).map(({ row }) => row)).toEqual([2, 502, 1_201]);
  });

  it('are found, or the next one', () => {
    expect(rowPosition(file, 700)).toBe(699);
    expect(rowPosition(file, 1)).toBe(1);
    expect(rowPosition(file, 99_999)).toBe(1_200);
  });
});
