import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { shownText, type Cell } from '#contract/cells.ts';
import { besideWords } from '#contract/corrections.ts';
import type { Mend, MendRequest } from '#contract/mends.ts';
import type { Recipe } from '#contract/recipe.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { undoBatch } from '#engine/jobs/corrections/undoBatch.ts';
import { exportRows } from '#engine/jobs/exports/exportRows.ts';
import { findText } from '#engine/jobs/findText.ts';
import { applyMend } from '#engine/jobs/mending/applyMend.ts';
import { previewEdit } from '#engine/jobs/mending/previewEdit.ts';
import { previewMend } from '#engine/jobs/mending/previewMend.ts';
import { listProposals } from '#engine/jobs/mending/proposals.ts';
import { prepareJob } from '#engine/jobs/prepare/prepareJob.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { correctedJob } from '../../../support/correctedJob.ts';
import { edit, rowsOf, set } from '../../../support/corrections.ts';
import { columnOf, forCorrecting, rewritten, takeBack } from '../../../support/rounds.ts';

const here = correctedJob();
const [city, born, mail, sum] = [1, 2, 3, 4];
const options = { clock: systemClock };

const recipe: Recipe = {
  version: 2,
  request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID' },
  fields: [
    { field: 'Custom_ID', type: 'int', column: 'No' },
    { field: '_city', type: 'string', column: 'City', merged: 'value' },
    { field: '_bdate', type: 'date', column: 'Born', merged: 'value', order: 'dmy' },
    { field: 'email', type: 'email', column: 'Mail', merged: 'value' },
    { field: 'sum', type: 'float', column: 'Sum', merged: 'value' },
  ],
};

/** Six rows; in all columns but the first, rows 2 to 4 lie under one merge. */
async function workbook(heads: readonly [city: string, born: string | Date, mail: string, sum: number]): Promise<string> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('Sheet1');
  sheet.addRow(['No', 'City', 'Born', 'Mail', 'Sum']);
  for (let row = 1; row <= 6; row += 1) sheet.addRow(row === 1 ? [row, ...heads] : row < 4 ? [row] : [row, 'Tver', '01.02.1980', `u${row}@mail.ru`, row]);
  sheet.getCell('E2').numFmt = '0.00';
  for (const letter of 'BCDE') sheet.mergeCells(`${letter}2:${letter}4`);
  const path = join(here.folder, `${randomUUID()}.xlsx`);
  await book.xlsx.writeFile(path);
  return path;
}

async function prepared(source: string, more: Partial<Recipe> = {}): Promise<JobFile> {
  const path = join(here.folder, `${randomUUID()}.importjob`);
  await prepareJob({ source, recipe: { ...recipe, ...more }, job: path, jobId: randomUUID(), clock: systemClock });
  return here.open(path);
}

const job = async (more: Partial<Recipe> = {}): Promise<JobFile> => prepared(await workbook(['Maskva', '31.02.1980', 'a@gmail.con', 1.5]), more);
const items = (file: JobFile): readonly unknown[] => Array.from(file.items.texts([1, 2, 3, 4, 5, 6]), ({ json }) => (json === '' ? null : JSON.parse(json) as unknown));
const sent = (file: JobFile, field: string): readonly unknown[] => items(file).map((item) => (item === null ? null : (item as Record<string, unknown>)[field]));
const mend = (column: number, ...mends: readonly Mend[]): MendRequest => ({ column, mends: [...mends], selection: { kind: 'all' }, onlyFixing: false });
const shown = (file: JobFile, column: number): readonly string[] => rowsOf(file).map(({ cells }) => shownText(cells[column] ?? null));
const put: readonly [string, string, string] = ['28.02.1980', '28.02.1980', '28.02.1980'];

