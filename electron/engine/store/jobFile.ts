import { basename } from 'node:path';
import { existsSync } from 'node:fs';
import { Fault } from '#contract/faults.ts';
import { removeFile, replaceFile, replaceFileSync, syncFile } from '#files/replaceFile.ts';
import { writeFault } from '#files/systemErrors.ts';
import { attemptQueries, type AttemptQueries } from './attempts.ts';
import { blockQueries, type BlockQueries } from './blocks.ts';
import { chunkQueries, type ChunkQueries } from './chunks.ts';
import { correctionQueries, type CorrectionQueries } from './corrections.ts';
import { changesElsewhere, openDatabase, openOrLook, sqliteFault, withSqliteFaults, withSqliteFaultsLater, type Connection } from './database.ts';
import { guarded } from './guarded.ts';
import { failureQueries, type FailureQueries } from './failures.ts';
import { fileAt, type FileIdentity } from './fileIdentity.ts';
import { itemQueries, type ItemQueries } from './items.ts';
import { keyQueries, type KeyQueries } from './keys.ts';
import { jobKind } from './jobKind.ts';
import { jobQueries, type JobQueries } from './jobTable.ts';
import { lockJob, runsUnderOtherName, type JobLock } from './lock.ts';
import { databasePath } from './openFaults.ts';
import { mustBeFile } from './ownFile.ts';
import { problemQueries, type ProblemQueries } from './problems.ts';
import { stateQueries, type StateQueries } from './states.ts';
import { recordUnfinished } from './unfinished.ts';
import { findWal, isForeign } from './walCheck.ts';
import { noteOpen } from './openHere.ts';
import { committing } from './committing.ts';
import { checkBlocks, checkSmallPages, checkSmallTables } from './wholeCheck.ts';
import { WriteCount } from './written.ts';

/** One open job file: its tables, and transactions over them. */
export interface JobFile {
  readonly path: string;
  /** Why it can only be looked at, such as a read-only or full drive; null where it can be written. */
  readonly heldBack: Fault | null;
  /** It was found "running" with its -wal missing, damaged or cut, or one that nothing proves its own: nothing in it proves that what counts as planned was not sent. */
  readonly inDoubt: boolean;
  readonly job: JobQueries;
  readonly blocks: BlockQueries;
  readonly items: ItemQueries;
  readonly keys: KeyQueries;
  readonly states: StateQueries;
  readonly corrections: CorrectionQueries;
  readonly problems: ProblemQueries;
  readonly chunks: ChunkQueries;
  readonly attempts: AttemptQueries;
  readonly failures: FailureQueries;
  /**
   * Before rows are sent or exported: that there are blocks of every row. What is small was checked at opening.
   * `isPlanned`: all rows are planned next, which looks at the items. Faults job-corrupt, job-unreadable.
   */
  check(options?: { readonly isPlanned: boolean }): void;
  /** All of the work or none of it, or the Fault that holds it back; synchronous, since an await inside would leave the transaction. */
  transaction<Value>(work: () => Value): Value;
  /** The same for work that lets others have their turn meanwhile, who must not write to this opened file. */
  longTransaction<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Many reads of one and the same moment, whatever another process writes meanwhile. */
  snapshot<Value>(work: () => Value): Value;
  /**
   * Moves what was committed into the one file, so that even a copy made without its -wal knows of it. What another
   * process is just reading stays behind until the next time; `wait` gives it up to five seconds. The -wal is left as
   * it is: an empty one could not be told from one that was cut off. Tells whether all of it was moved.
   */
  checkpoint(options?: { readonly wait: boolean }): boolean;
  /** Whether another connection, also of another process, has written to it since it was opened. */
  isChangedElsewhere(): boolean;
  /** Copies all of it as of this moment to another path, page by page, while others go on, and brings the copy to the disk. Faults disk-full, output-unwritable, job-unreadable. */
  copyTo(path: string): Promise<void>;
  /** Moves everything into the one file and closes it: after this it can be copied. */
  close(): void;
}

