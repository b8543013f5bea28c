import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, describe, expect, it } from 'vitest';
import { readRecipe, type Recipe } from '#contract/recipe.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { outcomes, prepared, preparedAgain } from '../../../support/exports.ts';
import { temporaryFolder } from '../../../support/jobs.ts';
import { isLong } from '../../../support/longForms.ts';
import { workbookBytes, type WorkbookParts } from '../../../support/workbookBytes.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
let files = 0;

function recipeOf(fields: readonly Readonly<Record<string, unknown>>[], source: Readonly<Record<string, unknown>> = {}): Recipe {
  const read = readRecipe({ version: 2, source, request: { db_id: 7, matching: 'custom', field_name: 'k' }, fields: [{ field: 'k', type: 'string', column: 'k' }, ...fields], empty: 'unset' });
  if (!read.ok) throw new Error(read.problems.join());
  return read.recipe;
}

function preparedOf(name: string, content: Buffer, recipe: Recipe): Promise<JobFile> {
  const path = join(folder.path, `${(files += 1)}${name}`);
  writeFileSync(path, content);
  return prepared(path, folder.path, recipe);
}

const notesOf = (file: JobFile): readonly unknown[] => file.job.read()?.notes ?? [];

let chains = 0;

/**
 * Exports a job and prepares the export, and once more; each has to give the same. Gives what the first said. In the short form
 * the second export has one ending, the other one at the next call.
 */
async function throughExports(first: JobFile, same: (file: JobFile) => unknown = outcomes): Promise<ReturnType<typeof outcomes>> {
  const before = same(first);
  const endings = ['xlsx', 'csv'] as const;
  for (const [ending, locale] of [['xlsx', 'en'], ['csv', 'en'], ['csv', 'ru']] as const) {
    const second = await preparedAgain(first, folder.path, ending, 'all', { locale });
    expect(same(second)).toEqual(before);
    chains += 1;
    for (const other of isLong ? endings : [endings[chains % 2]!]) {
      const third = await preparedAgain(second, folder.path, other, 'all', { locale });
      expect(same(third)).toEqual(before);
      third.close();
    }
    second.close();
  }
  const found = outcomes(first);
  first.close();
  return found;
}

const text = (ref: string, value: string): string => `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`;
const header = `<row r="1">${text('A1', 'k')}${text('B1', 'v')}</row>`;

describe('a workbook that counts from 1904, exported and prepared again', () => {
  /** Values of column B in these formats, as number, date and text at once. */
  const values: readonly (readonly [value: string, style: number])[] = [
    ['38921', 1], ['38921.75', 2], ['38921', 0], ['38921.5', 0], ['45000', 6], ['0', 1], ['0.5', 3], ['-0.5', 3], ['1.5', 4], ['-1.2', 4], ['-1', 1], ['2957004', 1], ['0.125', 5], ['35', 0], ['19900203', 0],
  ];
  const made: WorkbookParts = {
    date1904: true,
    formats: ['dd.mm.yyyy', 'yyyy-mm-dd hh:mm', 'hh:mm', '[h]:mm', '0.0%', '@'],
    sheet: header + values.map(([value, style], index) => `<row r="${index + 2}">${text(`A${index + 2}`, `key${index}`)}<c r="B${index + 2}" s="${style}"><v>${value}</v></c></row>`).join(''),
  };

  it.each(['date', 'datetime', 'string', 'float'])('gives the same items and errors for a field of type %s', { timeout: 60_000 }, async (type) => {
    const found = await throughExports(await preparedOf('book.xlsx', workbookBytes(made), recipeOf([{ field: 'v', type, column: 'v' }])));
    expect(found).toHaveLength(values.length);
    if (type === 'date') expect(found[2]?.item).toBe('{"k":"key2","v":"2010-07-24"}');
    expect(found[10]?.errors.map(({ reason, value }) => `${reason} ${value}`)).toEqual(['no-such-day ########']);
  });

  it('notes the same numbers as days', { timeout: 60_000 }, async () => {
    const job = await preparedOf('book.xlsx', workbookBytes(made), recipeOf([{ field: 'v', type: 'date', column: 'v' }]));
    expect(notesOf(job)).toEqual([{ kind: 'number-days', count: 3, rows: [4, 5, 6], columns: ['B'], example: { shown: '38921', read: '24.07.2010' } }]);
    await throughExports(job, notesOf);
  });
});

