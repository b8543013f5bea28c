import { basename } from 'node:path';
import { existsSync } from 'node:fs';
import { Fault } from '#contract/faults.ts';
import { removeFile, replaceFile, replaceFileSync, syncFile } from '#files/replaceFile.ts';
import { writeFault } from '#files/systemErrors.ts';
import { openDatabase } from './database.ts';
import { fileAt, type FileIdentity } from './fileIdentity.ts';
import { jobFileOf, withFileFaults, type JobFile } from './jobFile.ts';
import { jobKind } from './jobKind.ts';
import { jobQueries } from './jobTable.ts';
import { lockJob, type JobLock } from './lock.ts';
import { recordUnfinished } from './unfinished.ts';

/** A job file in the making. */
export interface NewJobFile {
  readonly file: JobFile;
  /** Of the file, which keeps it when it gets its own name. */
  identity(): FileIdentity | null;
  /**
   * Brings it to the disk and gives it its own name. Faults disk-full, output-unwritable; with `kept` it is whole, only its
   * name was refused, and settleNewJobFile gives it that later.
   */
  publish(): Promise<void>;
  /** Deletes it; nothing happens once it is whole. */
  discard(): void;
}

/**
 * The lock of a job that is to be made, and a note of it that outlives the lock: whatever a kill leaves of either, the
 * next start finds. Faults as lockJob.
 */
export function lockNewJob(path: string): JobLock {
  const record = recordUnfinished({ kind: 'preparation', path });
  const end = (): void => {
    // It is whole, and only its name was refused.
    if (existsSync(makingPath(path))) record.leave();
    else record.done();
  };
  try {
    const lock = lockJob(path);
    return {
      release() {
        lock.release();
        end();
      },
    };
  } catch (error) {
    end();
    throw error;
  }
}

/**
 * A job file that gets its name only when it is whole: until then it lies beside it, nothing of it is synced, and a
 * crash leaves what discardNewJobFile takes away. So a million rows need no journal. With the lock of lockNewJob in hand.
 */
export function newJobFile(path: string): NewJobFile {
  const making = makingPath(path);
  let step: 'filling' | 'closed' | 'kept' = 'filling';
  const file = openNew(path);
  const close = (): void => {
    if (step === 'filling') file.close();
    step = 'closed';
  };
  return {
    file,
    identity: () => fileAt(making)?.identity ?? null,
    async publish() {
      close();
      withFileFaults(path, () => syncFile(making));
      step = 'kept';
      try {
        await replaceFile(making, path);
      } catch (error) {
        const { code, detail } = writeFault(error, { file: basename(path) });
        throw new Fault(code, { ...detail, kept: basename(making) }, { cause: error });
      }
    },
    discard() {
      if (step === 'kept') return;
      close();
      discardNewJobFile(path);
    },
  };
}

/** On a full drive not even the empty file may stay. */
function openNew(path: string): JobFile {
  try {
    return jobFileOf(path, openDatabase(makingPath(path), jobKind, { create: true, bulk: true })).file;
  } catch (error) {
    discardNewJobFile(path);
    throw error;
  }
}

const makingPath = (path: string): string => `${path}-new`;

/** Deletes what a preparation left that came to no end. Fault output-unwritable. With the job's lock in hand. */
export function discardNewJobFile(path: string): void {
  withFileFaults(path, () => {
    for (const suffix of ['', '-journal']) removeFile(makingPath(path) + suffix);
  });
}

/**
 * What becomes of a job in the making that nobody makes any more: one that is whole gets its name, any other is deleted.
 * Faults output-unwritable, disk-full. With the job's lock in hand.
 */
export function settleNewJobFile(path: string): 'completed' | 'removed' | 'nothing' {
  const making = makingPath(path);
  if (!existsSync(making)) return 'nothing';
  if (existsSync(path) || !isWhole(making)) {
    discardNewJobFile(path);
    return 'removed';
  }
  withFileFaults(path, () => {
    syncFile(making);
    replaceFileSync(making, path);
  });
  return 'completed';
}

/** Its state is written last of all. */
function isWhole(making: string): boolean {
  try {
    const db = openDatabase(making, jobKind, { create: false, bulk: true });
    try {
      return jobQueries(db).read()?.state === 'ready' && db.pragma('quick_check(1)', { simple: true }) === 'ok';
    } finally {
      db.close();
    }
  } catch {
    return false;
  }
}
