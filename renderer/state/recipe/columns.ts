import { columnIndex, type Column } from '#contract/cells.ts';
import { visibleText } from '#contract/sameText.ts';
import { m } from '#messages';
import { sourceNames } from '../../text/words.ts';
import type { FieldSource } from './draft.ts';

/** A column of the file by the name a recipe uses for it: its header, or `@` and its letter. */
export function findColumn<Found extends Column>(columns: readonly Found[], ref: string): Found | undefined {
  const byRef = columns.find((column) => column.ref === ref) ?? columns.find((column) => column.ref === visibleText(ref));
  if (byRef !== undefined || !ref.startsWith('@')) return byRef;
  const index = columnIndex(ref.slice(1));
  return index < 0 ? undefined : columns.find((column) => column.index === index);
}

/** A column as a choice in a list: its header with the letter, or the letter alone. */
export function columnLabel(column: Column): string {
  const { header, letter } = column;
  return header === '' ? m.mapping_column_letter({ letter }) : m.mapping_column_label({ header, letter });
}

/** What an entry is told apart by: its column, or how it comes by its value. */
export function sourceLabel(source: FieldSource, columns: readonly Column[]): string {
  if (source.kind !== 'column') return sourceNames[source.kind];
  const column = findColumn(columns, source.ref);
  return column === undefined ? source.ref : columnLabel(column);
}
