import ExcelJS from 'exceljs';
import type { Said } from './side.ts';

/** exceljs 4.4's streaming reader with the options of its own documentation for large files. */
export async function readExceljs(file = ''): Promise<Said> {
  const workbook = new ExcelJS.stream.xlsx.WorkbookReader(file, {
    worksheets: 'emit',
    sharedStrings: 'cache',
    styles: 'cache',
    hyperlinks: 'ignore',
    entries: 'ignore',
  });
  let rows = 0;
  let cells = 0;
  for await (const sheet of workbook) {
    for await (const row of sheet) {
      rows += 1;
      cells += Array.isArray(row.values) ? row.values.length - 1 : 0;
    }
  }
  return { rows, cells };
}
