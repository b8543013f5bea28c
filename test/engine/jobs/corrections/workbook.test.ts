import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cell } from '#contract/cells.ts';
import { reportWords } from '#contract/correctingWords.ts';
import { exportWarning } from '#contract/exports.ts';
import type { Recipe } from '#contract/recipe.ts';
import { correctFromWorkbook, previewWorkbook } from '#engine/jobs/corrections/workbook/correctFromWorkbook.ts';
import { undoBatch } from '#engine/jobs/corrections/undoBatch.ts';
import { exportRows } from '#engine/jobs/exports/exportRows.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { formatsOf } from '#engine/sheet/index.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { edit, mustHold, rowsOf, text } from '../../../support/corrections.ts';
import { jobOfRows } from '../../../support/exports.ts';
import { temporaryFolder } from '../../../support/jobs.ts';
import { columnOf, forCorrecting, putTable, rewritten, table, takeBack } from '../../../support/rounds.ts';

const folder = temporaryFolder();
const opened: JobFile[] = [];
afterAll(() => {
  for (const file of opened) file.close();
  folder.remove();
});

const recipe: Recipe = {
  version: 2,
  request: { db_id: 7, matching: 'custom', field_name: 'k' },
  fields: [
    { field: 'k', type: 'string', column: 'Key' },
    { field: 'mail', type: 'email', column: 'Mail' },
    { field: 'born', type: 'date', column: 'Born' },
    { field: 'agreed', type: 'bool', column: 'Agreed' },
    { field: 'rate', type: 'string', column: 'Rate' },
    { field: 'tier', type: 'string', column: '@H', valueMap: { gold: 'g', silver: 's' }, invalid: 'field' },
  ],
};
const headers = ['Key', 'Mail', 'Born', 'Spent', 'Rate', 'Agreed', 'Formula', 'Tier', 'Tier', ''];

let rows: (readonly Cell[])[] = [];
beforeAll(async () => {
  const [date, elapsed, percent, phone, moment] = await formatsOf(['dd.mm.yyyy', '[h]:mm', '0.0%', '+0 (000) 000-00-00', 'yyyy-mm-dd hh:mm:ss'], { locale: 'en', date1904: false });
  const row = (key: string, mail: Cell): readonly Cell[] => [
    text(key), mail, date!.cell(45_322, true), elapsed!.cell(1.5, true), percent!.cell(0.125, true), { t: 'b', v: true }, { t: 'e', v: '#N/A' }, text('gold'), phone!.cell(79_161_234_567, true), moment!.cell(45_322.123_456_7, false),
  ];
  rows = [row('007', text('bad')), row('008', text('b@example.com')), row('009', null), row('010', text('also bad')), [text('011'), text('c@example.com'), text('31.02.2024'), null, null, text('maybe'), null, text('bronze'), { t: 'n', v: 0.1 + 0.2 }]];
});

let jobs = 0;
function job(cells: readonly (readonly Cell[])[] = rows): JobFile {
  const file = jobOfRows(join(folder.path, `${(jobs += 1)}.importjob`), headers, cells, recipe);
  opened.push(file);
  return file;
}

