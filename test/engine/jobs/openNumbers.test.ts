import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noteSentence } from '#contract/sourceNotes.ts';
import { prepareJob } from '#engine/jobs/prepare/prepareJob.ts';
import { scratchFile } from '../../support/workbooks.ts';

const recipe = {
  version: 2,
  request: { db_id: 7, matching: 'custom', field_name: 'code' },
  fields: [{ field: 'code', type: 'int', column: 'code' }, { field: 'amount', type: 'float', column: 'amount' }, { field: 'day', type: 'date', column: 'day' }],
} as const;

const prepared = (...lines: readonly string[]) => {
  const source = scratchFile('amounts.csv', ['code;amount;day', ...lines].join('\n'));
  return prepareJob({ source, recipe: { ...recipe, fields: [...recipe.fields] }, job: join(source, '..', 'amounts.importjob'), jobId: '00000000-0000-4000-8000-000000000001', clock: { now: () => 0 } });
};

describe('A job', () => {
  it('notes the columns whose numbers and dates can be read both ways', async () => {
    const { notes, counts } = await prepared('1;"1,234";01/02/2024', '2;999;03/04/2024');
    expect(counts).toMatchObject({ read: 2, invalid: 1, ready: 1 });
    expect(notes).toEqual(expect.arrayContaining([
      { kind: 'number-open', count: 1, rows: [2], columns: ['B'] },
      { kind: 'date-open', count: 1, rows: [2, 3], columns: ['C'] },
    ]));
  });

  it('notes a column with day-first and month-first dates, and says of each row why it is invalid', async () => {
    const { notes, counts } = await prepared('1;1;31/12/2024', '2;2;12/31/2024', '3;3;01/02/2024');
    expect(counts).toMatchObject({ read: 3, invalid: 2, ready: 1 });
    expect(notes.map((note) => noteSentence(note, 'command'))).toEqual([expect.stringContaining('(row 2: 31/12/2024, row 3: 12/31/2024)')]);
    expect(notes).toEqual([{ kind: 'date-mixed', count: 1, rows: [2, 3], columns: ['C'], shown: ['31/12/2024', '12/31/2024'] }]);
  });

  it('notes nothing of them where the column decides', async () => {
    const { notes, counts } = await prepared('1;"1,234";01/02/2024', '2;"1,234.50";12/31/2024');
    expect(counts).toMatchObject({ read: 2, invalid: 0, ready: 2 });
    expect(notes.filter(({ kind }) => kind === 'number-open' || kind === 'date-open')).toEqual([]);
  });
});