/**
 * Opens a job file, or makes one when `create`; one that cannot be written where it lies can still be looked at, and
 * says why it is `heldBack`. All that is small in it is checked. Faults as openDatabase, job-corrupt, and job-journal
 * where the -wal beside it is not its own: nothing is touched then. Several processes may have it open; only the one that holds lockJob may write rows and chunks.
 */
export function openJobFile(path: string, options: { readonly create: boolean }): JobFile {
  if (options.create) return jobFileOf(path, openDatabase(path, jobKind, options)).file;
  mustBeFile(path);
  const { state, origin } = findWal(path);
  if (isForeign(origin)) throw new Fault('job-journal', { file: basename(path), of: origin });
  const { db, heldBack } = openOrLook(path, jobKind);
  let opened: JobFile | null = null;
  try {
    const { file, checkSmall } = jobFileOf(path, db, { heldBack, isWalLost: state !== 'whole' || origin === 'unknown' });
    opened = file;
    checkSmall();
    return file;
  } catch (error) {
    (opened ?? db).close();
    if (runsUnderOtherName(path)) throw new Fault('job-busy', { file: basename(path) }, { cause: error });
    throw sqliteFault(error, path);
  }
}

interface FoundSo {
  readonly heldBack: Fault | null;
  readonly isWalLost: boolean;
}

const foundWhole: FoundSo = { heldBack: null, isWalLost: false };

function jobFileOf(path: string, db: Connection, { heldBack, isWalLost }: FoundSo = foundWhole): { readonly file: JobFile; readonly checkSmall: () => void } {
  const written = new WriteCount();
  const states = guarded(path, stateQueries(db, written));
  const chunks = guarded(path, chunkQueries(db, written));
  const attempts = guarded(path, attemptQueries(db, written, (chunk) => chunks.get(chunk)?.members ?? null));
  const job = guarded(path, jobQueries(db));
  const corrections = guarded(path, correctionQueries(db, written));
  const parts = { states, chunks, attempts, job, corrections };
  const snapshot = <Value>(work: () => Value): Value => withSqliteFaults(path, () => db.transaction(work).deferred());
  const checkSmall = (): void =>
    snapshot(() => {
      checkSmallPages(db);
      const record = job.read();
      if (record !== null && record.state !== 'preparing') checkSmallTables(db, record, parts);
    });
  const commits = committing(path, db, job, written);
  const inDoubt = isWalLost && job.state() === 'running';
  const noteClosed = noteOpen(path);
  const file: JobFile = {
    path,
    heldBack,
    inDoubt,
    ...parts,
    blocks: guarded(path, blockQueries(db)),
    items: guarded(path, itemQueries(db, states)),
    keys: guarded(path, keyQueries(db, written, () => job.written()?.keys)),
    problems: guarded(path, problemQueries(db, written, () => states.bytes())),
    failures: guarded(path, failureQueries(db, written, () => states.count().failed)),
    check: ({ isPlanned } = { isPlanned: false }) => snapshot(() => checkBlocks(db, corrections, isPlanned)),
    transaction(work) {
      mustBeWritable({ heldBack });
      return withSqliteFaults(path, () => commits.transaction(work));
    },
    async longTransaction(work) {
      mustBeWritable({ heldBack });
      return withSqliteFaultsLater(path, () => commits.longTransaction(work));
    },
    snapshot,
    isChangedElsewhere: changesElsewhere(db),
    checkpoint: ({ wait } = { wait: false }) => heldBack === null && withSqliteFaults(path, () => commits.checkpoint(wait)),
    async copyTo(to) {
      try {
        await db.backup(databasePath(to));
        syncFile(to);
      } catch (error) {
        throw sqliteFault(error, to);
      }
    },
    close() {
      db.close();
      noteClosed();
    },
  };
  return { file, checkSmall };
}

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

/** Work on files beside a job; the system's errors are Faults that name it. */
export function withFileFaults(path: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw writeFault(error, { file: basename(path) });
  }
}

/** Before anything is begun that must be written down. Throws the Fault that holds it back. */
export function mustBeWritable({ heldBack }: Pick<JobFile, 'heldBack'>): void {
  if (heldBack !== null) throw new Fault(heldBack.code, heldBack.detail, { cause: heldBack });
}

export function jobFileExists(path: string): boolean {
  return existsSync(path);
}
