import type { ProblemGroup } from '#contract/job.ts';
import { rowErrorReasons, type RowError, type RowErrorReason } from '#contract/rowErrors.ts';
import { damaged } from './damage.ts';
import type { Connection } from './database.ts';
import { sealedRecords } from './sealedRecords.ts';

/** As it is stored. */
export interface ErrorRecord {
  readonly position: number;
  readonly seq: number;
  readonly row: number;
  readonly col: string | null;
  readonly header: string | null;
  readonly field: string;
  readonly value: string;
  readonly reason: RowErrorReason;
  readonly seal: number;
}

export interface DuplicateRecord {
  readonly position: number;
  readonly of_row: number;
  readonly seal: number;
}

const examplesPerGroup = 5;

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

/** The tables row_error and duplicate: why rows are not sent; `invalidRows` counts those by their states. Faults job-corrupt. */
export function problemQueries(db: Connection, invalidRows: () => number) {
  const errors = sealedRecords<ErrorRecord>(db, 'row_error', 'row-error', 'row');
  const duplicates = sealedRecords<DuplicateRecord>(db, 'duplicate', 'duplicate', 'of_row');
  const selectAt = db.prepare<[number], ErrorRecord>('SELECT * FROM row_error WHERE position = ? ORDER BY seq');
  const selectFirst = db.prepare<[number], ErrorRecord>('SELECT * FROM row_error ORDER BY position, seq LIMIT ?');
  const selectAll = db.prepare<[], ErrorRecord>('SELECT * FROM row_error ORDER BY position, seq');
  const selectDuplicate = db.prepare<[number], DuplicateRecord>('SELECT * FROM duplicate WHERE position = ?');
  const group = db.prepare<[], Omit<ErrorRecord, 'row' | 'value'> & { rows: number }>(
    `SELECT col, max(header) AS header, field, reason, count(DISTINCT position) AS rows
     FROM row_error GROUP BY col, field, reason ORDER BY rows DESC, col, field`,
  );
  const examples = db.prepare<[string | null, string, string, number], { row: number; value: string }>(
    'SELECT row, value FROM row_error WHERE col IS ? AND field = ? AND reason = ? ORDER BY position LIMIT ?',
  );

  /** Every error under its seal and in its order, or one stands for another; one at least for each row that is invalid, and none missing between two of a row. */
  function check(): void {
    let rows = 0;
    let last: ErrorRecord | null = null;
    for (const record of selectAll.iterate()) {
      errors.checked(record);
      const sameRow: boolean = record.position === last?.position;
      if (record.position < (last?.position ?? 0) || record.seq !== (sameRow && last !== null ? last.seq + 1 : 0)) throw damaged('row-error', { rows: String(record.row) });
      if (!sameRow) rows += 1;
      last = record;
    }
    if (rows !== invalidRows()) throw damaged('row-error');
  }

  return {
    addErrors(position: number, list: readonly RowError[]): void {
      list.forEach(({ row, column, header, field, value, reason }, seq) => errors.insert({ position, seq, row, col: column, header, field, value, reason }));
    },
    addDuplicate(position: number, ofRow: number): void {
      duplicates.insert({ position, of_row: ofRow });
    },
    errorsAt: (position: number): readonly RowError[] => selectAt.all(position).map((record) => load(errors.checked(record))),
    firstErrors: (limit: number): readonly RowError[] => selectFirst.all(limit).map((record) => load(errors.checked(record))),
    duplicateOf(position: number): number | null {
      const record = selectDuplicate.get(position);
      return record === undefined ? null : duplicates.checked(record).of_row;
    },
    groups: (): readonly ProblemGroup[] =>
      db.transaction((): readonly ProblemGroup[] => {
        check();
        return group.all().map(({ col, header, field, reason, rows }) => ({
          column: col,
          header,
          field,
          reason,
          rows,
          examples: examples.all(col, field, reason, examplesPerGroup),
        }));
      }).deferred(),
  };
}

export type ProblemQueries = ReturnType<typeof problemQueries>;
