import { join } from 'node:path';
import type ExcelJS from 'exceljs';
import { afterAll, describe, expect, it } from 'vitest';
import { shownText, type Cell } from '#contract/cells.ts';
import { reportWords } from '#contract/correctingWords.ts';
import type { Recipe } from '#contract/recipe.ts';
import { previewWorkbook } from '#engine/jobs/corrections/workbook/correctFromWorkbook.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { mustHold, rowsOf } from '../../../support/corrections.ts';
import { jobOfRows } from '../../../support/exports.ts';
import { temporaryFolder } from '../../../support/jobs.ts';
import { generator } from '../../../support/random.ts';
import { columnOf, forCorrecting, putTable, rewritten, table, takeBack } from '../../../support/rounds.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
let jobs = 0;

const ways = { asItIs: 'with --as-it-is', overwrite: 'with --overwrite' };
const headers = ['Key', 'First', 'Last', 'Mail', 'Phone', 'City', 'Spare'];
const recipe: Recipe = { version: 2, request: { db_id: 7, matching: 'custom', field_name: 'k' }, fields: [{ field: 'k', type: 'string', column: 'Key' }, { field: 'city', type: 'string', column: 'City' }], duplicates: 'last' };
const cities = ['Omsk', 'Tver', 'Kazan', 'Perm'];
const cityAt = (at: number): string => cities[(at * 7 + Math.floor(at / 3)) % 4]!;

function job(rows = 60): JobFile {
  const text = (v: string): Cell => (v === '' ? null : { t: 's', v });
  const made = Array.from({ length: rows }, (_, at) => [`K-${at}`, `First${at}`, `Last${at % 7}`, `person${at} @gmial.con`, `8 900 ${1_000_000 + at * 37}`, cityAt(at), ''].map(text));
  return jobOfRows(join(folder.path, `${(jobs += 1)}.importjob`), headers, made, recipe);
}
const textsOf = (file: JobFile, column: number): readonly string[] => rowsOf(file).map(({ cells }) => shownText(cells[column] ?? null));

describe('a workbook whose corrections look like cells of other rows', () => {
  it('is refused with its columns and rows named, shown as it is where that is asked for, and then taken as it is', async () => {
    const random = generator(20_261_127);
    let refused = 0;
    for (let number = 0; number < 4; number += 1) {
      const file = job();
      const before = textsOf(file, 1);
      const wanted = before.map((name) => (random() < 0.35 ? before[Math.floor(random() * before.length)]! : name));
      const path = await rewritten(await forCorrecting(file, folder.path), (sheet) => wanted.forEach((name, at) => { sheet.getCell(at + 2, columnOf(sheet, 'First')).value = name; }));
      const { report, result } = await takeBack(file, path);
      if (report.mixedUp.count > 0) {
        refused += 1;
        expect(result).toMatchObject({ batch: null, rows: 0 });
        expect(report).toMatchObject({ mixedUpColumns: ['First'], asItIs: false, changes: [] });
        const told = reportWords(report, ways).join(' ');
        expect(told).toContain('cells of other rows in “First”');
        expect(told).toContain('see what it would change before you take it: with --as-it-is');
        expect(textsOf(file, 1)).toEqual(before);
        const shown = await previewWorkbook(file, path, { asItIs: true });
        expect(shown).toMatchObject({ asItIs: true, changedRows: wanted.filter((name, at) => name !== before[at]).length });
        expect(shown.changes[0]?.cells[0]).toMatchObject({ column: 'B', header: 'First' });
        expect(reportWords(shown, ways)[0]).toContain('to be taken as it is, as asked for, though in');
        expect(textsOf(file, 1)).toEqual(before);
        await takeBack(file, path, { asItIs: true });
      }
      expect(textsOf(file, 1)).toEqual(wanted);
      mustHold(file);
      file.close();
    }
    expect(refused).toBeGreaterThan(0);
  }, 60_000);

  it('is no other than before where it does not, though it may be taken as it is', async () => {
    const file = job(5);
    const path = await rewritten(await forCorrecting(file, folder.path), (sheet) => (sheet.getCell('B2').value = 'Anna'));
    expect((await takeBack(file, path, { asItIs: true })).report).toMatchObject({ asItIs: false, changedRows: 1, mixedUp: { count: 0 } });
    file.close();
  });
});

