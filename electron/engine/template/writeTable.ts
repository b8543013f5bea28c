import { basename } from 'node:path';
import type { Cell } from '#contract/cells.ts';
import { m } from '#messages';
import { writeWholeFile } from '#files/replaceFile.ts';
import { writeFault } from '#files/systemErrors.ts';

/** Writes a table with one header row as a workbook, texts as texts. Over a file that is there. Faults disk-full, output-unwritable, path-too-long. */
export async function writeTable({ headers, rows }: { readonly headers: readonly string[]; readonly rows: readonly (readonly Cell[])[] }, out: string): Promise<void> {
  // Loaded for this alone, as for templates.
  const { default: ExcelJS } = await import('exceljs');
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet(m.compare_undo_sheet(), { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = headers.map((header) => ({ width: Math.min(40, Math.max(12, header.length + 3)), style: { numFmt: '@' } }));
  sheet.addRow(headers);
  for (const cells of rows) sheet.addRow(cells.map(valueOf));
  sheet.getRow(1).font = { bold: true };
  try {
    writeWholeFile(out, new Uint8Array(await workbook.xlsx.writeBuffer()));
  } catch (error) {
    throw writeFault(error, { file: basename(out) });
  }
}

function valueOf(cell: Cell): string | number | boolean | null {
  return cell === null || cell.t === 'x' || cell.t === 'm' ? null : cell.v;
}
