import { m } from '#messages';
import Database from 'better-sqlite3';
import { existsSync, realpathSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { Fault } from '#contract/faults.ts';
import { usageFault } from '#contract/spokenFault.ts';
import { makeOwnFile, narrow } from '#files/owner.ts';
import { applicationIdInLog } from './walLog.ts';
import { hasKnownSchema, newestSchema } from './knownSchema.ts';
import type { Migration } from './migrations/migration.ts';
import { mustBeFile, ownerOf } from './ownFile.ts';
import { createFault, databasePath, isFull, openFault } from './openFaults.ts';
import { wholeImage } from './wholeImage.ts';

export type Connection = Database.Database;

export interface DatabaseKind {
  /** SQLite's application_id: tells our files from other SQLite files. */
  readonly applicationId: number;
  readonly migrations: readonly Migration[];
  /** Its files come from other workstations too: one with another schema than the steps make is none of ours. */
  readonly fromElsewhere?: boolean;
}

export interface OpenDatabaseOptions {
  /** False: a missing file is a Fault job-missing, not a new database. */
  readonly create: boolean;
  /** For filling a new file that is worth nothing until it is whole: nothing is synced, no journal lies on the disk. */
  readonly bulk?: boolean;
}

/** Blocks take hundreds of kilobytes: with SQLite's own 4 KB each would be a chain of dozens of pages. */
const pageBytes = 16_384;

/** What makes a commit outlast a power cut: on macOS a plain sync only reaches the drive's own memory (Apple, fsync(2)). */
export function durabilityPragmas(platform: NodeJS.Platform): readonly string[] {
  return platform === 'darwin' ? ['synchronous = FULL', 'fullfsync = ON', 'checkpoint_fullfsync = ON'] : ['synchronous = FULL'];
}

/**
 * Opens a database of ours and brings it to the newest version, all pending steps in one transaction. It and its
 * companions are made its owner's alone, once it is known to be ours: what is not stays as it is, its rights and its log too. WAL with synchronous FULL: what was committed survives a power cut, which the order
 * "Request-ID stored, then sent" rests on. Faults: job-missing, job-unreadable, job-newer, job-busy, disk-full,
 * output-unwritable, file-forbidden, file-failed, path-too-long, no-memory.
 */
export function openDatabase(path: string, kind: DatabaseKind, { create, bulk = false }: OpenDatabaseOptions): Connection {
  mustBeName(path);
  mustBeFile(path);
  if (create) makeOwn(path);
  const isKnown = !create && isOurs(path, kind);
  return opened(path, () => {
    // Before SQLite makes companions, which get the same rights.
    if (isKnown) narrowAll(path);
    const db = new Database(databasePath(path), { fileMustExist: true, timeout: 5_000 });
    return orClosed(db, () => {
      // Has no effect on a file that has pages already.
      db.pragma(`page_size = ${pageBytes}`);
      checkKind(db, kind, path);
      if (!isKnown && applicationIdOf(db) === kind.applicationId) narrowAll(path);
      db.pragma(bulk ? 'journal_mode = MEMORY' : 'journal_mode = WAL');
      if (bulk) db.pragma('synchronous = OFF');
      else for (const pragma of durabilityPragmas(process.platform)) db.pragma(pragma);
      db.pragma('foreign_keys = ON');
      // Pages are checked as they are read, and nothing that a file from elsewhere brings along is run.
      db.pragma('cell_size_check = ON');
      db.pragma('trusted_schema = OFF');
      migrate(db, kind, path);
    });
  });
}

/** Why a file that can be looked at cannot be written. */
const heldBackBy: ReadonlySet<string> = new Set(['output-unwritable', 'disk-full', 'path-too-long', 'file-failed']);

/**
 * Opens a database of ours to write to it, or, where that cannot be (a read-only or full drive, a folder of somebody
 * else's, a long name), to look at it; `heldBack` then says why, and what is written is refused. Faults as openDatabase.
 */
export function openOrLook(path: string, kind: DatabaseKind): { readonly db: Connection; readonly heldBack: Fault | null } {
  try {
    return { db: openDatabase(path, kind, { create: false }), heldBack: null };
  } catch (error) {
    if (!(error instanceof Fault) || !heldBackBy.has(error.code)) throw error;
    return { db: lookAt(path, kind), heldBack: error };
  }
}

/** What a connection that only reads keeps of a file in memory, in KB: pages of a grid lie apart, and none is asked for twice. */
const readingCacheKilobytes = 4_000;

/**
 * Opens a database of ours to read what is committed, beside whoever writes to it. Nothing is written through it, nor
 * brought to the newest version, and its log stays where it is even when this is closed last: see closeRead. Faults as
 * openDatabase, and job-unreadable where it would have to be written first.
 */
export function openToRead(path: string, kind: DatabaseKind): Connection {
  mustBeName(path);
  mustBeFile(path);
  isOurs(path, kind);
  return opened(path, () => {
    const db = new Database(databasePath(path), { readonly: true, fileMustExist: true, timeout: 5_000 });
    return orClosed(db, () => {
      checkKind(db, kind, path);
      const isAsWritten = userVersion(db) === kind.migrations.at(-1)?.version && db.pragma('journal_mode', { simple: true }) === 'wal';
      if (!isAsWritten) throw new Fault('job-unreadable', { file: basename(path), reason: 'version' });
      db.pragma(`cache_size = -${readingCacheKilobytes}`);
      db.pragma('cell_size_check = ON');
      db.pragma('trusted_schema = OFF');
    });
  });
}

/** As it lies there, with its log, if SQLite can; else as a copy in memory, brought to the newest version there. */
function lookAt(path: string, kind: DatabaseKind): Connection {
  const db = lookInPlace(path, kind);
  if (db !== null) return db;
  return opened(path, () => {
    const copy = new Database(wholeImage(path));
    return orClosed(copy, () => {
      checkKind(copy, kind, path);
      migrate(copy, kind, path);
      copy.pragma('query_only = ON');
    });
  });
}

/** Null where SQLite would have to write for that: a journal's index, or the newest version's tables. */
function lookInPlace(path: string, kind: DatabaseKind): Connection | null {
  let db: Connection | null = null;
  try {
    db = new Database(databasePath(path), { readonly: true, fileMustExist: true, timeout: 5_000 });
    checkKind(db, kind, path);
    if (userVersion(db) === kind.migrations.at(-1)?.version) return db;
  } catch {
    // Told by the copy, if it is the file's own fault.
  }
  db?.close();
  return null;
}

/** SQLite gives these names a meaning of its own, or trims them: the job would lie nowhere, or elsewhere. */
function mustBeName(path: string): void {
  if (path.trim() !== path || path === '' || path.startsWith(':')) throw usageFault(() => m.cli_usage_no_file_name({ path }));
}

function makeOwn(path: string): void {
  try {
    if (!existsSync(path)) makeOwnFile(path);
  } catch (error) {
    throw createFault(path, error);
  }
}

/** Whether its own first bytes say so. Not left to SQLite, which would already have moved the log of a stranger's database into it. Fault job-unreadable. */
function isOurs(path: string, kind: DatabaseKind): boolean {
  const whose = ownerOf(path, kind.applicationId);
  // What the first page lacks, the log may have: a database that was just made has all of itself there.
  if ((whose === 'other' || whose === 'lost') && applicationIdInLog(path) !== kind.applicationId) throw new Fault('job-unreadable', { file: basename(path) });
  return whose !== 'unknown';
}

/** The companions lie beside the file itself, whatever link leads to it. */
function narrowAll(path: string): void {
  const real = realpathSync(path);
  for (const suffix of ['', '-wal', '-shm']) narrow(real + suffix);
}

function orClosed(db: Connection, work: () => void): Connection {
  try {
    work();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** SQLite's codes say little of why it could not open a file. */
function opened(path: string, work: () => Connection): Connection {
  try {
    return work();
  } catch (error) {
    const code = error instanceof Database.SqliteError ? error.code : '';
    // better-sqlite3 refuses a path in a folder that is not there with a TypeError of its own.
    const isPlace = /^SQLITE_(CANTOPEN|READONLY|FULL|PERM|AUTH|IOERR)/.test(code) && !/SHORT_READ|NOMEM/.test(code);
    throw isPlace || error instanceof TypeError ? openFault(path, code, error) : sqliteFault(error, path);
  }
}

function checkKind(db: Connection, kind: DatabaseKind, path: string): void {
  const id = applicationIdOf(db);
  const version = userVersion(db);
  if (id === kind.applicationId) {
    const isKnownShape = kind.fromElsewhere !== true || version > (kind.migrations.at(-1)?.version ?? 0) || hasKnownSchema(db, kind.migrations, version);
    if (!isKnownShape) throw new Fault('job-unreadable', { file: basename(path), reason: 'tables' });
    return;
  }
  const fresh = id === 0 && version === 0 && db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  if (!fresh) throw new Fault('job-unreadable', { file: basename(path) });
}

function applicationIdOf(db: Connection): number {
  return Number(db.pragma('application_id', { simple: true }));
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
    if (from === 0) db.exec(newestSchema(kind.migrations));
    else for (const step of kind.migrations.filter(({ version }) => version > from)) {
      db.exec(step.sql);
      step.after?.(db);
    }
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

/** The same of work that takes its time. */
export async function withSqliteFaultsLater<Value>(path: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw sqliteFault(error, path);
  }
}

/** The Fault that an error of SQLite stands for; any other error as it is. */
export function sqliteFault(error: unknown, path: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const { code } = error;
  const detail = { file: basename(path), reason: code };
  const options = { cause: error };
  if (code === 'SQLITE_NOMEM' || code === 'SQLITE_IOERR_NOMEM') return new Fault('no-memory', detail, options);
  if (/^SQLITE_(BUSY|LOCKED|PROTOCOL)/.test(code)) return new Fault('job-busy', detail, options);
  if (/^SQLITE_(READONLY|PERM|AUTH)/.test(code)) return new Fault('output-unwritable', detail, options);
  if (/^SQLITE_(CORRUPT|IOERR_SHORT_READ|CONSTRAINT|MISMATCH|TOOBIG|RANGE)/.test(code)) return new Fault('job-corrupt', { ...detail, part: 'pages' }, options);
  if (/^SQLITE_(FORMAT|NOTADB|ERROR)/.test(code)) return new Fault('job-unreadable', detail, options);
  if (/^SQLITE_(CANTOPEN|FULL|IOERR|NOLFS)/.test(code)) return new Fault(code === 'SQLITE_FULL' || isFull(path) ? 'disk-full' : 'file-failed', detail, options);
  return error;
}

/** The pragma's one record: whether it was held up, the frames in the log, and those moved by now. */
const checkpointSchema = z.tuple([z.object({ busy: z.number(), log: z.number(), checkpointed: z.number() })]);

/** Moves what was committed into the file itself, and tells whether all of it was moved. `wait`: up to five seconds for those who read it. */
export function checkpointed(db: Connection, wait: boolean): boolean {
  const [{ busy, log, checkpointed: moved }] = checkpointSchema.parse(db.pragma(`wal_checkpoint(${wait ? 'FULL' : 'PASSIVE'})`));
  return busy === 0 && log === moved;
}

/** Tells whether another connection, of whatever process, has committed to the file since this one was opened (sqlite.org/pragma.html#pragma_data_version). */
export function changesElsewhere(db: Connection): () => boolean {
  const version = (): unknown => db.pragma('data_version', { simple: true });
  const first = version();
  return () => version() !== first;
}
