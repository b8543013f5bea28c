import type { FailureGroup, FailureList } from '#contract/job.ts';
import { countedRecords } from './countedRecords.ts';
import { damaged } from './damage.ts';
import type { Connection } from './database.ts';
import { statement } from './statement.ts';
import type { WriteCount } from './written.ts';

export interface Failure {
  readonly position: number;
  readonly row: number;
  readonly attempt: number | null;
  /** The platform's code; null where the row was never sent because it cannot be. */
  readonly code: number | null;
  readonly text: string;
  readonly profileId: string | null;
}

/** As it is stored. */
export interface FailureRecord {
  readonly position: number;
  readonly row: number;
  readonly attempt: number | null;
  readonly code: number | null;
  readonly text: string;
  readonly profile_id: string | null;
  readonly seal: number;
}

const examplesPerGroup = 5;

/** Failures by the platform's code and words, the most frequent first. Fault job-corrupt. */
function groupQueries(db: Connection) {
  // Not by the index: what a damaged one leaves out would be missing without a word.
  const group = statement<[], { code: number | null; text: string; rows: number }>(
    db,
    'SELECT code, text, count(*) AS rows FROM failure NOT INDEXED GROUP BY code, text ORDER BY rows DESC, code, text',
  );
  const examples = statement<[number | null, string, number], FailureRecord>(
    db,
    'SELECT * FROM failure WHERE position IN (SELECT position FROM failure WHERE code IS ? AND text = ? ORDER BY position LIMIT ?) ORDER BY position',
  );
  return function* groups(): Generator<FailureGroup> {
    for (const { code, text, rows } of group.iterate()) {
      const shown = examples.all(code, text, examplesPerGroup);
      const isWhole = shown.length === Math.min(rows, examplesPerGroup) && shown.every((record) => record.code === code && record.text === text);
      if (!isWhole) throw damaged('failure');
      yield { code, text, rows, examples: shown.map(({ row }) => row) };
    }
  };
}

/** The first `most` groups, and how much more there is: every failure may have words of its own. */
function firstOf(groups: Iterable<FailureGroup>, most: number): FailureList {
  const shown: FailureGroup[] = [];
  const more = { groups: 0, rows: 0 };
  for (const group of groups) {
    if (shown.length < most) shown.push(group);
    else {
      more.groups += 1;
      more.rows += group.rows;
    }
  }
  return { groups: shown, more };
}

/** The table failure: the last refusal of every failed row, in the server's words; `failedRows` counts those by their states. */
export function failureQueries(db: Connection, written: WriteCount, failedRows: () => number) {
  const { checked, put, dropAt, dropBetween } = countedRecords<FailureRecord>(db, { of: 'failures', part: 'failure', named: 'row' }, written);
  const selectAt = statement<[number], FailureRecord>(db, 'SELECT * FROM failure WHERE position = ?');
  const selectAll = statement<[], FailureRecord>(db, 'SELECT * FROM failure ORDER BY position');
  const selectBetween = statement<[number, number], FailureRecord>(db, 'SELECT * FROM failure WHERE position BETWEEN ? AND ? ORDER BY position');
  const groups = groupQueries(db);

  /** Every failure under its seal and in its order, or one stands for another, and as many as rows have failed. Fault job-corrupt. */
  function* all(): Generator<FailureRecord> {
    let count = 0;
    let last = 0;
    for (const record of selectAll.iterate()) {
      if (record.position <= last) throw damaged('failure');
      last = record.position;
      count += 1;
      yield checked(record);
    }
    if (count !== failedRows()) throw damaged('failure');
  }

  // Failures and states of one moment: a run may be writing both.
  const atOnce = <Value>(work: () => Value): Value => db.transaction(work).deferred();

  return {
    put({ position, row, attempt, code, text, profileId }: Failure): void {
      put({ position, row, attempt, code, text, profile_id: profileId });
    },
    remove: dropAt,
    removeRange: dropBetween,
    /** The whole record, as `put` takes it. Fault job-corrupt. */
    at(position: number): Omit<Failure, 'position'> | null {
      const record = selectAt.get(position);
      if (record === undefined) return null;
      const { row, attempt, code, text, profile_id: profileId } = checked(record);
      return { row, attempt, code, text, profileId };
    },
    /** Positions of failed rows with their codes, rising. Fault job-corrupt where one is missing or damaged. */
    positions: (): readonly { readonly position: number; readonly code: number | null }[] =>
      atOnce(() => Array.from(all(), ({ position, code }) => ({ position, code }))),
    /** Positions between two, both included, of rows refused with this code in these words. Fault job-corrupt. */
    positionsWith: (from: number, to: number, { code, text }: Pick<Failure, 'code' | 'text'>): ReadonlySet<number> =>
      new Set(selectBetween.all(from, to).map(checked).filter((record) => record.code === code && record.text === text).map(({ position }) => position)),
    /** The first so many groups and the number of the others. Fault job-corrupt, as `positions`. */
    groups: (most: number): FailureList =>
      atOnce(() => {
        for (const record of all()) void record;
        return firstOf(groups(), most);
      }),
    /** Hands every group over, however many there are. Fault job-corrupt, as `positions`. */
    eachGroup: (take: (group: FailureGroup) => void): void =>
      atOnce(() => {
        for (const record of all()) void record;
        for (const group of groups()) take(group);
      }),
  };
}

export type FailureQueries = ReturnType<typeof failureQueries>;
