import { basename } from 'node:path';
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { Fault } from '#contract/faults.ts';
import { attemptQueries, type AttemptQueries } from './attempts.ts';
import { blockQueries, type BlockQueries } from './blocks.ts';
import { chunkQueries, type ChunkQueries } from './chunks.ts';
import { openDatabase, openOrLook, sqliteFault, withSqliteFaults, type Connection, type DatabaseKind } from './database.ts';
import { guarded } from './guarded.ts';
import { failureQueries, type FailureQueries } from './failures.ts';
import { itemQueries, type ItemQueries } from './items.ts';
import { jobQueries, type JobQueries } from './jobTable.ts';
import { lockPath } from './lock.ts';
import { job0001 } from './migrations/job0001.ts';
import { job0002 } from './migrations/job0002.ts';
import { job0003 } from './migrations/job0003.ts';
import { job0004 } from './migrations/job0004.ts';
import { problemQueries, type ProblemQueries } from './problems.ts';
import { stateQueries, type StateQueries } from './states.ts';
import { checkWal } from './walCheck.ts';
import { checkBlocks, checkSmallTables } from './wholeCheck.ts';

/** "PImp" and "PIca" in ASCII. */
const jobKind: DatabaseKind = { applicationId: 0x50496d70, migrations: [job0001, job0002, job0003, job0004], fromElsewhere: true };

/** One open job file: its tables, and transactions over them. */
export interface JobFile {
  readonly path: string;
  /** Why it can only be looked at, such as a read-only or full drive; null where it can be written. */
  readonly heldBack: Fault | null;
  /**
   * It was found "running" with its -wal missing, damaged or cut: nothing in it proves that what counts as planned
   * was not sent.
   */
  readonly inDoubt: boolean;
  readonly job: JobQueries;
  readonly blocks: BlockQueries;
  readonly items: ItemQueries;
  readonly states: StateQueries;
  readonly problems: ProblemQueries;
  readonly chunks: ChunkQueries;
  readonly attempts: AttemptQueries;
  readonly failures: FailureQueries;
  /** Before rows are sent or exported: all small tables as at opening, and the blocks of every row. Faults job-corrupt, job-unreadable. */
  check(): void;
  /** All of the work or none of it, or the Fault that holds it back; synchronous, since an await inside would leave the transaction. */
  transaction<Value>(work: () => Value): Value;
  /** Many reads of one and the same moment, whatever another process writes meanwhile. */
  snapshot<Value>(work: () => Value): Value;
  /**
   * Moves what was committed into the one file, so that even a copy made without its -wal knows of it. What another
   * process is just reading stays behind until the next time; `wait` gives it up to five seconds. The -wal is left as
   * it is: an empty one could not be told from one that was cut off.
   */
  checkpoint(options?: { readonly wait: boolean }): void;
  /** Moves everything into the one file and closes it: after this it can be copied. */
  close(): void;
}

/**
 * Opens a job file, or makes one when `create`; one that cannot be written where it lies can still be looked at, and
 * says why it is `heldBack`. All that is small in it is checked. Faults as openDatabase, and job-corrupt. Several
 * processes may have it open; only the one that holds lockJob may write rows and chunks.
 */
export function openJobFile(path: string, options: { readonly create: boolean }): JobFile {
  if (options.create) return jobFileOf(path, openDatabase(path, jobKind, options)).file;
  const isWalLost = checkWal(path) !== 'whole';
  const { db, heldBack } = openOrLook(path, jobKind);
  try {
    const { file, checkSmall } = jobFileOf(path, db, { heldBack, isWalLost });
    checkSmall();
    return file;
  } catch (error) {
    db.close();
    throw sqliteFault(error, path);
  }
}

interface FoundSo {
  readonly heldBack: Fault | null;
  readonly isWalLost: boolean;
}

const foundWhole: FoundSo = { heldBack: null, isWalLost: false };

