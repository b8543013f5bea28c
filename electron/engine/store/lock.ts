import Database from 'better-sqlite3';
import { existsSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { Fault } from '#contract/faults.ts';

export interface JobLock {
  release(): void;
}

function lockPath(jobPath: string): string {
  return `${jobPath}-lock`;
}

/**
 * Takes the right to write to a job for this process, or Fault job-busy. An exclusive transaction on a file
 * of its own beside the job: the system drops it when the process dies, however it dies, and readers of the
 * job (status, a second window) are not locked out. `patienceMs` outlasts the moment in which another
 * process only looks whether the job is locked.
 */
export function lockJob(jobPath: string, patienceMs = 1_000): JobLock {
  const db = new Database(lockPath(jobPath), { timeout: patienceMs });
  try {
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new Fault('job-busy', { file: basename(jobPath) }, { cause: error });
    }
    throw error;
  }
  return {
    release() {
      // Removed while still held: after closing, the name may already be another process's lock. Windows
      // does not remove open files, so there the empty file stays.
      if (process.platform !== 'win32') rmSync(lockPath(jobPath), { force: true });
      db.close();
    },
  };
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
