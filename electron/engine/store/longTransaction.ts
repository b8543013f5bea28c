import type { Connection } from './database.ts';

/**
 * All of the work or none of it, where it lasts longer than others may be kept waiting: it may await its turn. Whatever
 * else is written over this connection meanwhile is part of it.
 */
export async function longTransaction<Value>(db: Connection, work: () => Promise<Value>): Promise<Value> {
  try {
    db.exec('BEGIN IMMEDIATE');
    const value = await work();
    db.exec('COMMIT');
    return value;
  } catch (error) {
    if (db.open && db.inTransaction) db.exec('ROLLBACK');
    throw error;
  }
}
