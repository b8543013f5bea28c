import type { Connection } from './database.ts';
import type { Stored } from './seal.ts';
import { statement } from './statement.ts';

/** So many records are written by one statement: one call for each takes twice as long. SQLite takes 32,766 values at most. */
const atOnce = 50;

/**
 * Writes records, many at once; in the caller's transaction. `into`: a statement as far as its values, such as
 * `INSERT INTO t (a, b)`; `width`: how many values a record has.
 */
export function insertMany(db: Connection, into: string, width: number): (records: readonly (readonly Stored[])[]) => void {
  const one = `(${Array(width).fill('?').join(', ')})`;
  const single = statement<Stored[]>(db, `${into} VALUES ${one}`);
  const many = statement<Stored[]>(db, `${into} VALUES ${Array(atOnce).fill(one).join(', ')}`);
  return (records) => {
    let at = 0;
    for (; at + atOnce <= records.length; at += atOnce) many.run(...records.slice(at, at + atOnce).flat());
    for (; at < records.length; at += 1) single.run(...(records[at] ?? []));
  };
}