describe('a workbook exported for correcting', () => {
  it('colours wrong cells, says why in a note, offers known values, stays in sight and filters', async () => {
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(await forCorrecting(job(), folder.path));
    const sheet = book.worksheets[0]!;
    expect(sheet.getRow(1).values).toEqual([undefined, 'Key', 'Mail', 'Born', 'Spent', 'Rate', 'Agreed', 'Formula', '[Import] Column H: Tier', '[Import] Column I: Tier', '[Import] Column J', ...['Row', 'Status', 'Code', 'Text', 'To do', 'Id'].map((name) => `[Import] ${name}`)]);
    expect(sheet.getCell('B2').fill).toMatchObject({ pattern: 'solid', fgColor: { argb: 'FFFFC7CE' } });
    expect(JSON.stringify(sheet.getCell('B2').note)).toContain('incorrect email');
    expect(sheet.getCell('B3').note).toBeUndefined();
    expect(sheet.getCell('B3').fill).not.toMatchObject({ pattern: 'solid' });
    expect(sheet.getCell('H6').fill).toMatchObject({ fgColor: { argb: 'FFFFEB9C' } });
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
    expect(sheet.autoFilter).toBe('A1:P6');
    expect(sheet.getCell('F4').dataValidation).toMatchObject({ type: 'list' });
    expect(sheet.getCell('H4').dataValidation).toMatchObject({ type: 'list', formulae: ["'Lists'!$B$1:$B$2"] });
    expect(book.getWorksheet('Lists')).toMatchObject({ state: 'hidden' });
    expect(sheet.getCell('C2')).toMatchObject({ numFmt: 'dd.mm.yyyy', value: new Date('2024-01-31T00:00:00Z') });
    expect(sheet.getCell('A2')).toMatchObject({ numFmt: '@', value: '007' });
    expect(sheet.getCell('I2')).toMatchObject({ numFmt: '+0 (000) 000-00-00', value: 79_161_234_567 });
    expect(sheet.getCell('K2').value).toBe(2);
    expect(sheet.getCell('L2').value).toBe('invalid');
    expect(sheet.getCell('O2').value).toContain('Correct the coloured cells');
    expect(sheet.getColumn(14).width).toBeGreaterThan(40);
  });

  it('colours the match key of a row that the platform refused without naming a field, with its words in the note', async () => {
    const file = job();
    file.transaction(() => {
      file.states.change([{ from: 2, to: 2 }], () => 'failed');
      file.failures.put({ position: 2, row: 3, attempt: null, code: 404, text: 'profile not found', profileId: null });
    });
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(await forCorrecting(file, folder.path, 'failed'));
    const sheet = book.worksheets[0]!;
    expect(sheet.getCell('A2').fill).toMatchObject({ pattern: 'solid', fgColor: { argb: 'FFFFC7CE' } });
    expect(JSON.stringify(sheet.getCell('A2').note)).toContain('404: profile not found');
    expect(sheet.getCell('B2').note).toBeUndefined();
  });

  it('has notes for the first 20,000 wrong cells, and says how many are coloured without', async () => {
    const many = job(Array.from({ length: 6_668 }, (_, index) => [text(String(index)), text('bad'), text('never'), null, null, text('maybe')]));
    const out = join(folder.path, 'many.xlsx');
    const written = await exportRows(many, 'invalid', out, { replace: false, forCorrecting: true });
    expect(written).toEqual({ rows: 6_668, tooLong: 0, unnoted: 4 });
    expect(exportWarning(written)).toMatch(/^4 wrong cells are coloured without a note/);
  });

  it('changes nothing when another program has saved it as it was', async () => {
    const file = job();
    const before = rowsOf(file);
    const { report, result } = await takeBack(file, await rewritten(await forCorrecting(file, folder.path)));
    expect(report).toMatchObject({ rows: 5, untouched: 5, changedRows: 0, columnsMissing: [], columnsAdded: [], cellsLeft: { converted: { count: 0 }, formatted: { count: 0 }, unreadable: { count: 0 }, cut: { count: 0 } } });
    expect(result.batch).toBeNull();
    expect(rowsOf(file)).toEqual(before);
  });

  it('brings its corrections in as one batch, whatever it is called, however it was sorted and its columns moved, and with rows deleted', async () => {
    const file = job();
    const path = await rewritten(await forCorrecting(file, folder.path, 'invalid'), (sheet) => {
      sheet.getCell(2, columnOf(sheet, 'Mail')).value = 'a@example.com';
      const [head, ...body] = table(sheet);
      body.reverse();
      // The row of key 010 is gone.
      const kept = body.filter((cells) => cells[0]!.value !== '010');
      putTable(sheet, [head!, ...kept].map((cells) => [...cells.slice(5), ...cells.slice(0, 5)]));
      sheet.getColumn(2).hidden = true;
      sheet.getRow(3).hidden = true;
    });
    const moved = join(folder.path, 'another name.xlsx');
    copyFileSync(path, moved);
    const preview = await previewWorkbook(file, moved, {});
    expect(preview).toMatchObject({ rows: 2, changedRows: 1, changedCells: 1, becomes: { ready: 1, invalid: 0 }, changes: [{ row: 2, state: 'invalid', becomes: 'ready', cells: [{ column: 'B', header: 'Mail', before: { v: 'bad' }, after: { v: 'a@example.com' } }] }] });
    expect(rowsOf(file)[0]!.state).toBe('invalid');
    const { report, result } = await takeBack(file, moved);
    expect(report).toEqual(preview);
    expect(result).toMatchObject({ rows: 1, cells: 1, batch: { origin: 'workbook', act: { kind: 'workbook', name: 'another name.xlsx' } } });
    expect(rowsOf(file).map(({ state }) => state)).toEqual(['ready', 'ready', 'ready', 'invalid', 'invalid']);
    mustHold(file);
    await undoBatch(file, { clock: systemClock });
    expect(rowsOf(file)[0]!.state).toBe('invalid');
  });

  it('is not taken at all where ids were moved to other rows, also with rows corrected beside them, and names them', async () => {
    const file = job();
    const path = await rewritten(await forCorrecting(file, folder.path), (sheet) => {
      const id = columnOf(sheet, '[Import] Id');
      const [first, second] = [sheet.getCell(2, id).value, sheet.getCell(3, id).value];
      sheet.getCell(2, id).value = second;
      sheet.getCell(3, id).value = first;
      sheet.getCell(4, columnOf(sheet, 'Mail')).value = 'c@example.com';
    });
    const before = rowsOf(file);
    expect(await previewWorkbook(file, path, {})).toMatchObject({ mixedUp: { count: 2, first: [2, 3] }, changedRows: 0, changes: [] });
    const { report, result } = await takeBack(file, path);
    expect([report.mixedUp.count, result.rows]).toEqual([2, 0]);
    expect(reportWords(report, { asItIs: '--as-it-is', overwrite: '--overwrite' }).slice(0, 2)).toEqual([
      'nothing of the workbook is taken: in 2 rows of the job, and perhaps in more, there are cells of other rows, as after sorting some columns, or deleting or inserting cells, without the column “[Import] Id” (rows 2, 3)',
      expect.stringMatching(/^which row .* Take a copy from before the sorting, or export anew/),
    ]);
    expect(rowsOf(file)).toEqual(before);
    const sorted = await rewritten(await forCorrecting(file, folder.path), (sheet) => {
      const id = columnOf(sheet, '[Import] Id');
      const ids = Array.from({ length: 5 }, (_, index) => sheet.getCell(index + 2, id).value);
      ids.forEach((_, index) => { sheet.getCell(index + 2, id).value = ids[(index + 1) % ids.length]!; });
    });
    expect((await takeBack(file, sorted)).result).toMatchObject({ batch: null, rows: 0 });
  });

  it('names rows without an id, rows that stand there twice and rows of another job, and leaves them alone', async () => {
    const [file, other] = [job(), job()];
    const strange = new ExcelJS.Workbook();
    await strange.xlsx.readFile(await forCorrecting(other, folder.path));
    const path = await rewritten(await forCorrecting(file, folder.path), (sheet) => {
      const id = columnOf(sheet, '[Import] Id');
      const mail = columnOf(sheet, 'Mail');
      sheet.getCell(2, mail).value = 'a@example.com';
      sheet.addRow(sheet.getRow(2).values);
      const added = sheet.addRow(['new', 'n@example.com']);
      added.getCell(20).value = 'a remark';
      sheet.getCell(1, 20).value = 'Remarks';
      sheet.getCell(4, id).value = `${sheet.getCell(4, id).text.slice(0, -1)}g`;
      sheet.getCell(5, id).value = strange.worksheets[0]!.getCell(5, id).value;
      sheet.getCell(5, mail).value = 'd@example.com';
      sheet.getCell(6, columnOf(sheet, 'Born')).style = { numFmt: 'dd.mm.yyyy' };
      sheet.getCell(6, columnOf(sheet, 'Born')).value = new Date('2024-02-29T00:00:00Z');
    });
    const { report, result } = await takeBack(file, path);
    expect(report).toMatchObject({
      withoutId: { count: 1, first: [8] }, damagedId: { count: 1, first: [4] }, twice: { count: 1, first: [2] }, ofOtherJobs: { count: 1, first: [5] }, columnsAdded: ['Remarks'],
      changedRows: 1, changes: [{ row: 6, becomes: 'invalid', cells: [{ column: 'C', after: { t: 'd', v: '2024-02-29T00:00:00' } }] }],
    });
    expect(result).toMatchObject({ rows: 1 });
    await expect(takeBack(job(), path)).rejects.toMatchObject({ code: 'workbook-other-job' });
    mustHold(file);
  });

  it('of no job, or saved as text, is told as such', async () => {
    const book = new ExcelJS.Workbook();
    book.addWorksheet('a').addRows([['Key', 'Mail'], ['007', 'x']]);
    const plain = join(folder.path, 'plain.xlsx');
    await book.xlsx.writeFile(plain);
    const file = job();
    await expect(takeBack(file, plain)).rejects.toMatchObject({ code: 'workbook-not-ours' });
    const csv = join(folder.path, 'saved.csv');
    writeFileSync(csv, 'Key,Mail,[Import] Id\n007,a@example.com,id:1\n');
    await expect(takeBack(file, csv)).rejects.toMatchObject({ code: 'workbook-text' });
  });

  it('leaves errors, merged cells, formulas without a result, conversions and formats alone, and says so', async () => {
    const file = job();
    const before = rowsOf(file);
    const path = await rewritten(await forCorrecting(file, folder.path), (sheet) => {
      sheet.getCell('B2').value = { error: '#REF!' };
      sheet.getCell('B3').value = { formula: 'UPPER(A3)' };
      sheet.getCell('A4').value = 9;
      sheet.getCell('E5').style = { numFmt: '0.0000' };
      sheet.mergeCells('A5:B5');
    });
    const { report, result } = await takeBack(file, path);
    expect(report).toMatchObject({
      changedRows: 0,
      cellsLeft: {
        unreadable: { count: 3, first: [{ row: 2, column: 'B' }, { row: 3, column: 'B' }, { row: 5, column: 'B' }] },
        converted: { count: 1, first: [{ row: 4, column: 'A' }] },
        formatted: { count: 1, first: [{ row: 5, column: 'E' }] },
      },
    });
    expect(result.batch).toBeNull();
    expect(rowsOf(file)).toEqual(before);
  });

  it('empties the cells that were emptied in it, but for those of columns that were deleted', async () => {
    const file = job();
    const path = await rewritten(await forCorrecting(file, folder.path), (sheet) => {
      sheet.getCell('E3').value = null;
      sheet.spliceColumns(columnOf(sheet, 'Agreed'), 1);
    });
    const { report } = await takeBack(file, path);
    expect(report).toMatchObject({ changedRows: 1, changedCells: 1, columnsMissing: ['Agreed'] });
    const [, row] = rowsOf(file);
    expect([row!.cells[4], row!.cells[5]]).toEqual([null, { t: 'b', v: true }]);
  });
});

