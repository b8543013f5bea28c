import { basename } from 'node:path';
import { existsSync } from 'node:fs';
import { Fault } from '#contract/faults.ts';
import { syncFile } from '#files/replaceFile.ts';
import { writeFault } from '#files/systemErrors.ts';
import { attemptQueries, type AttemptQueries } from './attempts.ts';
import { blockQueries, type BlockQueries } from './blocks.ts';
import { chunkQueries, type ChunkQueries } from './chunks.ts';
import { correctionQueries, type CorrectionQueries } from './corrections.ts';
import { changesElsewhere, openDatabase, openOrLook, openToRead, sqliteFault, withSqliteFaults, withSqliteFaultsLater, type Connection } from './database.ts';
import { guarded } from './guarded.ts';
import { failureQueries, type FailureQueries } from './failures.ts';
import { itemQueries, type ItemQueries } from './items.ts';
import { keptProfileQueries, type KeptProfileQueries } from './keptProfiles.ts';
import { keyQueries, type KeyQueries } from './keys.ts';
import { fileAt, sameFile, type FileIdentity } from './fileIdentity.ts';
import { jobKind } from './jobKind.ts';
import { jobQueries, type JobQueries } from './jobTable.ts';
import { runsUnderOtherName } from './lock.ts';
import { databasePath } from './openFaults.ts';
import { mustBeFile } from './ownFile.ts';
import { problemQueries, type ProblemQueries } from './problems.ts';
import { stateQueries, type StateQueries } from './states.ts';
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
  readonly kept: KeptProfileQueries;
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
  return checked(path, () => openOrLook(path, jobKind));
}

/** Opens a job file to read what is committed to it, beside whoever writes: nothing can be written through it. Faults as openJobFile, and job-unreadable where it would have to be written first. */
export function openJobFileToRead(path: string): JobFile {
  return checked(path, () => ({ db: openToRead(path, jobKind), heldBack: new Fault('output-unwritable', { file: basename(path) }) }));
}

/**
 * Closes a job file that was opened to read. Whoever closes a file last moves its log into it, so that it can be copied
 * without; for a job that rests that is done here. Never for one that says "running": the process that sends may have died
 * just now, and without the log nothing would prove what it had not sent yet. Nor where another file lies there by now than the one that was opened.
 */
export function closeRead(file: JobFile, opened: FileIdentity): void {
  const writer = rests(file, opened) && existsSync(`${file.path}-wal`) ? writerOf(file.path) : null;
  file.close();
  writer?.close();
}

function rests(file: JobFile, opened: FileIdentity): boolean {
  try {
    const there = fileAt(file.path);
    return there !== null && sameFile(there.identity, opened) && file.job.state() !== 'running';
  } catch {
    return false;
  }
}

/** Null where it cannot be written: then its log stays, for whoever can. */
function writerOf(path: string): Connection | null {
  try {
    return openDatabase(path, jobKind, { create: false });
  } catch {
    return null;
  }
}

function checked(path: string, open: () => ReturnType<typeof openOrLook>): JobFile {
  mustBeFile(path);
  const { state, origin } = findWal(path);
  if (isForeign(origin)) throw new Fault('job-journal', { file: basename(path), of: origin });
  const { db, heldBack } = open();
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

/** A job file over a connection that is open; `checkSmall` looks at all that is small in it. */
export function jobFileOf(path: string, db: Connection, { heldBack, isWalLost }: FoundSo = foundWhole): { readonly file: JobFile; readonly checkSmall: () => void } {
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
    kept: guarded(path, keptProfileQueries(db, written)),
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
