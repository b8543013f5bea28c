import { columnLetter, hidesValue, type Column, type SheetRow } from '#contract/cells.ts';
import type { SourceNote, SourceNoteKind } from '#contract/sourceNote.ts';

/** Rows and columns told of each kind; the counts say how many there are. */
const told = 5;

/** What is noted of a job, and what its rows' own errors tell there: told only before it is prepared. */
export type NotedKind = SourceNoteKind | 'uncalculated' | 'long-rows';

const inErrors: ReadonlySet<NotedKind> = new Set(['uncalculated', 'long-rows']);

function isNoted(kind: NotedKind): kind is SourceNoteKind {
  return !inErrors.has(kind);
}

interface Gathered {
  count: number;
  rowCount: number;
  lastRow: number | null;
  readonly rows: number[];
  readonly columns: Set<number>;
}

/** What was found of one kind. */
export interface Found {
  /** Rows, cells or columns, as the kind says. */
  readonly count: number;
  readonly rowCount: number;
  /** The first few. */
  readonly rows: readonly number[];
  /** Indexes of all columns concerned, rising. */
  readonly columns: readonly number[];
}

/** Notes what an operator must know of the rows read, in bounded memory. */
export class NoteCollector {
  readonly #notes = new Map<NotedKind, Gathered>();
  readonly #width: number;
  readonly #skipsHidden: boolean;
  /** Of an earlier export of this program: nothing of the workbook stands there. */
  readonly #own: ReadonlySet<number>;
  /** Cells of the widest row. */
  width: number;

  constructor(columns: readonly Column[], skipsHidden: boolean) {
    this.#width = this.width = columns.length;
    this.#skipsHidden = skipsHidden;
    this.#own = new Set(columns.flatMap(({ index, own }) => (own === true ? [index] : [])));
    for (const column of columns) if (column.hidden === true) this.#add('hidden-columns', null, column.index);
  }

  take({ row, cells, fields, hidden, flaw }: SheetRow): void {
    if (cells.length > this.width) this.width = cells.length;
    if (hidden === true) {
      this.#add(this.#skipsHidden ? 'hidden-left-out' : 'hidden-rows', row, null);
      if (this.#skipsHidden) return;
    }
    for (let column = 0; column < cells.length; column += 1) {
      const cell = cells[column];
      if (cell?.t === 'm') this.#add('merged', row, column);
      else if (cell?.t === 'x' && cell.why === 'uncalculated') this.#add('uncalculated', row, column);
      else if (cell?.t === 'x' && cell.why !== 'absent') this.#add('damaged', row, column);
      else if (cell !== undefined && hidesValue(cell)) this.#add('value-hidden', row, column);
    }
    if (flaw === 'long') this.#add('long-rows', row, null);
    if (fields !== undefined && cells.at(-1)?.t === 'x' && fields < cells.length && flaw === undefined) this.#add('short-rows', row, null);
    if (cells.length > this.#width && flaw === undefined) this.#beyond(row, cells);
  }

  #beyond(row: number, cells: SheetRow['cells']): void {
    const columns = cells.flatMap((cell, column) => (column >= this.#width && cell !== null && cell.t !== 'm' && cell.t !== 'x' ? [column] : []));
    columns.forEach((column, index) => this.#add('beyond-header', row, column, index === 0 ? 1 : 0));
  }

  #add(kind: NotedKind, row: number | null, column: number | null, count = 1): void {
    if (column !== null && this.#own.has(column)) return;
    let note = this.#notes.get(kind);
    if (note === undefined) this.#notes.set(kind, (note = { count: 0, rowCount: 0, lastRow: null, rows: [], columns: new Set() }));
    note.count += count;
    if (column !== null) note.columns.add(column);
    if (row === null || row === note.lastRow) return;
    note.lastRow = row;
    note.rowCount += 1;
    if (note.rows.length < told) note.rows.push(row);
  }

  /** Null where there was nothing of the kind. */
  found(kind: NotedKind): Found | null {
    const note = this.#notes.get(kind);
    return note === undefined ? null : { count: note.count, rowCount: note.rowCount, rows: note.rows, columns: rising(note.columns) };
  }

  notes(): readonly SourceNote[] {
    return [...this.#notes].flatMap(([kind, { count, rows, columns }]) => (isNoted(kind) ? [{ kind, count, rows, columns: rising([...columns].slice(0, told)).map(columnLetter) }] : []));
  }
}

function rising(columns: Iterable<number>): readonly number[] {
  return [...columns].sort((one, other) => one - other);
}
