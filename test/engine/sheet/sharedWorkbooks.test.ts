import { describe, expect, it } from 'vitest';
import { Fault } from '#contract/faults.ts';
import { openSource } from '#engine/sheet/index.ts';
import { excelJsCells, plainCell, type PlainCells } from '../../support/excelJsCells.ts';
import { sharedWorkbooks, sharedWorkbooksReason } from '../../support/sharedWorkbooks.ts';

const files = sharedWorkbooks();

/** Workbooks that must not open; every other .xlsx and .xlsm gives cells. */
const refused: Readonly<Record<string, string>> = {
  'calamine/pass_protected.xlsx': 'source-encrypted',
  'calamine/pass_protected.xlsb': 'source-encrypted',
  // Its list of parts is overwritten with noise; the checksum says so.
  'calamine/issue252.xlsx': 'source-damaged',
  // Text in front of the root element.
  'exceljs/invalid-xml.xlsx': 'source-damaged',
  // No workbook part.
  'exceljs/missing-bits.xlsx': 'source-damaged',
  // The text "attachment … not found" under the name of a workbook.
  'calamine/too_small.xls': 'source-not-spreadsheet',
};

const byExtension: Readonly<Record<string, string>> = { xls: 'source-legacy', xlsb: 'source-binary', ods: 'source-opendocument' };

const zeroResults = 'exceljs loses the results 0 and false of formulas';
const trimmed = 'text without xml:space="preserve" has no white space at its ends in Excel';

/**
 * Where our cells differ from those of exceljs 4.4, how many do, and why ours are what Excel shows. Compared with
 * openpyxl 3.0.9, too: beyond the same trimmed texts, `_x000D_`, which it leaves undecoded, the target of a link
 * without a text, which it takes for one, and day 0 of 1904 in `exceljs/1904.xlsx`, which it takes for a time of day where
 * Excel shows 1 January 1904, nothing differs.
 */
const explained: Readonly<Record<string, readonly [cells: number, reason: string]>> = {
  'calamine/column_row_ranges.xlsx': [30, zeroResults],
  'calamine/date.xlsx': [1, 'elapsed time is no moment: exceljs makes 9 January 1900 of it'],
  'calamine/date_1904.xlsx': [3, 'exceljs takes four years and a day off dates that are counted from 1904, and elapsed time for a moment'],
  'calamine/date_iso.xlsx': [3, 'exceljs takes the year of an ISO date for a day number'],
  'calamine/empty_shared_string.xlsx': [1, 'an empty text is nothing'],
  'calamine/empty_shared_string_value.xlsx': [3, 'a cell whose string has no number is damaged, and not known to be empty'],
  'calamine/encoded_entities.xlsx': [1, trimmed],
  'calamine/has_x000D_inline.xlsx': [1, 'exceljs decodes _x000D_ in shared strings alone'],
  'calamine/inlineStr_cdata.xlsx': [3, 'exceljs loses CDATA'],
  'calamine/issue446.xlsx': [4, zeroResults],
  'calamine/issue644.xlsx': [1, zeroResults],
  'calamine/issue_644.xlsx': [1, zeroResults],
  'calamine/issue_174.xlsx': [1, trimmed],
  'calamine/issue_419.xlsx': [1, 'exceljs finds shared strings under one name only'],
  'calamine/issue_565_multi_axis_shared.xlsx': [16, zeroResults],
  'calamine/issue_567_absolute_shared.xlsx': [15, zeroResults],
  'calamine/issues.xlsx': [3, zeroResults],
  'calamine/pivots.xlsx': [2, 'exceljs makes an invalid date of an error in a date column'],
  'calamine/whitespace_trim.xlsx': [6, trimmed],
  'exceljs/test-issue-877.xlsx': [31, zeroResults],
  'exceljs/test-issue-880.xlsx': [31, zeroResults],
};

/** Workbooks that exceljs cannot be asked about. */
const beyondExcelJs: Readonly<Record<string, string>> = {
  'calamine/inlineStr_with_value.xlsx': 'throws',
  'calamine/issue_261.xlsx': 'throws',
  'calamine/richtext-after-plain.xlsx': 'throws',
  'calamine/richtext-namespaced.xlsx': 'throws',
  'calamine/table_with_absolute_paths.xlsx': 'throws',
  'calamine/issue221.xlsm': 'finds no sheet',
  'calamine/issue_530.xlsx': 'finds no sheet',
  'calamine/minimal_package.xlsx': 'finds no sheet',
  'calamine/nonstandard-xml-ns-prefix.xlsx': 'finds no sheet',
  'exceljs/test-issue-1842.xlsx': 'runs for minutes over a validation of all rows',
};

/** All cells of a workbook; the fault's code where it cannot be read, sheets without cells left out. */
async function cellsOrCode(path: string): Promise<PlainCells | string> {
  try {
    const source = await openSource(path);
    try {
      const sheets = new Map<string, Map<string, string>>();
      for (const { name, kind } of source.sheets) {
        if (kind === 'other') continue;
        const cells = new Map<string, string>();
        for await (const rows of source.rows({ sheet: name })) {
          for (const row of rows) {
            row.cells.forEach((cell, column) => {
              const plain = plainCell(cell);
              if (plain !== '') cells.set(`${row.row},${column + 1}`, plain);
            });
          }
        }
        sheets.set(name, cells);
      }
      return sheets;
    } finally {
      await source.close();
    }
  } catch (error) {
    if (error instanceof Fault) return error.code;
    throw error;
  }
}

function differences(ours: PlainCells, theirs: PlainCells): string[] {
  return [...ours].flatMap(([name, cells]) => {
    const others = theirs.get(name) ?? new Map<string, string>();
    return [...new Set([...cells.keys(), ...others.keys()])].filter((place) => cells.get(place) !== others.get(place)).map((place) => `${name} ${place}`);
  });
}

/** The comparison goes by these alone, so that a new file needs no new test. */
const isWorkbook = (name: string): boolean => /\.xls[xm]$/.test(name);

describe('workbooks that others wrote', () => {
  it('give cells, or the one fault that says what they are', async (ctx) => {
    if (files === null) return ctx.skip(sharedWorkbooksReason);
    const wrong: string[] = [];
    for (const [name, path] of files) {
      const expected = refused[name] ?? byExtension[name.split('.').at(-1) ?? ''];
      const read = await cellsOrCode(path);
      if ((typeof read === 'string' ? read : undefined) !== expected) wrong.push(`${name}: ${typeof read === 'string' ? read : 'read'}`);
    }
    expect(wrong).toEqual([]);
    expect(files.size).toBeGreaterThan(160);
  });

  it('give the cells that exceljs gives, but for differences that are explained', { timeout: 60_000 }, async (ctx) => {
    if (files === null) return ctx.skip(sharedWorkbooksReason);
    const found: Record<string, number> = {};
    let compared = 0;
    for (const [name, path] of files) {
      if (!isWorkbook(name) || name in refused || name in beyondExcelJs) continue;
      const ours = await cellsOrCode(path);
      if (typeof ours === 'string') throw new Error(`${name}: ${ours}`);
      const different = differences(ours, await excelJsCells(path)).length;
      if (different > 0) found[name] = different;
      compared += [...ours.values()].reduce((sum, cells) => sum + cells.size, 0);
    }
    expect(found).toEqual(Object.fromEntries(Object.entries(explained).map(([name, [cells]]) => [name, cells])));
    expect(compared).toBeGreaterThan(5_000);
  });
});