type Change = (sheet: ExcelJS.Worksheet) => void;
const titles = (change: (names: (string | null)[], own: readonly string[]) => (string | null)[]): Change => (sheet) => {
  const all = Array.from({ length: sheet.columnCount }, (_, at) => sheet.getCell(1, at + 1).text);
  change([...all], all).forEach((name, at) => { sheet.getCell(1, at + 1).value = name === '' ? null : name; });
};
const exchanged = (one: string, other: string): Change => titles((names) => names.map((name) => (name === one ? other : name === other ? one : name)));
const first = (count: number, change: Change): Change => (sheet) => {
  for (let row = 2; row < 2 + count; row += 1) for (const [header, value] of [['Phone', `+7999000${row}000`], ['Mail', `new${row}@example.com`]] as const) sheet.getCell(row, columnOf(sheet, header)).value = value;
  change(sheet);
};
/** Columns as wholes, with their headers, in another order. */
const moved = (order: (names: readonly string[]) => readonly string[]): Change => (sheet) => {
  const rows = table(sheet);
  const names = rows[0]!.map(({ value }) => (typeof value === 'string' ? value : ''));
  const places = order(names).map((name) => names.indexOf(name));
  putTable(sheet, rows.map((row) => places.map((at) => row[at] ?? { value: null, style: {} })));
};
const sortedWhole: Change = (sheet) => {
  const [head, ...body] = table(sheet);
  putTable(sheet, [head!, ...body.sort((a, b) => (JSON.stringify(a[5]!.value) < JSON.stringify(b[5]!.value) ? -1 : 1))]);
};

