import { basename } from 'node:path';
import type { Cell } from '#contract/cells.ts';
import { m } from '#messages';
import { writeWholeFile } from '#files/replaceFile.ts';
import { writeFault } from '#files/systemErrors.ts';

interface Table {
  readonly headers: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Writes a table with one header row as a workbook, texts as texts. Over a file that is there. `turn`: before each row and the file, with how many there are; what it throws leaves nothing. Faults disk-full, output-unwritable, path-too-long. */
export async function writeTable({ headers, rows }: Table, out: string, turn: (rows: number) => Promise<void> = () => Promise.resolve()): Promise<void> {
  // Loaded for this alone, as for templates.
  const { default: ExcelJS } = await import('exceljs');
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet(m.compare_undo_sheet(), { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = headers.map((header) => ({ width: Math.min(40, Math.max(12, header.length + 3)), style: { numFmt: '@' } }));
  sheet.addRow(headers);
  for (const [at, cells] of rows.entries()) {
    await turn(at);
    sheet.addRow(cells.map(valueOf));
  }
  sheet.getRow(1).font = { bold: true };
  const bytes = new Uint8Array(await workbook.xlsx.writeBuffer());
  await turn(rows.length);
  try {
    writeWholeFile(out, bytes);
  } catch (error) {
    throw writeFault(error, { file: basename(out) });
  }
}

function valueOf(cell: Cell): string | number | boolean | null {
  return cell === null || cell.t === 'x' || cell.t === 'm' ? null : cell.v;
}