function jobFileOf(path: string, db: Connection, { heldBack, isWalLost }: FoundSo = foundWhole): { readonly file: JobFile; readonly checkSmall: () => void } {
  const states = guarded(path, stateQueries(db));
  const chunks = guarded(path, chunkQueries(db));
  const attempts = guarded(path, attemptQueries(db, (chunk) => chunks.get(chunk)?.members ?? null));
  const job = guarded(path, jobQueries(db));
  const parts = { states, chunks, attempts, job };
  const snapshot = <Value>(work: () => Value): Value => withSqliteFaults(path, () => db.transaction(work).deferred());
  const checkSmall = (): void => snapshot(() => checkSmallTables(db, parts));
  const file: JobFile = {
    path,
    heldBack,
    inDoubt: isWalLost && job.state() === 'running',
    ...parts,
    blocks: guarded(path, blockQueries(db)),
    items: guarded(path, itemQueries(db)),
    problems: guarded(path, problemQueries(db, () => states.count().invalid)),
    failures: guarded(path, failureQueries(db, () => states.count().failed)),
    check() {
      snapshot(() => {
        checkSmallTables(db, parts);
        checkBlocks(db);
      });
    },
    transaction(work) {
      if (heldBack !== null) throw new Fault(heldBack.code, heldBack.detail, { cause: heldBack });
      return withSqliteFaults(path, () => db.transaction(work).immediate());
    },
    snapshot,
    checkpoint: ({ wait } = { wait: false }) => void (heldBack === null && db.pragma(`wal_checkpoint(${wait ? 'FULL' : 'PASSIVE'})`)),
    close: () => db.close(),
  };
  return { file, checkSmall };
}

/** A job file in the making. */
export interface NewJobFile {
  readonly file: JobFile;
  /** Brings it to the disk and gives it its own name. Faults output-unwritable, disk-full. */
  publish(): void;
  /** Deletes it; nothing happens once it is published. */
  discard(): void;
}

/**
 * A job file that gets its name only when it is whole: until then it lies beside it, nothing of it is synced, and a
 * crash leaves what discardNewJobFile takes away. So a million rows need no journal. With the job's lock in hand.
 */
export function newJobFile(path: string): NewJobFile {
  const making = makingPath(path);
  const { file } = jobFileOf(path, openNew(path));
  let open = true;
  const close = (): void => {
    if (open) file.close();
    open = false;
  };
  return {
    file,
    publish() {
      close();
      withFileFaults(path, () => {
        syncFile(making);
        renameSync(making, path);
      });
    },
    discard() {
      close();
      discardNewJobFile(path);
    },
  };
}

/** On a full drive not even the empty file may stay. */
function openNew(path: string): Connection {
  try {
    return openDatabase(makingPath(path), jobKind, { create: true, bulk: true });
  } catch (error) {
    discardNewJobFile(path);
    throw error;
  }
}

const makingPath = (path: string): string => `${path}-new`;

/** Whether a name in a folder of jobs is that of a job in the making, and of which; null for all other names. */
export function jobInTheMaking(name: string): string | null {
  return name.endsWith('.importjob-new') ? name.slice(0, -'-new'.length) : null;
}

/** Deletes what a preparation left that came to no end. Fault output-unwritable. With the job's lock in hand. */
export function discardNewJobFile(path: string): void {
  withFileFaults(path, () => {
    for (const suffix of ['', '-journal']) rmSync(makingPath(path) + suffix, { force: true });
  });
}

function syncFile(path: string): void {
  const descriptor = openSync(path, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function withFileFaults(path: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    const isFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
    throw new Fault(isFull ? 'disk-full' : 'output-unwritable', { file: basename(path) }, { cause: error });
  }
}

/**
 * Deletes a job with everything beside it; its personal data is gone. `keepLock` leaves the lock file to
 * the caller, who holds it. Fault output-unwritable.
 */
export function deleteJobFile(path: string, { keepLock }: { readonly keepLock: boolean }): void {
  withFileFaults(path, () => {
    if (!keepLock) rmSync(lockPath(path), { force: true });
    for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
  });
}

export function jobFileExists(path: string): boolean {
  return existsSync(path);
}
