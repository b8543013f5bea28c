import Database from 'better-sqlite3';
import { closeSync, existsSync, openSync, realpathSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Fault } from '#contract/faults.ts';

export interface JobLock {
  release(): void;
}

/** Of the file itself, whatever link leads to it: two names of one job must not give two locks. */
export function lockPath(jobPath: string): string {
  const path = resolve(jobPath);
  const real = existsSync(path) ? realpathSync(path) : join(realpathSync(dirname(path)), basename(path));
  return `${real}-lock`;
}

/** Tells the file at a path from another one made later under the same name, even where it got the same inode. */
function identityOf(path: string): string | null {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? null : `${stat.dev}:${stat.ino}:${stat.birthtimeNs}`;
}

/**
 * Takes the right to write to a job for this process, or Fault job-busy. An exclusive transaction on a file
 * of its own beside the job: the system drops it when the process dies, however it dies, and readers of the
 * job (status, a second window) are not locked out. `patienceMs` outlasts the moment in which another
 * process only looks whether the job is locked.
 */
export function lockJob(jobPath: string, patienceMs = 1_000): JobLock {
  const path = lockPath(jobPath);
  for (;;) {
    closeSync(openSync(path, 'a'));
    const before = identityOf(path);
    const db = lockFile(path, patienceMs, jobPath);
    // The one who held it before removes the file as it goes; a lock on a removed file keeps nobody out.
    if (before !== null && identityOf(path) === before) return { release: () => release(db, path) };
    db.close();
  }
}

function lockFile(path: string, patienceMs: number, jobPath: string): Database.Database {
  const db = new Database(path, { timeout: patienceMs });
  try {
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
    return db;
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new Fault('job-busy', { file: basename(jobPath) }, { cause: error });
    }
    throw error;
  }
}

function release(db: Database.Database, path: string): void {
  // Removed while still held: after closing, the name may already be another process's lock. Windows does not
  // remove open files, so there the empty file stays.
  if (process.platform !== 'win32') rmSync(path, { force: true });
  db.close();
}

/** Whether some process runs the job now: a job that says "running" without one was interrupted. */
export function isLocked(jobPath: string): boolean {
  if (!existsSync(lockPath(jobPath))) return false;
  try {
    lockJob(jobPath, 0).release();
    return false;
  } catch (error) {
    if (error instanceof Fault && error.code === 'job-busy') return true;
    throw error;
  }
}
