import { shownText, type Cell, type Column, type SheetRow } from '#contract/cells.ts';
import { unguarded } from '#contract/formulaGuard.ts';
import type { CsvWish } from '../../sheet/types.ts';
import type { OwnMember } from '#contract/ownHeaders.ts';
import { findOwnColumns } from './ownColumns.ts';
import { applyNote, readNote, type RowNote } from './rowNote.ts';

/**
 * Tables that this program has exported, when they are opened again: known by the names of their own columns, whatever
 * program has saved them in between.
 */

/** Rows among which the header of an export is looked for; it is the first unless somebody puts others above it. */
const searched = 30;

/** How a source is read again that is an export of this program. */
export interface OwnTable {
  readonly headerRow: number;
  /** Whether the rows count their days from 1904, by what is noted of the first ones. */
  readonly date1904: boolean;
  /** The columns with the own ones marked, and how texts of the others are read, as the exported job had decided it. */
  mark(columns: readonly Column[]): readonly Column[];
  /** A row, the header's too, as it was before it was exported, as far as nobody has changed it since. */
  restore(row: SheetRow): SheetRow;
}

/** Looks for the own columns' headers in the first rows; null where the table is none of ours. */
export function findOwnTable(rows: readonly SheetRow[], kind: 'xlsx' | 'csv'): OwnTable | null {
  for (const { row, cells } of rows.slice(0, searched)) {
    const own = findOwnColumns(cells.map(shownText));
    if (own !== null) return ownTable(row, own, kind, rows);
  }
  return null;
}

function ownTable(headerRow: number, own: ReadonlyMap<OwnMember, number>, kind: 'xlsx' | 'csv', rows: readonly SheetRow[]): OwnTable {
  const indexes = new Set(own.values());
  const noteAt = own.get('Cells') ?? -1;
  const noteOf = ({ cells }: SheetRow): RowNote | null => readNote(shownText(cells[noteAt] ?? null));
  const notes: readonly RowNote[] = rows.map(noteOf).filter((note) => note !== null);
  const original = (cell: Cell): Cell => (cell?.t === 's' && cell.v.startsWith("'") ? { t: 's', v: unguarded(cell.v) } : cell);
  return {
    headerRow,
    date1904: notes.some(({ date1904 }) => date1904 === true),
    mark: (columns) => columns.map((column) => (indexes.has(column.index) ? { ...column, own: true as const } : decided(column, notes))),
    restore(row) {
      if (row.row < headerRow) return row;
      const cells = row.cells.map((cell, index) => (indexes.has(index) ? null : kind === 'csv' ? original(cell) : cell));
      const note = row.row === headerRow ? null : noteOf(row);
      const restored = note === null ? { ...row, cells } : applyNote(row, cells, note);
      while (cells.length > 0 && cells.at(-1) === null) cells.pop();
      // A row that holds nothing but what the export said of it is as empty as it was.
      if (cells.length === 0) return restored;
      for (const index of indexes) put(cells, index, row.cells[index] ?? null);
      return restored;
    },
  };
}

/** Rows of several exports in one table may disagree; then only what is certain is read. */
function decided(column: Column, notes: readonly RowNote[]): Column {
  const [first, ...others] = notes.flatMap(({ texts = {} }) => texts[column.ref] ?? []);
  if (first === undefined) return column;
  const texts = others.reduce(({ order, decimal }, other) => ({
    order: other.order === order ? order : 'mixed',
    decimal: other.decimal === decimal ? decimal : 'open',
  }), first);
  return { ...column, texts };
}

function put(cells: Cell[], index: number, cell: Cell): void {
  if (cell === null) return;
  while (cells.length < index) cells.push(null);
  cells[index] = cell;
}

/** What parts two own headers; that of the last one is the same in all languages and in every encoding. */
const marked = /\[Import(?: \d{1,6})?\] Row"?([\x01-\x7f])"?\[Import(?: \d{1,6})?\] Status|([^\w"\x80-\xff])"?\[Import(?: \d{1,6})?\] Cells/;

/**
 * How a text file is to be read that begins with `head`, if it is an export of this program: as it was written, and not
 * as the recipe says of the source. `wish` as it is for all other files.
 */
export function wishForExport(head: Buffer, wish: CsvWish): CsvWish {
  const delimiter = marked.exec(head.toString('latin1'))?.slice(1).find((part) => part !== undefined);
  if (delimiter === undefined) return wish;
  const hasMark = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  return { delimiter, quote: '"', encoding: hasMark ? 'utf-8' : wish.encoding };
}
