import Database from 'better-sqlite3';
import { closeSync, existsSync, openSync, realpathSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Fault } from '#contract/faults.ts';
import { writeFault } from '#files/systemErrors.ts';
import { fileAt } from './fileIdentity.ts';
import { databasePath } from './openFaults.ts';
import { mustBeFile } from './ownFile.ts';
import { temporaryUserFolder } from './userFolder.ts';

export interface JobLock {
  release(): void;
}

/** Of the file itself, whatever link leads to it: two names of one job must not give two locks. */
export function lockPath(jobPath: string): string {
  const path = resolve(jobPath);
  const real = existsSync(path) ? realpathSync(path) : join(realpathSync(dirname(path)), basename(path));
  return `${real}-lock`;
}

/** On a file system without stable file numbers no look at a lock file agrees with the one before. */
const roundsAtMost = 50;

/**
 * Takes the right to write to a job for this process, or Fault job-busy. Two locks: one beside the job, which every
 * system and user that sees the folder sees too, and one by the file's identity, so that a job renamed or moved while it
 * runs is still busy under its new name. `patienceMs` outlasts the moment in which another process only looks whether
 * the job is locked. Further faults: job-unreadable (no file), job-linked, output-unwritable, disk-full.
 */
export function lockJob(jobPath: string, patienceMs = 1_000): JobLock {
  mustBeFile(jobPath);
  const byPath = hold(lockPath(jobPath), patienceMs, jobPath);
  try {
    const identityPath = identityLockPath(jobPath);
    const byIdentity = identityPath === null ? null : hold(identityPath, patienceMs, jobPath);
    return {
      release() {
        byIdentity?.release();
        byPath.release();
      },
    };
  } catch (error) {
    byPath.release();
    throw error;
  }
}

/** Null while there is no file yet. Fault job-linked: under each of its names SQLite would keep a journal of its own, and break the file. */
function identityLockPath(jobPath: string): string | null {
  const file = fileAt(jobPath);
  if (file === null) return null;
  if (file.names > 1) throw new Fault('job-linked', { file: basename(jobPath), names: file.names });
  return join(temporaryUserFolder(), lockName(file));
}

// No birth time: of two files that are there at the same time, these two differ.
const lockName = ({ identity }: NonNullable<ReturnType<typeof fileAt>>): string => `${identity.dev}-${identity.ino}-lock`;

/** Tells a lock file from another one made later under the same name, even where it got the same inode. */
function generationOf(path: string): string | null {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? null : `${stat.dev}:${stat.ino}:${stat.birthtimeNs}`;
}

/**
 * An exclusive transaction on a file of its own: the system drops it when the process dies, however it dies, and readers
 * of the job (status, a second window) are not locked out.
 */
function hold(path: string, patienceMs: number, jobPath: string): JobLock {
  for (let round = 0; round < roundsAtMost; round += 1) {
    make(path, jobPath);
    const before = generationOf(path);
    const db = begin(path, patienceMs, jobPath);
    // The one who held it before removes the file as it goes; a lock on a removed file keeps nobody out.
    if (before !== null && generationOf(path) === before) return { release: () => letGo(path, () => void db.close()) };
    db.close();
  }
  throw new Fault('job-busy', { file: basename(jobPath) });
}

function make(path: string, jobPath: string): void {
  // Opening a pipe of that name would wait for somebody who reads it.
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) throw new Fault('output-unwritable', { file: basename(path) });
  try {
    closeSync(openSync(path, 'a', 0o600));
  } catch (error) {
    throw writeFault(error, { file: basename(jobPath) });
  }
}

function begin(path: string, patienceMs: number, jobPath: string): Database.Database {
  const db = new Database(databasePath(path), { timeout: patienceMs });
  try {
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
    return db;
  } catch (error) {
    db.close();
    if (isBusy(error)) throw new Fault('job-busy', { file: basename(jobPath) }, { cause: error });
    throw error;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}

/**
 * Lets a lock go and removes its file. Elsewhere while it is still held: after closing, the name may already be another
 * process's lock, and it would be removed under it. Windows removes no file that anybody has open, so there it is closed
 * first, and the system itself keeps the file where another process has taken it meanwhile.
 */
export function letGo(path: string, close: () => void, platform: NodeJS.Platform = process.platform): void {
  const remove = (): void => {
    try {
      rmSync(path, { force: true });
    } catch {
      // It is another's now, or its folder has become read-only: the empty file stays, and keeps nobody out.
    }
  };
  if (platform !== 'win32') remove();
  close();
  if (platform === 'win32') remove();
}

/**
 * Whether some process runs the job now: a job that says "running" without one was interrupted. A lock that cannot be
 * looked at, such as another user's, counts as held: to say "interrupted" of a job that runs would be the worse mistake.
 */
export function isLocked(jobPath: string): boolean {
  try {
    const file = fileAt(jobPath);
    return isHeld(lockPath(jobPath)) || (file !== null && isHeld(join(temporaryUserFolder(), lockName(file))));
  } catch {
    return true;
  }
}

/** Whether a process runs this file under another name, that of before it was renamed or linked: its journal lies there, and without it the file cannot be judged. */
export function runsUnderOtherName(jobPath: string): boolean {
  try {
    const file = fileAt(jobPath);
    return file !== null && !isHeld(lockPath(jobPath)) && isHeld(join(temporaryUserFolder(), lockName(file)));
  } catch {
    return false;
  }
}

/** Makes nothing where nothing is: a folder that cannot be written has no lock. */
function isHeld(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    const db = new Database(databasePath(path), { timeout: 0, fileMustExist: true });
    try {
      db.exec('BEGIN EXCLUSIVE');
      return false;
    } finally {
      db.close();
    }
  } catch {
    return existsSync(path);
  }
}
