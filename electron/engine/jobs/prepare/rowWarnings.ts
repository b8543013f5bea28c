import { columnLetter, type Column, type SheetRow } from '#contract/cells.ts';
import type { SourceWarning } from '#contract/source.ts';
import { NoteCollector, type NotedKind } from './noteCollector.ts';

/** What an operator has to know of the first rows, by the rules of a job's notes; `more`: the sheet goes on behind them. */
export function rowWarnings(rows: readonly SheetRow[], columns: readonly Column[], more: boolean): readonly SourceWarning[] {
  const notes = new NoteCollector(columns, false);
  for (const row of rows) notes.take(row);
  const rowsOf = (kind: NotedKind): readonly number[] => notes.found(kind)?.rows ?? [];
  const warnings: SourceWarning[] = [];
  const hidden = notes.found('hidden-rows');
  if (hidden !== null) warnings.push({ kind: 'hidden-rows', rows: hidden.count, more });
  const hiddenColumns = notes.found('hidden-columns');
  if (hiddenColumns !== null) warnings.push({ kind: 'hidden-columns', columns: hiddenColumns.columns.map(columnLetter) });
  const merged = notes.found('merged');
  if (merged !== null) warnings.push({ kind: 'merged-cells', columns: merged.columns.map(columnLetter), rows: merged.rowCount });
  const damaged = notes.found('damaged');
  if (damaged !== null) warnings.push({ kind: 'cells-damaged', cells: damaged.count, lines: damaged.rows });
  const formulas = notes.found('uncalculated');
  if (formulas !== null) warnings.push({ kind: 'formulas-uncalculated', columns: formulas.columns.map(columnLetter) });
  const [long, short] = [rowsOf('long-rows'), rowsOf('short-rows')];
  if (long.length > 0) warnings.push({ kind: 'rows-too-long', rows: long });
  if (short.length > 0) warnings.push({ kind: 'rows-too-short', rows: short });
  return warnings;
}
