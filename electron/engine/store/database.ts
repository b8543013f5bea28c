import Database from 'better-sqlite3';
import { basename, resolve } from 'node:path';
import { Fault } from '#contract/faults.ts';
import type { Migration } from './migrations/migration.ts';

export type Connection = Database.Database;

export interface DatabaseKind {
  /** SQLite's application_id: tells our files from other SQLite files. */
  readonly applicationId: number;
  readonly migrations: readonly Migration[];
}

export interface OpenDatabaseOptions {
  /** False: a missing file is a Fault job-missing, not a new database. */
  readonly create: boolean;
  /** For filling a new file that is worth nothing until it is whole: nothing is synced, no journal lies on the disk. */
  readonly bulk?: boolean;
}

/** Blocks take hundreds of kilobytes: with SQLite's own 4 KB each would be a chain of dozens of pages. */
const pageBytes = 16_384;

/**
 * Opens a database of ours and brings it to the newest version, all pending steps in one transaction.
 * WAL with synchronous FULL: what was committed survives a power cut, which the order "Request-ID stored,
 * then sent" rests on. Faults: job-missing, job-unreadable, job-newer, job-busy, disk-full.
 */
export function openDatabase(path: string, kind: DatabaseKind, { create, bulk = false }: OpenDatabaseOptions): Connection {
  // SQLite gives these names a meaning of its own, or trims them: the job would lie nowhere, or elsewhere.
  if (path.trim() !== path || path === '' || path.startsWith(':')) throw new Fault('usage', { problem: `"${path}" is no name for a file` });
  return withSqliteFaults(path, () => {
    const db = new Database(resolve(path), { fileMustExist: !create, timeout: 5_000 });
    try {
      // Has no effect on a file that has pages already.
      db.pragma(`page_size = ${pageBytes}`);
      checkKind(db, kind, path);
      db.pragma(bulk ? 'journal_mode = MEMORY' : 'journal_mode = WAL');
      db.pragma(bulk ? 'synchronous = OFF' : 'synchronous = FULL');
      db.pragma('foreign_keys = ON');
      migrate(db, kind, path);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

function checkKind(db: Connection, kind: DatabaseKind, path: string): void {
  const id = Number(db.pragma('application_id', { simple: true }));
  const version = userVersion(db);
  if (id === kind.applicationId) return;
  const fresh = id === 0 && version === 0 && db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  if (!fresh) throw new Fault('job-unreadable', { file: basename(path) });
}

function userVersion(db: Connection): number {
  return Number(db.pragma('user_version', { simple: true }));
}

function migrate(db: Connection, kind: DatabaseKind, path: string): void {
  const newest = kind.migrations.at(-1)?.version ?? 0;
  if (userVersion(db) > newest) throw new Fault('job-newer', { file: basename(path) });
  if (userVersion(db) === newest) return;
  const run = db.transaction(() => {
    // Read again inside the transaction: another process may have migrated since.
    const from = userVersion(db);
    for (const step of kind.migrations) if (step.version > from) db.exec(step.sql);
    db.pragma(`application_id = ${kind.applicationId}`);
    db.pragma(`user_version = ${newest}`);
  });
  run.immediate();
}

/** Runs a piece of database work and turns SQLite's errors into Faults that an operator understands. */
export function withSqliteFaults<Value>(path: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw sqliteFault(error, path);
  }
}

/** The Fault that an error of SQLite stands for; any other error as it is. */
export function sqliteFault(error: unknown, path: string): unknown {
  if (!(error instanceof Database.SqliteError)) return missingOr(error, path);
  const detail = { file: basename(path), reason: error.code };
  if (error.code === 'SQLITE_FULL') return new Fault('disk-full', detail, { cause: error });
  if (error.code.startsWith('SQLITE_BUSY')) return new Fault('job-busy', detail, { cause: error });
  if (error.code.startsWith('SQLITE_READONLY')) return new Fault('output-unwritable', detail, { cause: error });
  if (error.code === 'SQLITE_CANTOPEN') return new Fault('job-missing', detail, { cause: error });
  if (/^SQLITE_(CORRUPT|NOTADB|IOERR|FORMAT|ERROR)/.test(error.code)) return new Fault('job-unreadable', detail, { cause: error });
  return error;
}

function missingOr(error: unknown, path: string): unknown {
  // better-sqlite3 refuses a path in a folder that is not there with a TypeError of its own.
  if (error instanceof TypeError && error.message.includes('directory does not exist')) {
    return new Fault('job-missing', { file: basename(path) }, { cause: error });
  }
  return error;
}
