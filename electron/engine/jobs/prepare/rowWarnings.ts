import type { Cell, Column, SheetRow } from '#contract/cells.ts';
import type { SourceWarning } from '#contract/source.ts';

/** Rows told of each kind. */
const told = 5;

/** What an operator has to know of the first rows; `more`: the sheet goes on behind them. */
export function rowWarnings(rows: readonly SheetRow[], columns: readonly Column[], more: boolean): readonly SourceWarning[] {
  const warnings: SourceWarning[] = [];
  const hidden = rows.filter((row) => row.hidden === true).length;
  if (hidden > 0) warnings.push({ kind: 'hidden-rows', rows: hidden, more });
  const hiddenColumns = columns.filter((column) => column.hidden === true).map(({ letter }) => letter);
  if (hiddenColumns.length > 0) warnings.push({ kind: 'hidden-columns', columns: hiddenColumns });
  const merged = columnsWith(rows, columns, (cell) => cell?.t === 'm');
  if (merged.length > 0) warnings.push({ kind: 'merged-cells', columns: merged, rows: rows.filter(({ cells }) => cells.some((cell) => cell?.t === 'm')).length });
  const isDamaged = (cell: Cell): boolean => cell?.t === 'x' && (cell.why === 'damaged' || cell.why === 'control');
  const damaged = rows.filter(({ cells }) => cells.some(isDamaged));
  const cells = damaged.reduce((sum, row) => sum + row.cells.filter(isDamaged).length, 0);
  if (cells > 0) warnings.push({ kind: 'cells-damaged', cells, lines: numbers(damaged) });
  const formulas = columnsWith(rows, columns, (cell) => cell?.t === 'x' && cell.why === 'uncalculated');
  if (formulas.length > 0) warnings.push({ kind: 'formulas-uncalculated', columns: formulas });
  const long = rows.filter(({ flaw }) => flaw === 'long');
  if (long.length > 0) warnings.push({ kind: 'rows-too-long', rows: numbers(long) });
  const short = rows.filter((row) => row.fields !== undefined && row.fields < row.cells.length);
  if (short.length > 0) warnings.push({ kind: 'rows-too-short', rows: numbers(short) });
  return warnings;
}

function columnsWith(rows: readonly SheetRow[], columns: readonly Column[], test: (cell: Cell) => boolean): readonly string[] {
  return columns.filter(({ index }) => rows.some(({ cells }) => test(cells[index] ?? null))).map(({ letter }) => letter);
}

function numbers(rows: readonly SheetRow[]): readonly number[] {
  return rows.slice(0, told).map(({ row }) => row);
}
