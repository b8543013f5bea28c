import type { Connection } from './database.ts';

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
  readonly members: string;
  readonly answer: Buffer;
}

export interface AttemptTotals {
  readonly attempts: number;
  readonly replayed: number;
  /** Replayed although no attempt of this job had carried that Request-ID before. */
  readonly replayedUnasked: number;
  /** ISO 8601. */
  readonly lastStartedAt: string | null;
}

/** The table attempt: every request that was begun, whether or not it ended. */
export function attemptQueries(db: Connection) {
  const insert = db.prepare<NewAttempt>(
    'INSERT INTO attempt (chunk, run, request_id, bytes, started_at) VALUES (@chunk, @run, @requestId, @bytes, @startedAt)',
  );
  const update = db.prepare<Omit<AttemptEnd, 'replayed'> & { replayed: number; id: number }>(
    `UPDATE attempt SET ended_at = @endedAt, outcome = @outcome, http_status = @httpStatus, code = @code, text = @text,
     replayed = @replayed, answer = @answer WHERE id = @id`,
  );
  const counts = db.prepare<[], AttemptTotals>(
    `SELECT count(*) AS attempts, coalesce(sum(replayed), 0) AS replayed, max(started_at) AS lastStartedAt,
     coalesce(sum(replayed AND NOT EXISTS (SELECT 1 FROM attempt AS earlier WHERE earlier.chunk = attempt.chunk
       AND earlier.id < attempt.id AND earlier.request_id = attempt.request_id)), 0) AS replayedUnasked FROM attempt`,
  );
  const answers = db.prepare<[], StoredAnswer>(
    'SELECT chunk.members, attempt.answer FROM attempt JOIN chunk ON chunk.id = attempt.chunk WHERE attempt.answer IS NOT NULL ORDER BY attempt.id',
  );

  const lastOutcome = db.prepare<[number], { outcome: string | null }>('SELECT outcome FROM attempt WHERE chunk = ? ORDER BY id DESC LIMIT 1');

  return {
    /** How the last request of a chunk ended; null while it is under way, or when there was none. */
    lastOutcome: (chunk: number): string | null => lastOutcome.get(chunk)?.outcome ?? null,
    /** Records that a request is about to leave; its id. */
    begin: (attempt: NewAttempt): number => Number(insert.run(attempt).lastInsertRowid),
    end(id: number, end: AttemptEnd): void {
      update.run({ ...end, replayed: end.replayed ? 1 : 0, id });
    },
    totals(): AttemptTotals {
      return counts.get() ?? { attempts: 0, replayed: 0, replayedUnasked: 0, lastStartedAt: null };
    },
    /** Every batch answer in the order it came, with the rows it speaks of. */
    answers: (): IterableIterator<StoredAnswer> => answers.iterate(),
  };
}

export type AttemptQueries = ReturnType<typeof attemptQueries>;
