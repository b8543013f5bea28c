import { randomUUID } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** A copy of a job of which the records of a table are lost. */
export function damageSome(path: string, folder: string, table: 'block' | 'block_key'): string {
  const copy = join(folder, `${randomUUID()}.importjob`);
  copyFileSync(path, copy);
  const db = new Database(copy);
  db.exec(table === 'block' ? 'UPDATE block SET seal = seal + 1' : 'UPDATE block_key SET seal = seal + 1');
  db.close();
  return copy;
}
