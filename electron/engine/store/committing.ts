import Database from 'better-sqlite3';
import { randomUUID } from 'node:crypto';
import { Fault } from '#contract/faults.ts';
import { checkpointed, type Connection } from './database.ts';
import type { JobQueries } from './jobTable.ts';
import { longTransaction } from './longTransaction.ts';
import { statement } from './statement.ts';
import { walSalts } from './walLog.ts';
import type { WriteCount } from './written.ts';

/** After so many commits, about as many pages as SQLite's own rule of a thousand. */
const commitsAtMost = 128;
/** Records written by one transaction that are as much as all those commits. */
const recordsAtMost = 128;

type Noted = Pick<JobQueries, 'noteCommit' | 'writes' | 'hold'>;

export interface Committing {
  /** All of the work or none of it; inside of another one it is a part of that. */
  transaction<Value>(work: () => Value): Value;
  /** See JobFile. */
  longTransaction<Value>(work: () => Promise<Value>): Promise<Value>;
  /** See JobFile. */
  checkpoint(wait: boolean): boolean;
}

/**
 * The commits of a job file. Each that writes to the job's record, or to what a run changes, gives it an id and the sums of
 * what is written by then (see StoredCommit), and so do the first of a -wal and the last before any of it is moved into
 * the file: by them a -wal is known for the job's own before it is replayed. For this the moving is done here, and not by SQLite at a commit of its choice.
 */
export function committing(path: string, db: Connection, job: Noted, written: WriteCount): Committing {
  db.pragma('wal_autocheckpoint = 0');
  let isFirst = true;
  /** All of the log was moved: it starts over at one of the next commits, when nobody reads it any more. */
  let movedLog: string | null = null;
  let commits = 0;
  const selectRecords = statement<[], number>(db, 'SELECT total_changes()').pluck();
  const recordsWritten = (): number => selectRecords.get() ?? 0;

  const noting = (always = false): (() => void) => notingOf(job, written, () => always || isFirst || movedLog !== null);

  function committed(): void {
    isFirst = false;
    if (movedLog !== null && walSalts(path) !== movedLog) movedLog = null;
    commits += 1;
  }

  function transaction<Value>(work: () => Value, always = false): Value {
    if (db.inTransaction) return part(db, job, work);
    const note = noting(always);
    const value = whole(db, { job, written }, () => {
      const given = work();
      note();
      return given;
    });
    committed();
    return value;
  }

  function checkpoint(wait: boolean): boolean {
    commits = 0;
    if (!isNoted(() => transaction(() => undefined, true))) return false;
    const isMoved = checkpointed(db, wait);
    if (isMoved) movedLog = walSalts(path);
    return isMoved;
  }

  return {
    transaction(work) {
      const value = transaction(work);
      if (commits >= commitsAtMost && !db.inTransaction) attempted(() => checkpoint(false));
      return value;
    },
    async longTransaction(work) {
      const before = recordsWritten();
      const value = await longTransaction(db, async () => {
        const note = noting();
        job.hold(true);
        const given = await work();
        note();
        return given;
      }).finally(() => over({ job, written }));
      committed();
      // It may be as long as hundreds of others, or one cell.
      if (commits >= commitsAtMost || recordsWritten() - before >= recordsAtMost) attempted(() => checkpoint(false));
      return value;
    },
    checkpoint,
  };
}

interface Held {
  readonly job: Noted;
  readonly written: WriteCount;
}

/** A transaction of its own, in which the job's record is held. */
function whole<Value>(db: Connection, held: Held, work: () => Value): Value {
  try {
    return db.transaction(() => {
      held.job.hold(true);
      return work();
    }).immediate();
  } finally {
    over(held);
  }
}

/** Committed or undone: of one that was undone nothing is counted any more. */
function over({ job, written }: Held): void {
  job.hold(false);
  written.take();
}

/** A part of one that is under way: where it is undone alone, the record is as it was before. */
function part<Value>(db: Connection, job: Noted, work: () => Value): Value {
  try {
    return db.transaction(work).immediate();
  } catch (error) {
    job.hold(true);
    throw error;
  }
}

/** Before work begins; what it gives is to be called when the work is done, before it is committed. `isDue`: whatever was written. */
function notingOf(job: Noted, written: WriteCount, isDue: () => boolean): () => void {
  const before = job.writes();
  return () => {
    const more = written.take();
    if (isDue() || more !== null || job.writes() !== before) job.noteCommit(randomUUID(), more);
  };
}

const isBusy = (error: unknown): boolean => (error instanceof Fault ? error.code === 'job-busy' : error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY'));

/** False where another process writes just now. */
function isNoted(work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (isBusy(error)) return false;
    throw error;
  }
}

/** It is committed, whatever becomes of moving it; that is tried again later. */
function attempted(work: () => void): void {
  try {
    work();
  } catch {
    // See above.
  }
}
