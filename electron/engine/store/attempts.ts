import { damaged } from './damage.ts';
import type { Connection } from './database.ts';
import type { Run } from './runs.ts';
import { versionedRecords, type VersionedRecords } from './sealedRecords.ts';
import { statement } from './statement.ts';
import type { WriteCount } from './written.ts';

export interface AttemptEnd {
  /** ISO 8601. */
  readonly endedAt: string;
  /** Kind of the outcome, with its reason where it has one: "answered", "later: throttled". */
  readonly outcome: string;
  readonly httpStatus: number | null;
  readonly code: number | null;
  readonly text: string | null;
  readonly replayed: boolean;
  /** A batch answer's bytes, deflated. */
  readonly answer: Buffer | null;
}

export interface NewAttempt {
  readonly chunk: number;
  readonly run: number;
  readonly requestId: string;
  readonly bytes: number;
  readonly startedAt: string;
}

export interface StoredAnswer {
  readonly members: readonly Run[];
  readonly answer: Buffer;
}

export interface AttemptTotals {
  readonly attempts: number;
  readonly replayed: number;
  /** Replayed although no attempt of this job had carried that Request-ID before. */
  readonly replayedUnasked: number;
  /** With a result for every row, and a code for the whole that says error. */
  readonly calledErrors: number;
  /** Answered after the operator had their rows sent again. */
  readonly late: number;
  /** ISO 8601. */
  readonly lastStartedAt: string | null;
}

/** When a request was under way, and what became of how many profiles. */
export interface TimedAttempt {
  /** ISO 8601; null while it is under way. */
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly outcome: string | null;
  readonly httpStatus: number | null;
  readonly code: number | null;
  /** 1 or 0. */
  readonly replayed: number;
  readonly bytes: number;
  readonly profiles: number;
}

/** By what the answer to a request is known. */
export interface AttemptId {
  readonly id: number;
  readonly chunk: number;
  readonly requestId: string;
  /** 1 where its outcome was recorded. */
  readonly hasEnded: number;
}

/** As it is stored. */
export interface AttemptRecord {
  readonly id: number;
  readonly chunk: number;
  readonly run: number;
  readonly request_id: string;
  readonly bytes: number;
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly outcome: string | null;
  readonly http_status: number | null;
  readonly code: number | null;
  readonly text: string | null;
  readonly replayed: number;
  readonly answer: Buffer | null;
  readonly version: number;
  readonly seal: number;
}

const notEnded = { ended_at: null, outcome: null, http_status: null, code: null, text: null, replayed: 0, answer: null } as const;

/** The requests of one chunk. */
function chunkAttempts(db: Connection, records: VersionedRecords<AttemptRecord>) {
  const selectOf = statement<[number], AttemptRecord>(db, 'SELECT * FROM attempt WHERE chunk = ? ORDER BY id');
  const selectLast = statement<[number], AttemptRecord>(db, 'SELECT * FROM attempt WHERE chunk = ? ORDER BY id DESC LIMIT 1');
  return {
    /** How the last one ended; null while it is under way, or when there was none. */
    lastOutcome(chunk: number): string | null {
      const record = selectLast.get(chunk);
      return record === undefined ? null : records.checked(record).outcome;
    },
    /** All of them, in their order. Fault job-corrupt. */
    ofChunk: (chunk: number): readonly AttemptRecord[] => selectOf.all(chunk).map(records.checked),
  };
}

function attemptTimes(db: Connection) {
  const selectTimes = statement<[], TimedAttempt>(
    db,
    `SELECT attempt.started_at AS startedAt, attempt.ended_at AS endedAt, attempt.outcome, attempt.http_status AS httpStatus, attempt.code, attempt.replayed, attempt.bytes, chunk.profiles
     FROM attempt JOIN chunk ON chunk.id = attempt.chunk WHERE attempt.run = (SELECT run FROM attempt ORDER BY id DESC LIMIT 1) ORDER BY attempt.id`,
  );
  return {
    /** The requests of the last run, to be shown; nothing is decided by them, and so no seal is looked at. */
    ofLastRun: (): readonly TimedAttempt[] => selectTimes.all(),
  };
}

/** The table attempt: every request that was begun, whether or not it ended; `membersOf` tells the rows of a chunk. */
export function attemptQueries(db: Connection, written: WriteCount, membersOf: (chunk: number) => readonly Run[] | null) {
  const records = versionedRecords<AttemptRecord>(db, 'attempt', (versions) => written.add('attempts', versions));
  const last = statement<[], { id: number | null }>(db, 'SELECT max(id) AS id FROM attempt');
  const selectAll = statement<[], AttemptRecord>(db, 'SELECT * FROM attempt ORDER BY id');
  const selectIds = statement<[], AttemptId>(db, 'SELECT id, chunk, request_id AS requestId, outcome IS NOT NULL AS hasEnded FROM attempt ORDER BY id');
  const counts = statement<[], AttemptTotals>(
    db,
    `SELECT count(*) AS attempts, coalesce(sum(replayed), 0) AS replayed, max(started_at) AS lastStartedAt,
     coalesce(sum(outcome = 'answered' AND code <> 0), 0) AS calledErrors, coalesce(sum(outcome = 'late'), 0) AS late,
     coalesce(sum(replayed AND NOT EXISTS (SELECT 1 FROM attempt AS earlier WHERE earlier.chunk = attempt.chunk
       AND earlier.id < attempt.id AND earlier.request_id = attempt.request_id)), 0) AS replayedUnasked FROM attempt`,
  );

  /** All attempts in their order; none is ever deleted, so a gap is one that was lost. Fault job-corrupt. */
  function* all(): Generator<AttemptRecord> {
    let next = 1;
    for (const record of selectAll.iterate()) {
      if (record.id !== next) throw damaged('attempt', { attempt: String(next) });
      yield records.checked(record);
      next += 1;
    }
  }

  return {
    ...chunkAttempts(db, records),
    ...attemptTimes(db),
    /** All of them, in their order. */
    ids: (): readonly AttemptId[] => selectIds.all(),
    /** Records that a request is about to leave; its id. */
    begin({ chunk, run, requestId, bytes, startedAt }: NewAttempt): number {
      const id = (last.get()?.id ?? 0) + 1;
      records.insert({ ...notEnded, id, chunk, run, request_id: requestId, bytes, started_at: startedAt, version: 1 });
      return id;
    },
    /** A record saved from another file, as it is; ids must be without a gap. */
    restore({ seal: _, ...record }: AttemptRecord): void {
      records.insert(record);
    },
    end(id: number, end: AttemptEnd): void {
      const { endedAt, outcome, httpStatus, code, text, replayed, answer } = end;
      records.change(id, () => ({ ended_at: endedAt, outcome, http_status: httpStatus, code, text, replayed: replayed ? 1 : 0, answer }));
    },
    /** Reads every record under its seal. Fault job-corrupt. */
    check(): void {
      for (const record of all()) void record;
    },
    totals(): AttemptTotals {
      return counts.get() ?? { attempts: 0, replayed: 0, replayedUnasked: 0, calledErrors: 0, late: 0, lastStartedAt: null };
    },
    /** Every batch answer in the order it came, with the rows it speaks of. Fault job-corrupt. */
    *answers(): Generator<StoredAnswer> {
      for (const { chunk, answer } of all()) {
        if (answer === null) continue;
        const members = membersOf(chunk);
        if (members === null) throw damaged('chunk', { chunk: String(chunk) });
        yield { members, answer };
      }
    },
  };
}

export type AttemptQueries = ReturnType<typeof attemptQueries>;
