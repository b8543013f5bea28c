import Database from 'better-sqlite3';
import type { Cell } from '#contract/cells.ts';
import { JsonString } from '#contract/jsonText.ts';
import { loadCell, loadRows, storeRow } from './cellCodec.ts';

/** A row of a workbook that is to go into a job, by where it stands there. */
export interface WantedRow {
  readonly position: number;
  /** What the workbook says of the row: which export it is of, and which cells it had then. */
  readonly stamp: string;
  readonly sum: string;
  /** Of the workbook. */
  readonly row: number;
  /** Which of the sheets' layouts its cells have. */
  readonly layout: number;
  readonly cells: readonly Cell[];
}

interface Stored extends Omit<WantedRow, 'cells'> {
  readonly cells: string;
}

const rowsPerRead = 500;

/**
 * Rows put into the order of the job in bounded memory, whatever order they come in: in a temporary database of SQLite, which
 * has no name on the disk and is gone with its connection. Of rows with the same position none is given back; they are told.
 */
export class WantedRows {
  readonly #db = new Database('');
  readonly #insert;
  readonly #select;
  #open = 0;
  #last = 0;
  #isInOrder = true;

  constructor() {
    this.#db.pragma('journal_mode = OFF');
    this.#db.pragma('synchronous = OFF');
    this.#db.exec('CREATE TABLE wanted (position INTEGER PRIMARY KEY, times INTEGER NOT NULL, stamp TEXT NOT NULL, sum TEXT NOT NULL, row INTEGER NOT NULL, layout INTEGER NOT NULL, cells TEXT NOT NULL)');
    this.#insert = this.#db.prepare<[number, string, string, number, number, string]>(
      'INSERT INTO wanted (position, times, stamp, sum, row, layout, cells) VALUES (?, 1, ?, ?, ?, ?, ?) ON CONFLICT (position) DO UPDATE SET times = times + 1',
    );
    this.#select = this.#db.prepare<[number, number], Stored>('SELECT position, stamp, sum, row, layout, cells FROM wanted WHERE times = 1 AND position > ? ORDER BY position LIMIT ?');
  }

  add({ position, stamp, sum, row, layout, cells }: WantedRow): void {
    if (this.#open === 0) this.#db.exec('BEGIN');
    if (position < this.#last) this.#isInOrder = false;
    this.#last = position;
    const out = new JsonString();
    storeRow(cells, out);
    this.#insert.run(position, stamp, sum, row, layout, out.value);
    this.#open += 1;
    if (this.#open === 10_000) this.settle();
  }

  /** To be called once all rows were added. */
  settle(): void {
    if (this.#open > 0) this.#db.exec('COMMIT');
    this.#open = 0;
  }

  /** How many rows there are once. */
  count(): number {
    return this.#db.prepare<[], number>('SELECT count(*) FROM wanted WHERE times = 1').pluck().get() ?? 0;
  }

  /** Stamps of the exports that the rows are of. */
  stamps(limit: number): string[] {
    return this.#db.prepare<[number], string>('SELECT DISTINCT stamp FROM wanted LIMIT ?').pluck().all(limit);
  }

  /** Positions that came more than once: how many, and the first of them. */
  doubles(limit: number): { readonly count: number; readonly first: readonly number[] } {
    const count = this.#db.prepare<[], number>('SELECT count(*) FROM wanted WHERE times > 1').pluck().get() ?? 0;
    return { count, first: this.#db.prepare<[number], number>('SELECT position FROM wanted WHERE times > 1 ORDER BY position LIMIT ?').pluck().all(limit) };
  }

  /** Whether the rows came in the order of the job. */
  get isInOrder(): boolean {
    return this.#isInOrder;
  }

  /** Rows in the order of the workbook, sheet by sheet, some hundred at a time, each time by rising positions. */
  *asTheyStand(): Generator<readonly WantedRow[]> {
    this.#db.exec('CREATE INDEX IF NOT EXISTS wanted_row ON wanted (layout, row)');
    const select = this.#db.prepare<[number, number, number], Stored>(
      'SELECT position, stamp, sum, row, layout, cells FROM wanted WHERE times = 1 AND (layout, row) > (?, ?) ORDER BY layout, row LIMIT ?',
    );
    for (let last = { layout: -1, row: 0 }; ; ) {
      const rows = select.all(last.layout, last.row, rowsPerRead);
      const end = rows.at(-1);
      if (end === undefined) return;
      yield rows.map(loadWanted).sort((a, b) => a.position - b.position);
      last = end;
    }
  }

  /** Rows of rising positions, of some hundred at a time; `marks`: only those that have a 1 at their position. */
  *inOrder(marks?: Uint8Array): Generator<readonly WantedRow[]> {
    for (let last = 0; ; ) {
      const rows = this.#select.all(last, rowsPerRead);
      if (rows.length === 0) return;
      yield (marks === undefined ? rows : rows.filter(({ position }) => marks[position] === 1)).map(loadWanted);
      last = rows.at(-1)?.position ?? last;
    }
  }

  close(): void {
    this.#db.close();
  }
}

function loadWanted(row: Stored): WantedRow {
  return { ...row, cells: (loadRows(`[${row.cells}]`)[0] ?? []).map(loadCell) };
}