describe('a workbook that comes back when the job is another by now', () => {
  it('leaves rows alone that something else has corrected since, and says so', async () => {
    const file = job();
    const exported = await forCorrecting(file, folder.path);
    await edit(file, [{ position: 1, column: 1, after: text('window@example.com') }, { position: 4, column: 1, after: text('other@example.com') }]);
    const path = await rewritten(exported, (sheet) => {
      sheet.getCell('B2').value = 'workbook@example.com';
      sheet.getCell('B3').value = 'b2@example.com';
    });
    const { report, result } = await takeBack(file, path);
    // The fourth row is not touched in the workbook: it stays as the window has corrected it.
    expect(report).toMatchObject({ conflicts: { count: 1, first: [2] }, changedRows: 1, untouched: 3 });
    expect(result).toMatchObject({ rows: 1 });
    expect(rowsOf(file).map(({ cells }) => cells[1])).toEqual([text('window@example.com'), text('b2@example.com'), null, text('other@example.com'), text('c@example.com')]);
  });

  it('can be corrected further and taken back again; what stands as exported in a copy takes no correction back, and is told', async () => {
    const file = job();
    const first = await rewritten(await forCorrecting(file, folder.path), (sheet) => {
      sheet.getCell('B2').value = 'still bad';
      sheet.getCell('B5').value = 'd@example.com';
    });
    expect((await takeBack(file, first)).report).toMatchObject({ changedRows: 2 });
    expect((await takeBack(file, first)).report).toMatchObject({ changedRows: 0, untouched: 5, conflicts: { count: 0 } });
    const second = await rewritten(first, (sheet) => {
      sheet.getCell('B2').value = 'a@example.com';
      sheet.getCell('B5').value = 'also bad';
    });
    expect((await takeBack(file, second)).report).toMatchObject({ changedRows: 1, conflicts: { count: 0 }, cellsLeft: { kept: { count: 1, first: [{ row: 5, column: 'B' }] } } });
    expect(rowsOf(file).map(({ cells }) => cells[1])).toEqual([text('a@example.com'), text('b@example.com'), null, text('d@example.com'), text('c@example.com')]);
    mustHold(file);
  });

  it('keeps what each of several people has corrected in a copy of one export', async () => {
    const file = job();
    const exported = await forCorrecting(file, folder.path);
    const [anna, boris] = [join(folder.path, 'anna.xlsx'), join(folder.path, 'boris.xlsx')];
    copyFileSync(exported, anna);
    copyFileSync(exported, boris);
    expect((await takeBack(file, await rewritten(anna, (sheet) => (sheet.getCell('B2').value = 'anna@example.com')))).report).toMatchObject({ changedRows: 1 });
    expect((await takeBack(file, await rewritten(boris, (sheet) => (sheet.getCell('B5').value = 'boris@example.com')))).report).toMatchObject({ changedRows: 1 });
    expect(rowsOf(file).map(({ cells }) => cells[1])).toEqual([text('anna@example.com'), text('b@example.com'), null, text('boris@example.com'), text('c@example.com')]);
  });

  it('corrects accepted rows only where that is asked for', async () => {
    const file = job();
    file.transaction(() => file.states.change([{ from: 2, to: 2 }], () => 'accepted'));
    const path = await rewritten(await forCorrecting(file, folder.path), (sheet) => {
      sheet.getCell('B3').value = 'b2@example.com';
    });
    const refused = await correctFromWorkbook(file, path, { clock: systemClock });
    expect(refused).toMatchObject({ report: { becomes: { refused: 1 }, changes: [{ row: 3, becomes: 'refused', refused: 'accepted' }] }, result: { batch: null, refusedRows: 1 } });
    const again = await correctFromWorkbook(file, path, { clock: systemClock, sendAgain: true });
    expect(again).toMatchObject({ report: { becomes: { ready: 1 } }, result: { rows: 1, after: { accepted: 0 } } });
  });
});