describe('cells under a merge whose value the recipe reads', () => {
  it('are mended with the column, each from the value that it is sent with', async () => {
    const file = await job();
    const fixDates = mend(born, { kind: 'replace', find: '31.02', with: '28.02' });
    expect(await previewMend(file, fixDates)).toMatchObject({ cells: 3, right: 3, wrong: 0, samples: [{ row: 2 }, { row: 3, before: { t: 'm', v: { t: 's', v: '31.02.1980' }, read: true } }, { row: 4 }] });
    await applyMend(file, fixDates, { origin: 'window', ...options });
    expect(shown(file, born).slice(0, 3)).toEqual(put);
    await applyMend(file, mend(city, { kind: 'replace', find: 'Maskva', with: 'Moskva' }), { origin: 'window', ...options });
    await applyMend(file, mend(mail, { kind: 'domain' }), { origin: 'window', ...options });
    expect(sent(file, '_city')).toEqual(['Moskva', 'Moskva', 'Moskva', 'Tver', 'Tver', 'Tver']);
    expect(sent(file, 'email').slice(0, 3)).toEqual(['a@gmail.com', 'a@gmail.com', 'a@gmail.com']);
    expect(sent(file, '_bdate').slice(0, 3)).toEqual(['1980-02-28', '1980-02-28', '1980-02-28']);
    file.check();
    for (let batch = 0; batch < 3; batch += 1) await undoBatch(file, options);
    expect(rowsOf(file)).toEqual(rowsOf(await job()));
  });

  it.each<readonly [string, number, Mend, string]>([
    ['case', city, { kind: 'case', to: 'upper' }, 'MASKVA'],
    ['a map', city, { kind: 'map', values: { maskva: 'Moskva' } }, 'Moskva'],
    ['set', city, { kind: 'set', value: 'Omsk' }, 'Omsk'],
    ['clear', city, { kind: 'clear' }, ''],
    ['an address’s domain', mail, { kind: 'domain' }, 'a@gmail.com'],
    ['the mark of decimals', sum, { kind: 'replace', find: '.', with: ',' }, '1,50'],
  ])('are mended by %s alike', async (_name, column, kind, wanted) => {
    const file = await prepared(await workbook(['Maskva', '28.02.1980', 'a@gmail.con', 1.5]));
    await applyMend(file, mend(column, kind), { origin: 'window', ...options });
    expect(shown(file, column).slice(0, 3)).toEqual([wanted, wanted, wanted]);
    file.check();
  });

  it('are mended by the recipe’s own mends, always and where they are wrong', async () => {
    const file = await job({ mends: [{ column: 'City', do: [{ kind: 'replace', find: 'Maskva', with: 'Moskva' }], when: 'always' }, { column: 'Born', do: [{ kind: 'replace', find: '31.02', with: '28.02' }] }] });
    expect(sent(file, '_city').slice(0, 3)).toEqual(['Moskva', 'Moskva', 'Moskva']);
    expect(sent(file, '_bdate').slice(0, 3)).toEqual(['1980-02-28', '1980-02-28', '1980-02-28']);
  });

  it('are found, and proposed for', async () => {
    const file = await prepared(await workbook(['Maskva', '31.02.1980', 'x a@mail.ru', 1.5]));
    expect((await findText(file, { text: 'Maskva', limit: 9 })).cells.map(({ row }) => row)).toEqual([2, 3, 4]);
    const mails = (await listProposals(file)).find(({ column }) => column === 'D');
    expect(mails).toMatchObject({ rows: 3, proposals: expect.arrayContaining([expect.objectContaining({ preview: expect.objectContaining({ cells: 3 }) as unknown })]) as unknown });
  });

  it('show their value before an edit, and nothing is changed by typing the same', async () => {
    const file = await job();
    expect(previewEdit(file, { position: 2, column: city, value: 'Moskva', sendAgain: false })).toMatchObject({ row: 3, before: { t: 'm', v: { v: 'Maskva' } }, after: { v: 'Moskva' } });
    expect(previewEdit(file, { position: 2, column: city, value: 'Maskva', sendAgain: false }).becomes).toBe('same');
    expect((await edit(file, [set(2, city, 'Maskva')], { typed: true })).batch).toBeNull();
    await edit(file, [set(2, city, 'Moskva')]);
    expect(shown(file, city)).toEqual(['Maskva', 'Moskva', 'Maskva', 'Tver', 'Tver', 'Tver']);
  });

  it('are told with their rows where the first cell of the merge alone is corrected, before and after', async () => {
    const file = await job();
    expect(previewEdit(file, { position: 1, column: city, value: 'Moskva', sendAgain: false })).toMatchObject({ underMerge: { count: 2, first: [3, 4] } });
    const made = await edit(file, [set(1, city, 'Moskva')]);
    expect(made.underMerge).toEqual({ count: 2, first: [3, 4] });
    expect(besideWords(made)).toContain('2 rows (rows 3, 4) lie under the same merge and keep the value that it has in the file');
    expect((await edit(file, [set(1, city, 'Omsk'), set(2, city, 'Omsk')])).underMerge).toEqual({ count: 1, first: [4] });
    for (const cells of [[set(3, city, 'Omsk')], [set(1, city, 'Orel')], [set(5, city, 'Orel')], [set(1, 0, '9')]]) expect(await edit(file, cells)).not.toHaveProperty('underMerge');
    expect(await applyMend(file, mend(born, { kind: 'replace', find: '31.02', with: '28.02' }), { origin: 'window', ...options })).not.toHaveProperty('underMerge');
  });

  it('go round in a workbook with their values and come back as they are, or corrected', async () => {
    const file = await prepared(await workbook(['Maskva', new Date(Date.UTC(1980, 1, 3)), 'a@mail.ru', 1.5]));
    const before = rowsOf(file);
    const path = await forCorrecting(file, here.folder);
    const untouched = await rewritten(path, (sheet) => {
      expect([2, 3, 4].map((row) => [sheet.getCell(row, columnOf(sheet, 'City')).value, sheet.getCell(row, columnOf(sheet, 'Sum')).value])).toEqual([['Maskva', 1.5], ['Maskva', 1.5], ['Maskva', 1.5]]);
      expect(sheet.getCell('C4').value).toBeInstanceOf(Date);
      expect(sheet.getCell('E4').numFmt).toBe('0.00');
    });
    expect((await takeBack(file, untouched)).result.batch).toBeNull();
    expect(rowsOf(file)).toEqual(before);
    const changed = await rewritten(path, (sheet) => {
      sheet.getCell('B3').value = 'Moskva';
      sheet.getCell('B4').value = null;
    });
    const { report } = await takeBack(file, changed);
    expect(report.changes.map(({ row, cells }) => [row, cells.map((cell) => [shownText(cell.before), shownText(cell.after)])])).toEqual([[3, [['Maskva', 'Moskva']]], [4, [['Maskva', '']]]]);
    expect(sent(file, '_city').slice(0, 3)).toEqual(['Maskva', 'Moskva', undefined]);
    file.check();
  });

  it.each(['xlsx', 'csv'])('give the same items and errors from an export as .%s prepared again', async (kind) => {
    for (const file of [await job(), await prepared(await workbook(['Maskva', new Date(Date.UTC(1980, 1, 3)), 'a@mail.ru', 1.5]))]) {
      await edit(file, [set(3, city, 'Moskva')]);
      const out = join(here.folder, `${randomUUID()}.${kind}`);
      await exportRows(file, 'all', out, { replace: false });
      const again = await prepared(out);
      expect(items(again)).toEqual(items(file));
      expect(rowsOf(again).map(({ state, errors }) => [state, errors.map(({ reason }) => reason)])).toEqual(rowsOf(file).map(({ state, errors }) => [state, errors.map(({ reason }) => reason)]));
    }
  });
});

