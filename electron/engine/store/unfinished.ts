import Database from 'better-sqlite3';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeOwnFile, makeOwnFolder } from '#files/owner.ts';
import { hasUnfinished, unfinishedEnding as ending, unfinishedFolder as folder } from '#files/stateFolder.ts';

/**
 * What is being written now, so that whatever a killed program leaves, with people's data in it, is found by the next
 * start of any part of this program. Each is a small database in a folder of this person's; its lock, which the system
 * drops with the process, tells whether somebody still writes.
 */
export type UnfinishedKind = 'export' | 'simulation' | 'preparation' | 'job';

export interface Unfinished {
  readonly kind: UnfinishedKind;
  /** Of the temporary file or folder; of a preparation or a deletion, the job's. */
  readonly path: string;
}

export interface UnfinishedRecord {
  /** There is nothing left to be found. */
  done(): void;
  /** Something is left for the next start. */
  leave(): void;
}

/** Notes what will be written, before it is. Where it cannot be noted the work goes on: it is the rule that it comes to its end. */
export function recordUnfinished({ kind, path }: Unfinished): UnfinishedRecord {
  try {
    makeOwnFolder(folder());
    const record = join(folder(), randomUUID() + ending);
    makeOwnFile(record);
    const db = new Database(record, { timeout: 0 });
    db.pragma('journal_mode = MEMORY');
    // The lock of the first writing is kept until it is closed: there is no moment in which it looks left.
    db.pragma('locking_mode = EXCLUSIVE');
    db.transaction(() => {
      db.exec('CREATE TABLE unfinished (kind TEXT NOT NULL, path TEXT NOT NULL)');
      db.prepare('INSERT INTO unfinished VALUES (?, ?)').run(kind, resolve(path));
    }).exclusive();
    return { done: () => remove(db, record), leave: () => void db.close() };
  } catch {
    return { done: () => undefined, leave: () => undefined };
  }
}

/** While it is held, so that nobody else finds it; Windows removes no open file. */
function remove(db: Database.Database, record: string): void {
  if (process.platform === 'win32') db.close();
  rmSync(record, { force: true });
  db.close();
}

/** Gives everything that no living process writes to `settle`, which says whether it is settled; then it is forgotten. */
export function settleUnfinished(settle: (left: Unfinished) => boolean): void {
  for (const name of hasUnfinished() ? readdirSync(folder()) : []) {
    if (!name.endsWith(ending)) continue;
    try {
      settleRecord(join(folder(), name), settle);
    } catch {
      // Held by the one who writes it, or by another start; looked at again at the next.
    }
  }
}

const forgottenAfterMs = 90 * 24 * 3_600_000;

function settleRecord(record: string, settle: (left: Unfinished) => boolean): void {
  const db = new Database(record, { timeout: 0, fileMustExist: true });
  try {
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
    const left = read(db);
    const age = Date.now() - statSync(record).mtimeMs;
    // Without a word in it, it was made this moment, or its writer died before it had written anything else.
    const settled = left.length === 0 ? age > 60_000 : left.map(settle).every(Boolean);
    if (settled || age > forgottenAfterMs) remove(db, record);
  } finally {
    db.close();
  }
}

function read(db: Database.Database): readonly Unfinished[] {
  if (db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'unfinished'").get() === undefined) return [];
  return db.prepare<[], Unfinished>('SELECT kind, path FROM unfinished').all();
}

/** Whether what was written there could be seen now: a drive may not be connected. */
export function isPlaceThere(path: string): boolean {
  return existsSync(resolve(path, '..'));
}