describe('what is noted of rows, exported and prepared again', () => {
  it('keeps a row cut off by the end of its file invalid', async () => {
    const recipe = recipeOf([{ field: 'a', type: 'string', column: 'a' }, { field: 'b', type: 'string', column: 'b' }]);
    const found = await throughExports(await preparedOf('cut.csv', Buffer.from('k;a;b\n1;x;y\n2;x;y\n3;x;y\n4;z'), recipe));
    expect(found.map(({ state, errors }) => `${state} ${errors.map(({ reason }) => reason).join()}`.trim())).toEqual(['ready', 'ready', 'ready', 'invalid row-cut-off']);
  });

  it('leaves hidden rows out as before', async () => {
    const sheet = `${header}<row r="2">${text('A2', '1')}${text('B2', 'x')}</row><row r="3" hidden="1">${text('A3', '2')}${text('B3', 'y')}</row>`;
    const recipe = recipeOf([{ field: 'v', type: 'string', column: 'v' }], { hidden: 'skip' });
    const job = await preparedOf('hidden.xlsx', workbookBytes({ sheet }), recipe);
    const [ready, hidden] = await throughExports(job, (file) => [outcomes(file), notesOf(file)]);
    expect([ready?.state, hidden?.state]).toEqual(['ready', 'hidden']);
  });

  it('keeps cells that are damaged, not there, errors, and numbers where Excel shows ####', async () => {
    const rows = ['<c><v>0x1F</v></c>', '<c><v></v></c>', '', '<c><f>A1</f></c>', '<c t="b"><v>2</v></c>', '<c t="str"><f>1/0</f><v>#DIV/0!</v></c>', '<c s="1"><v>-1</v></c>', '<c s="1"><v>2958466</v></c>', '<c s="2"><v>-1</v></c>'];
    const sheet = header + rows.map((cell, index) => `<row r="${index + 2}">${text(`A${index + 2}`, `key${index}`)}${cell}</row>`).join('');
    const found = await throughExports(await preparedOf('cells.xlsx', workbookBytes({ sheet, formats: ['dd.mm.yyyy', 14] }), recipeOf([{ field: 'v', type: 'string', column: 'v' }])));
    expect(found.map(({ item, errors }) => item ?? errors.map(({ reason }) => reason).join())).toEqual([
      'cell-damaged', 'cell-damaged', '{"k":"key2","v":{"action":"unset"}}', 'formula-uncalculated', 'cell-damaged', 'cell-error', 'no-such-day', 'no-such-day', 'no-such-day',
    ]);
  });
});

describe('a file in windows-1251, exported and prepared again', () => {
  it.each<[string, Readonly<Record<string, unknown>>]>([['found', {}], ['told', { encoding: 'windows-1251', delimiter: ';', quote: 'none' }]])('has the same letters, its encoding being %s', async (_, source) => {
    const names = ['Ёлкина Ольга', 'Щукин Пётр', '«Ромашка» — №1', 'Жанна'];
    const content = iconv.encode(`k;v\r\n${names.map((name, index) => `${index + 1};${name}\r\n`).join('')}`, 'windows-1251');
    const found = await throughExports(await preparedOf('list.csv', content, recipeOf([{ field: 'v', type: 'string', column: 'v' }], source)));
    expect(found.map(({ item }) => item)).toEqual(names.map((v, index) => JSON.stringify({ k: String(index + 1), v })));
  });
});
