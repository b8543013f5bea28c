import Database from 'better-sqlite3';

/** A sign by which a value is known again, see valueSigns. */
interface Sign {
  readonly column: number;
  readonly sign: string;
}

/** A sign that went from as many cells of a column as it came to. */
export interface MovedSign extends Sign {
  /** Cells that it went from. */
  readonly from: number;
}

/** So many cells with one value are looked at one by one; values of more are no names of a row. */
const cellsAtMost = 3;

/**
 * Signs of values that changed cells had and have, to find those that have only changed their rows: in a temporary database of SQLite, which has no
 * name on the disk and is gone with its connection, as a workbook may change more cells than the memory holds.
 */
export class MovedValues {
  readonly #db = new Database('');
  readonly #insert;
  #open = 0;

  constructor() {
    this.#db.pragma('journal_mode = OFF');
    this.#db.pragma('synchronous = OFF');
    this.#db.exec('CREATE TABLE sign (col INTEGER NOT NULL, sign TEXT NOT NULL, position INTEGER NOT NULL, came INTEGER NOT NULL)');
    this.#insert = this.#db.prepare<[number, string, number, number]>('INSERT INTO sign (col, sign, position, came) VALUES (?, ?, ?, ?)');
  }

  /** `came`: the value is there now; else it was. */
  add(position: number, column: number, signs: Iterable<string>, came: boolean): void {
    // An empty cell has no signs: nothing was counted of it.
    if (!this.#db.inTransaction) this.#db.exec('BEGIN');
    for (const sign of signs) {
      this.#insert.run(column, sign, position, came ? 1 : 0);
      this.#open += 1;
    }
    if (this.#open >= 10_000) this.#settle();
  }

  #settle(): void {
    if (this.#db.inTransaction) this.#db.exec('COMMIT');
    this.#open = 0;
  }

  /** The first signs that came to no more cells than they went from. To be asked once all were added. */
  moved(limit: number): readonly MovedSign[] {
    this.#settle();
    this.#db.exec('CREATE INDEX IF NOT EXISTS sign_of ON sign (col, sign)');
    return this.#db.prepare<[number, number], MovedSign>(
      `SELECT col AS "column", sign, count(DISTINCT CASE came WHEN 0 THEN position END) AS "from" FROM sign GROUP BY col, sign
       HAVING count(DISTINCT CASE came WHEN 0 THEN position END) BETWEEN 1 AND ? AND sum(came) BETWEEN 1 AND count(DISTINCT CASE came WHEN 0 THEN position END) LIMIT ?`,
    ).all(cellsAtMost, limit);
  }

  /** Rows to whose cells a sign came. */
  cameTo({ column, sign }: Sign): readonly number[] {
    return this.#db.prepare<[number, string], number>('SELECT DISTINCT position FROM sign WHERE col = ? AND sign = ? AND came = 1').pluck().all(column, sign);
  }

  close(): void {
    this.#db.close();
  }
}
