import { columnLetter, type Column, type SheetRow } from '#contract/cells.ts';
import type { SourceNote, SourceNoteKind } from '#contract/job.ts';

/** Rows and columns told of each kind; the count says how many there are. */
const told = 5;

interface Gathered {
  count: number;
  readonly rows: Set<number>;
  readonly columns: Set<number>;
}

/** Notes what an operator must know of the rows read, in bounded memory. */
export class NoteCollector {
  readonly #notes = new Map<SourceNoteKind, Gathered>();
  readonly #width: number;
  readonly #skipsHidden: boolean;
  /** Cells of the widest row. */
  width: number;

  constructor(columns: readonly Column[], skipsHidden: boolean) {
    this.#width = this.width = columns.length;
    this.#skipsHidden = skipsHidden;
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
      else if (cell?.t === 'x' && (cell.why === 'damaged' || cell.why === 'control')) this.#add('damaged', row, column);
    }
    if (fields !== undefined && cells.at(-1)?.t === 'x' && fields < cells.length && flaw === undefined) this.#add('short-rows', row, null);
    if (cells.length > this.#width && flaw === undefined) this.#beyond(row, cells);
  }

  #beyond(row: number, cells: SheetRow['cells']): void {
    const columns = cells.flatMap((cell, column) => (column >= this.#width && cell !== null && cell.t !== 'm' && cell.t !== 'x' ? [column] : []));
    columns.forEach((column, index) => this.#add('beyond-header', row, column, index === 0 ? 1 : 0));
  }

  #add(kind: SourceNoteKind, row: number | null, column: number | null, count = 1): void {
    let note = this.#notes.get(kind);
    if (note === undefined) this.#notes.set(kind, (note = { count: 0, rows: new Set(), columns: new Set() }));
    note.count += count;
    if (row !== null && note.rows.size < told) note.rows.add(row);
    if (column !== null && note.columns.size < told) note.columns.add(column);
  }

  notes(): readonly SourceNote[] {
    return [...this.#notes].map(([kind, { count, rows, columns }]) => ({ kind, count, rows: [...rows], columns: [...columns].sort((one, other) => one - other).map(columnLetter) }));
  }
}