describe('a workbook whose headers do not stand over their own cells', () => {
  const kinds: Readonly<Record<string, Change>> = {
    'two neighbours exchanged': exchanged('First', 'Last'),
    'two far ones exchanged': exchanged('Key', 'City'),
    'one exchanged with an empty column': exchanged('Mail', 'Spare'),
    'three exchanged in a ring': titles((names) => names.map((name) => ({ First: 'Mail', Mail: 'Phone', Phone: 'First' })[name ?? ''] ?? name)),
    'one typed over another and gone from its own': titles((names) => names.map((name) => (name === 'Phone' ? 'Mail' : name === 'Mail' ? '' : name))),
    'all shifted to the left': titles((names) => [...names.slice(1, 7), '', ...names.slice(7)]),
    'all shifted to the right': titles((names) => ['', ...names.slice(0, 6), ...names.slice(7)]),
    'one exchanged with a column of the export itself': exchanged('City', '[Import] Status'),
    'two exchanged after many cells were corrected': first(20, exchanged('Mail', 'Phone')),
    'two exchanged after the sheet was sorted as a whole': (sheet) => { sortedWhole(sheet); exchanged('First', 'City')(sheet); },
    'two exchanged beside a column that was moved': (sheet) => { moved((names) => ['City', ...names.filter((name) => name !== 'City')])(sheet); exchanged('First', 'Mail')(sheet); },
  };
  it.each(Object.entries(kinds))('is not taken (%s), unless it is asked for as it is', async (_name, change) => {
    const file = job(12);
    const before = rowsOf(file);
    const path = await rewritten(await forCorrecting(file, folder.path), change);
    const { report, result } = await takeBack(file, path);
    expect(result).toMatchObject({ batch: null, rows: 0 });
    expect(report.movedHeaders.length).toBeGreaterThan(0);
    expect(report).toMatchObject({ changedRows: 0, changes: [] });
    expect(reportWords(report, ways)[0]).toMatch(/^nothing of the workbook is taken: the cells under “.*” are not its own/);
    expect(rowsOf(file)).toEqual(before);
    expect((await takeBack(file, path, { asItIs: true })).result.rows).toBeGreaterThan(0);
    file.close();
  });

  it('names the column whose cells they are', async () => {
    const file = job(12);
    const path = await rewritten(await forCorrecting(file, folder.path), exchanged('Mail', 'Phone'));
    const report = await previewWorkbook(file, path, {});
    expect(report.movedHeaders).toEqual([{ header: 'Mail', has: 'Phone' }, { header: 'Phone', has: 'Mail' }]);
    expect(reportWords(report, ways).slice(0, 2)).toEqual([
      'nothing of the workbook is taken: the cells under “Mail” are not its own but those of “Phone”, the cells under “Phone” are not its own but those of “Mail”, as after headers were exchanged or moved without their columns',
      'the values of one column would go into another. Put each header back over its own cells, or export anew and correct in that',
    ]);
    file.close();
  });

  /** Two columns that say the same in most rows: a pair of consents, of addresses. */
  function alike(rows: number, differing: number): JobFile {
    const made = Array.from({ length: rows }, (_, at): readonly Cell[] => [`K-${at}`, `First${at}`, 'x', at % 3 === 0 ? 'no' : 'yes', at % rows < differing ? (at % 3 === 0 ? 'yes' : 'no') : at % 3 === 0 ? 'no' : 'yes', `Town ${at}`, ''].map((v) => (v === '' ? null : { t: 's', v })));
    return jobOfRows(join(folder.path, `${(jobs += 1)}.importjob`), headers, made, recipe);
  }

  it.each([[60, 1], [60, 15], [60, 29], [300, 30], [300, 5]])('is not taken where two columns were exchanged that say the same in most of %i rows, and not in %i', async (rows, differing) => {
    for (const more of [undefined, moved((names) => ['added', ...names])]) {
      const file = alike(rows, differing);
      const path = await rewritten(await forCorrecting(file, folder.path), (sheet) => { more?.(sheet); exchanged('Mail', 'Phone')(sheet); });
      expect(await previewWorkbook(file, path, {})).toMatchObject({ movedHeaders: [{ header: 'Mail', has: 'Phone' }, { header: 'Phone', has: 'Mail' }], changedRows: 0 });
      file.close();
    }
  });

  it.each([[60, 1], [60, 15], [300, 5]])('is none where such a column was moved and cells of it were made the same (%i rows, %i)', async (rows, differing) => {
    const file = alike(rows, differing);
    const path = await rewritten(await forCorrecting(file, folder.path), (sheet) => {
      for (let row = 2; row < 2 + differing; row += 1) sheet.getCell(row, columnOf(sheet, 'Phone')).value = sheet.getCell(row, columnOf(sheet, 'Mail')).text;
      moved((names) => ['Phone', ...names.filter((name) => name !== 'Phone')])(sheet);
    });
    expect(await previewWorkbook(file, path, {})).toMatchObject({ movedHeaders: [], mixedUp: { count: 0 }, changedRows: differing });
    file.close();
  });

  const legitimate: Readonly<Record<string, readonly [change: Change, rows: number]>> = {
    'columns moved as wholes': [moved((names) => [...names].reverse()), 0],
    'columns moved, and most of one corrected': [(sheet) => { first(10, () => undefined)(sheet); moved((names) => ['Phone', 'City', ...names.filter((name) => name !== 'Phone' && name !== 'City')])(sheet); }, 10],
    'a column added in front': [moved((names) => ['added', ...names]), 0],
    'a column deleted': [moved((names) => names.filter((name) => name !== 'First')), 0],
    'all cells of a column corrected that was moved': [(sheet) => {
      for (let row = 2; row < 14; row += 1) sheet.getCell(row, 5).value = `+7${sheet.getCell(row, 5).text.replace(/\D/g, '').slice(1)}`;
      moved((names) => ['Phone', ...names.filter((name) => name !== 'Phone')])(sheet);
    }, 12],
    'cells of two columns exchanged under headers left alone': [(sheet) => {
      for (let row = 2; row < 14; row += 1) [sheet.getCell(row, 2).value, sheet.getCell(row, 3).value] = [sheet.getCell(row, 3).text, sheet.getCell(row, 2).text];
    }, 12],
    'an empty column filled from another': [(sheet) => { for (let row = 2; row < 14; row += 1) sheet.getCell(row, 7).value = sheet.getCell(row, 5).text; }, 12],
  };
  it.each(Object.entries(legitimate))('is no workbook with %s', async (_name, [change, rows]) => {
    const file = job(12);
    const { report } = await takeBack(file, await rewritten(await forCorrecting(file, folder.path), change));
    expect(report).toMatchObject({ movedHeaders: [], mixedUp: { count: 0 }, changedRows: rows });
    file.close();
  });
});