it('shows, finds and mends nothing under a merge whose value is left alone', async () => {
  const file = await prepared(await workbook(['Maskva', '28.02.1980', 'a@mail.ru', 1.5]), { fields: recipe.fields.map(({ merged: _, ...rule }) => rule) });
  expect(shown(file, city).slice(0, 3)).toEqual(['Maskva', '', '']);
  expect((await findText(file, { text: 'Maskva', limit: 9 })).total).toBe(1);
  expect(await previewMend(file, mend(city, { kind: 'replace', find: 'Maskva', with: 'Moskva' }))).toMatchObject({ cells: 1 });
  const cell: Cell = rowsOf(file)[1]?.cells[city] ?? null;
  expect(cell).toEqual({ t: 'm', v: { t: 's', v: 'Maskva' } });
});

it('reads merges of members, subscriptions and templates alike', async () => {
  const file = await prepared(await workbook(['Maskva', '28.02.1980', 'a@mail.ru', 1.5]), {
    fields: [recipe.fields[0]!, { field: 'place', type: 'object', merged: 'value', members: [{ name: 'city', type: 'string', column: 'City' }] }, { field: 'note', type: 'string', template: 'since {Born}', merged: 'value' }],
    subscriptions: [{ channel: 'email', resource_id: 28, email: { column: 'Mail', merged: 'value' }, status: { value: 'subscribed' } }],
  });
  expect([city, born, mail, sum].map((column) => shown(file, column)[2])).toEqual(['Maskva', '28.02.1980', 'a@mail.ru', '']);
});
