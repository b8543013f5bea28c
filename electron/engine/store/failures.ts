import type { FailureGroup } from '#contract/job.ts';
import type { Connection } from './database.ts';

export interface Failure {
  readonly position: number;
  readonly row: number;
  readonly attempt: number | null;
  /** The platform's code; null where the row was never sent because it cannot be. */
  readonly code: number | null;
  readonly text: string;
  readonly profileId: string | null;
}

interface FailureRecord {
  code: number | null;
  text: string;
  profile_id: string | null;
}

const examplesPerGroup = 5;

/** The table failure: the last refusal of every failed row, in the server's words. */
export function failureQueries(db: Connection) {
  const insert = db.prepare<Failure>(
    `INSERT OR REPLACE INTO failure (position, row, attempt, code, text, profile_id)
     VALUES (@position, @row, @attempt, @code, @text, @profileId)`,
  );
  const remove = db.prepare<[number]>('DELETE FROM failure WHERE position = ?');
  const removeRange = db.prepare<[number, number]>('DELETE FROM failure WHERE position BETWEEN ? AND ?');
  const selectAt = db.prepare<[number], FailureRecord>('SELECT code, text, profile_id FROM failure WHERE position = ?');
  const selectPositions = db.prepare<[], { position: number; code: number | null }>('SELECT position, code FROM failure ORDER BY position');
  const group = db.prepare<[], { code: number | null; text: string; rows: number }>(
    'SELECT code, text, count(*) AS rows FROM failure GROUP BY code, text ORDER BY rows DESC, code, text LIMIT 1000',
  );
  const examples = db.prepare<[number | null, string, number], { row: number }>(
    'SELECT row FROM failure WHERE code IS ? AND text = ? ORDER BY position LIMIT ?',
  );

  return {
    put(failure: Failure): void {
      insert.run(failure);
    },
    remove(position: number): void {
      remove.run(position);
    },
    removeRange(from: number, to: number): void {
      removeRange.run(from, to);
    },
    at(position: number): { readonly code: number | null; readonly text: string; readonly profileId: string | null } | null {
      const record = selectAt.get(position);
      return record === undefined ? null : { code: record.code, text: record.text, profileId: record.profile_id };
    },
    /** Positions of failed rows with their codes, rising. */
    positions: (): readonly { readonly position: number; readonly code: number | null }[] => selectPositions.all(),
    groups: (): readonly FailureGroup[] =>
      group.all().map(({ code, text, rows }) => ({
        code,
        text,
        rows,
        examples: examples.all(code, text, examplesPerGroup).map(({ row }) => row),
      })),
  };
}

export type FailureQueries = ReturnType<typeof failureQueries>;
