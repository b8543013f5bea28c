import ExcelJS from 'exceljs';
import type { Cell } from '#contract/cells.ts';

/** Cells by sheet, then by "row,column", each as a letter for its type and its plain value: what two readers can be compared by. */
export type PlainCells = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** What exceljs makes of a workbook, loaded as a whole. */
export async function excelJsCells(path: string): Promise<PlainCells> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(path);
  const sheets = new Map<string, Map<string, string>>();
  for (const sheet of workbook.worksheets) {
    const cells = new Map<string, string>();
    sheet.eachRow((row, number) => {
      row.eachCell((cell, column) => {
        // exceljs repeats the value of a merged range in all its cells; Excel shows it once.
        const plain = cell.isMerged && cell.master !== cell ? '' : plainValue(cell.value);
        if (plain !== '') cells.set(`${number},${column}`, plain);
      });
    });
    sheets.set(sheet.name, cells);
  }
  return sheets;
}

function plainValue(value: unknown): string {
  if (value === null || value === undefined || value === '') return '';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'dinvalid' : `d${value.toISOString().replace('.000Z', '').replace('Z', '')}`;
  if (typeof value === 'string') return `s${value}`;
  if (typeof value === 'number') return `n${value}`;
  if (typeof value === 'boolean') return `b${value}`;
  if (typeof value !== 'object') return `?${typeof value}`;
  if ('error' in value) return `e${String(value.error)}`;
  if ('richText' in value && Array.isArray(value.richText)) return `s${value.richText.map((run) => String(run.text)).join('')}`;
  if ('formula' in value || 'sharedFormula' in value) return 'result' in value ? plainValue(value.result) : '';
  if ('hyperlink' in value && 'text' in value) return plainValue(value.text);
  return `?${JSON.stringify(value)}`;
}

/** The same for a cell of ours. */
export function plainCell(cell: Cell): string {
  // Of cells under a merge and formulas without a result exceljs gives nothing, as of empty ones.
  if (cell === null || cell.t === 'm' || (cell.t === 'x' && (cell.why === 'uncalculated' || cell.why === 'absent'))) return '';
  return `${cell.t}${String(cell.v)}`;
}
