import type ExcelJS from 'exceljs';
import { once } from 'node:events';
import type { WriteStream } from 'node:fs';
import type { Cell } from '#contract/cells.ts';
import { shownText } from '#contract/cells.ts';
import type { RowWriter } from './rowWriter.ts';

/** A sheet's limit in Excel; rows beyond it go on in the next sheet. */
const rowsPerSheet = 1_048_576;

/** A workbook with one row a call; cells keep their kind. */
export async function xlsxRows(stream: WriteStream, headers: readonly string[]): Promise<RowWriter> {
  // Loaded when an export is made: it is the largest of our packages, and every other command starts without it.
  const { default: library } = await import('exceljs');
  const workbook = new library.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false });
  let sheets = 0;
  let rows = rowsPerSheet;
  let sheet: ExcelJS.Worksheet | null = null;
  const next = (): ExcelJS.Worksheet => {
    sheet?.commit();
    sheets += 1;
    rows = 1;
    const made = workbook.addWorksheet(sheets === 1 ? 'Rows' : `Rows ${sheets}`, { views: [{ state: 'frozen', ySplit: 1 }] });
    made.addRow(headers.map(escaped)).commit();
    return made;
  };
  return {
    async write(cells, added) {
      if (sheet === null || rows >= rowsPerSheet) sheet = next();
      const row = sheet.addRow([...cells.map(xlsxValue), ...added.map((value) => (typeof value === 'string' ? escaped(value) : value))]);
      cells.forEach((cell, index) => {
        if (isDate(cell)) row.getCell(index + 1).numFmt = cell.v.endsWith('T00:00:00') ? 'dd.mm.yyyy' : 'dd.mm.yyyy hh:mm:ss';
      });
      row.commit();
      rows += 1;
      if (stream.writableNeedDrain) await once(stream, 'drain');
    },
    async finish() {
      (sheet ?? next()).commit();
      await workbook.commit();
    },
  };
}

/** Before March 1900 Excel counts a day that never was, and a time of day has no date: those go out as shown. */
function isDate(cell: Cell): cell is Extract<Cell, { t: 'd' }> {
  return cell?.t === 'd' && cell.v >= '1900-03-01' && !Number.isNaN(Date.parse(`${cell.v}Z`));
}

/** A number shown with leading zeros is kept as it is shown: 7 shown 0007 is a code. */
function xlsxValue(cell: Cell): ExcelJS.CellValue {
  if (cell === null) return null;
  if (cell.t === 'n') return cell.text !== undefined && /^0\d/.test(cell.text) ? cell.text : cell.v;
  if (cell.t === 'd') return isDate(cell) ? new Date(`${cell.v}Z`) : shownText(cell);
  if (cell.t === 'm') return null;
  return cell.t === 's' || cell.t === 'x' ? escaped(cell.v) : cell.v;
}

/** In a workbook `_x0041_` stands for the letter A (ECMA-376, ST_Xstring); text that merely looks so has to say it. */
function escaped(text: string): string {
  return text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');
}
