import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import ExcelJS from 'exceljs';
import type { ExportChoice } from '#contract/exports.ts';
import type { WorkbookTaken } from '#contract/workbook.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { correctFromWorkbook, type PreviewOptions } from '#engine/jobs/corrections/workbook/correctFromWorkbook.ts';
import { exportRows } from '#engine/jobs/exports/exportRows.ts';
import type { JobFile } from '#engine/store/jobFile.ts';

/** Exports rows of a job for correcting, and gives the workbook's path. */
export async function forCorrecting(file: JobFile, folder: string, rows: ExportChoice = 'all'): Promise<string> {
  const path = join(folder, `${randomUUID()}.xlsx`);
  await exportRows(file, rows, path, { replace: false, forCorrecting: true });
  return path;
}

/** Reads a workbook into exceljs, lets it be changed and has it written anew, as another program does, under another name. */
export async function rewritten(path: string, change: (sheet: ExcelJS.Worksheet, book: ExcelJS.Workbook) => void = () => undefined): Promise<string> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(path);
  change(book.worksheets[0]!, book);
  const out = path.replace(/\.xlsx$/, `-${randomUUID().slice(0, 8)}.xlsx`);
  await book.xlsx.writeFile(out);
  return out;
}

export async function takeBack(file: JobFile, path: string, options: PreviewOptions = {}): Promise<WorkbookTaken> {
  return correctFromWorkbook(file, path, { clock: systemClock, ...options });
}

/** The number of the column with a header, as exceljs counts. */
export function columnOf(sheet: ExcelJS.Worksheet, header: string): number {
  for (let at = 1; at <= sheet.columnCount; at += 1) if (sheet.getCell(1, at).text === header) return at;
  throw new Error(`no column ${header}`);
}

/** All rows below the header as their values, to be put in another order or into other columns. */
export function table(sheet: ExcelJS.Worksheet): { readonly value: ExcelJS.CellValue; readonly style: Partial<ExcelJS.Style> }[][] {
  return Array.from({ length: sheet.rowCount }, (_, row) =>
    Array.from({ length: sheet.columnCount }, (_unused, column) => {
      const cell = sheet.getCell(row + 1, column + 1);
      return { value: cell.value, style: { numFmt: cell.numFmt } };
    }));
}

/** Puts a table in place of all that a sheet holds. */
export function putTable(sheet: ExcelJS.Worksheet, rows: ReturnType<typeof table>): void {
  for (let row = 1; row <= sheet.rowCount; row += 1) for (let column = 1; column <= sheet.columnCount; column += 1) sheet.getCell(row, column).value = null;
  rows.forEach((cells, row) => cells.forEach(({ value, style }, column) => {
    const cell = sheet.getCell(row + 1, column + 1);
    cell.style = style;
    cell.value = value;
  }));
}
