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

/** What a row says as a whole, as one text; empty where that is too little to be told by. */
export interface RowSayings {
  /** As it was exported; empty, too, for a row that is not asked about. */
  readonly was: string;
  /** In the job. */
  readonly stands: string;
  /** In the workbook. */
  readonly says: string;
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
  readonly #insertRow;
  #open = 0;

  constructor() {
    this.#db.pragma('journal_mode = OFF');
    this.#db.pragma('synchronous = OFF');
    this.#db.exec('CREATE TABLE sign (col INTEGER NOT NULL, sign TEXT NOT NULL, position INTEGER NOT NULL, came INTEGER NOT NULL)');
    this.#db.exec('CREATE TABLE said (position INTEGER PRIMARY KEY, was TEXT NOT NULL, stands TEXT NOT NULL, says TEXT NOT NULL)');
    this.#insert = this.#db.prepare<[number, string, number, number]>('INSERT INTO sign (col, sign, position, came) VALUES (?, ?, ?, ?)');
    this.#insertRow = this.#db.prepare<[number, string, string, string]>('INSERT INTO said (position, was, stands, says) VALUES (?, ?, ?, ?)');
  }

  /** `came`: the value is there now; else it was. */
  add(position: number, column: number, signs: Iterable<string>, came: boolean): void {
    this.#begin();
    for (const sign of signs) {
      this.#insert.run(column, sign, position, came ? 1 : 0);
      this.#open += 1;
    }
    if (this.#open >= 10_000) this.#settle();
  }

  /** A row that is not in the workbook as it is in the job. */
  addRow(position: number, { was, stands, says }: RowSayings): void {
    this.#begin();
    this.#insertRow.run(position, was, stands, says);
    this.#open += 1;
    if (this.#open >= 10_000) this.#settle();
  }

  /** Rows of which another one says by now what they were, and was something else itself. To be asked once all were added. */
  movedRows(): readonly number[] {
    this.#settle();
    this.#db.exec('CREATE INDEX IF NOT EXISTS said_says ON said (says)');
    return this.#db.prepare<[], number>(
      `SELECT position FROM said WHERE was <> '' AND EXISTS (SELECT 1 FROM said AS other WHERE other.says = said.was AND other.position <> said.position AND other.stands <> said.was)`,
    ).pluck().all();
  }

  // An empty cell has no signs: nothing was counted of it.
  #begin(): void {
    if (!this.#db.inTransaction) this.#db.exec('BEGIN');
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
