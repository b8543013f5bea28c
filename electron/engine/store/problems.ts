import type { ProblemGroup } from '#contract/job.ts';
import { rowErrorReasons, type RowError, type RowErrorReason } from '#contract/rowErrors.ts';
import type { Connection } from './database.ts';

interface ErrorRecord {
  row: number;
  col: string | null;
  header: string | null;
  field: string;
  value: string;
  reason: RowErrorReason;
}

const examplesPerGroup = 5;

/** The tables row_error and duplicate: why rows are not sent. */
export function problemQueries(db: Connection) {
  const insert = db.prepare<[number, number, number, string | null, string | null, string, string, string]>(
    'INSERT INTO row_error (position, seq, row, col, header, field, value, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const insertDuplicate = db.prepare<[number, number]>('INSERT OR REPLACE INTO duplicate (position, of_row) VALUES (?, ?)');
  const selectAt = db.prepare<[number], ErrorRecord>('SELECT row, col, header, field, value, reason FROM row_error WHERE position = ? ORDER BY seq');
  const selectFirst = db.prepare<[number], ErrorRecord>('SELECT row, col, header, field, value, reason FROM row_error ORDER BY position, seq LIMIT ?');
  const selectDuplicate = db.prepare<[number], { of_row: number }>('SELECT of_row FROM duplicate WHERE position = ?');
  const group = db.prepare<[], Omit<ErrorRecord, 'row' | 'value'> & { rows: number }>(
    `SELECT col, max(header) AS header, field, reason, count(DISTINCT position) AS rows
     FROM row_error GROUP BY col, field, reason ORDER BY rows DESC, col, field`,
  );
  const examples = db.prepare<[string | null, string, string, number], { row: number; value: string }>(
    'SELECT row, value FROM row_error WHERE col IS ? AND field = ? AND reason = ? ORDER BY position LIMIT ?',
  );

  function load(record: ErrorRecord): RowError {
    return {
      row: record.row,
      column: record.col,
      header: record.header,
      field: record.field,
      value: record.value,
      reason: rowErrorReasons.find((reason) => reason === record.reason) ?? 'cell-error',
    };
  }

  return {
    addErrors(position: number, errors: readonly RowError[]): void {
      errors.forEach((error, seq) =>
        insert.run(position, seq, error.row, error.column, error.header, error.field, error.value, error.reason),
      );
    },
    addDuplicate(position: number, ofRow: number): void {
      insertDuplicate.run(position, ofRow);
    },
    errorsAt: (position: number): readonly RowError[] => selectAt.all(position).map(load),
    firstErrors: (limit: number): readonly RowError[] => selectFirst.all(limit).map(load),
    duplicateOf: (position: number): number | null => selectDuplicate.get(position)?.of_row ?? null,
    groups: (): readonly ProblemGroup[] =>
      group.all().map(({ col, header, field, reason, rows }) => ({
        column: col,
        header,
        field,
        reason,
        rows,
        examples: examples.all(col, field, reason, examplesPerGroup),
      })),
  };
}

export type ProblemQueries = ReturnType<typeof problemQueries>;
