import type { RunResult, Statement as Compiled } from 'better-sqlite3';
import type { Connection } from './database.ts';

/** One piece of SQL over a connection: what better-sqlite3 offers for it, as far as it is used here. */
export interface Statement<Values extends unknown[], Row> {
  get(...values: Values): Row | undefined;
  all(...values: Values): Row[];
  iterate(...values: Values): IterableIterator<Row>;
  run(...values: Values): RunResult;
  /** Gives the first column alone. */
  pluck(): this;
}

/**
 * SQL that is compiled when it is first asked. A job file has a hundred statements, and most who open one ask a few:
 * compiling them all took longer than opening the file.
 */
export function statement<Values extends unknown[], Row = unknown>(db: Connection, sql: string): Statement<Values, Row> {
  let compiled: Compiled<Values, Row> | null = null;
  let isPlucked = false;
  const asked = (): Compiled<Values, Row> => (compiled ??= compile<Values, Row>(db, sql, isPlucked));
  return {
    get: (...values) => asked().get(...values),
    all: (...values) => asked().all(...values),
    iterate: (...values) => asked().iterate(...values),
    run: (...values) => asked().run(...values),
    pluck() {
      isPlucked = true;
      return this;
    },
  };
}

function compile<Values extends unknown[], Row>(db: Connection, sql: string, isPlucked: boolean): Compiled<Values, Row> {
  const compiled = db.prepare<Values, Row>(sql);
  return isPlucked ? compiled.pluck() : compiled;
}
