import { basename } from 'node:path';
import type { Recipe } from '#contract/recipe.ts';
import { m } from '#messages';
import { writeWholeFile } from '#files/replaceFile.ts';
import { writeFault } from '#files/systemErrors.ts';
import { sampleList } from './sampleList.ts';

/** Writes the list to practise with as a workbook, over one that is there; gives the recipe that maps it. Faults disk-full, output-unwritable. */
export async function writeSample(out: string): Promise<Recipe> {
  const { headers, rows, recipe } = sampleList();
  // Loaded for this alone, as for templates.
  const { default: ExcelJS } = await import('exceljs');
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet(m.sample_sheet(), { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = headers.map((header) => ({ width: Math.max(14, header.length + 4) }));
  sheet.addRow([...headers]).font = { bold: true };
  for (const cells of rows) {
    const row = sheet.addRow([...cells]);
    row.eachCell((cell) => { if (cell.value instanceof Date) cell.numFmt = 'dd.mm.yyyy'; });
  }
  try {
    writeWholeFile(out, new Uint8Array(await workbook.xlsx.writeBuffer()));
  } catch (error) {
    throw writeFault(error, { file: basename(out) });
  }
  return recipe;
}
