import { rowStates, type ProblemGroup, type RowState } from '#contract/job.ts';
import { rowErrorReasons, type RowError, type RowErrorReason } from '#contract/rowErrors.ts';
import { countedRecords } from './countedRecords.ts';
import { damaged } from './damage.ts';
import type { Connection } from './database.ts';
import { ProblemGroups } from './problemGroups.ts';
import { statement } from './statement.ts';
import { countStates } from './states.ts';
import type { WriteCount } from './written.ts';

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
  /** 1: the row is sent without this value; 0: it is why the row is invalid. */
  readonly left_out: number;
  readonly seal: number;
}

export interface DuplicateRecord {
  readonly position: number;
  readonly of_row: number;
  readonly seal: number;
}

/** Errors of one kind in one column; of every field, and values left out as well as others, where that is not said. */
export interface ErrorsWish {
  /** Its letter. */
  readonly column: string | null;
  readonly reason: RowErrorReason;
  readonly field?: string | undefined;
  readonly leftOut?: boolean | undefined;
}

/** As the query asks for it: null where anything will do. */
interface ErrorsBetween {
  readonly from: number;
  readonly to: number;
  /** 1: of every column. */
  readonly any: number;
  readonly column: string | null;
  readonly field: string | null;
  readonly reason: string | null;
  readonly leftOut: number | null;
}

/** States of rows that are sent, or were: of them alone a value is left out. */
const sendable: ReadonlySet<RowState> = new Set(['ready', 'sending', 'accepted', 'failed', 'unknown', 'queued'] as const);
const sendableNumbers = rowStates.map((state) => sendable.has(state));

/** Whether a row in the state of this stored number is sent, or was. */
export const isSendable = (state: number): boolean => sendableNumbers[state] === true;

/** A stored error as it is told. */
export function loadError(record: Omit<ErrorRecord, 'position' | 'seq' | 'seal'>): RowError {
  return {
    row: record.row,
    column: record.col,
    header: record.header,
    field: record.field,
    value: record.value,
    reason: rowErrorReasons.find((reason) => reason === record.reason) ?? 'cell-error',
    ...(record.left_out === 1 ? { leftOut: true as const } : {}),
  };
}

/** The table duplicate. */
function duplicateQueries(db: Connection, written: WriteCount) {
  const { checked, put, dropAt } = countedRecords<DuplicateRecord>(db, { of: 'duplicates', part: 'duplicate', named: 'of_row' }, written);
  const selectAt = statement<[number], DuplicateRecord>(db, 'SELECT * FROM duplicate WHERE position = ?');
  const selectAll = statement<[], DuplicateRecord>(db, 'SELECT * FROM duplicate ORDER BY position');
  return {
    addDuplicate(position: number, ofRow: number): void {
      put({ position, of_row: ofRow });
    },
    removeDuplicate: dropAt,
    /** The sheet row that is sent instead of a row; 0 where that was lost. */
    duplicateOf(position: number): number | null {
      const record = selectAt.get(position);
      return record === undefined ? null : checked(record).of_row;
    },
    /** Every row that stands back, by position, with the row that is sent instead. */
    *duplicates(): Generator<{ readonly position: number; readonly ofRow: number }> {
      for (const record of selectAll.iterate()) yield { position: record.position, ofRow: checked(record).of_row };
    },
  };
}

/** The tables row_error and duplicate: what of rows is not sent, and why. `states`: of all rows, that of position 1 first. Faults job-corrupt. */
export function problemQueries(db: Connection, written: WriteCount, states: () => Uint8Array) {
  const errors = countedRecords<ErrorRecord>(db, { of: 'errors', part: 'row-error', named: 'row' }, written);
  const selectAt = statement<[number], ErrorRecord>(db, 'SELECT * FROM row_error WHERE position = ? ORDER BY seq');
  const selectFirst = statement<[number], ErrorRecord>(db, 'SELECT * FROM row_error WHERE left_out = 0 ORDER BY position, seq LIMIT ?');
  const selectAll = statement<[], ErrorRecord>(db, 'SELECT * FROM row_error ORDER BY position, seq');
  const selectWith = statement<[ErrorsBetween], ErrorRecord>(
    db,
    `SELECT * FROM row_error WHERE position BETWEEN @from AND @to AND (@any = 1 OR col IS @column) AND field = coalesce(@field, field)
     AND reason = coalesce(@reason, reason) AND left_out = coalesce(@leftOut, left_out) ORDER BY position, seq`,
  );
  const leftOutRows = leftOutQueries(db, states);

  return {
    addErrors(position: number, list: readonly RowError[]): void {
      list.forEach(({ row, column, header, field, value, reason, leftOut }, seq) => errors.put({ position, seq, row, col: column, header, field, value, reason, left_out: leftOut === true ? 1 : 0 }));
      leftOutRows.forget();
    },
    ...removals(db, errors.dropAt, () => leftOutRows.forget()),
    /** What was written and then undone by its transaction is not to be remembered. */
    forget(): void {
      leftOutRows.forget();
    },
    /** All that is told of a row: why it is invalid, and values left out of it. */
    errorsAt: (position: number): readonly RowError[] => selectAt.all(position).map((record) => loadError(errors.checked(record))),
    /** Positions between two, both included, that have such an error at least, rising; of each the first one found is checked. Fault job-corrupt. */
    positionsWith(from: number, to: number, { column, field, reason, leftOut }: { readonly [Name in keyof ErrorsWish]?: ErrorsWish[Name] | undefined }): ReadonlySet<number> {
      const found = new Set<number>();
      const wish = { from, to, any: column === undefined ? 1 : 0, column: column ?? null, field: field ?? null, reason: reason ?? null, leftOut: leftOut === undefined ? null : leftOut ? 1 : 0 };
      for (const record of selectWith.iterate(wish)) {
        if (found.has(record.position)) continue;
        found.add(errors.checked(record).position);
      }
      return found;
    },
    /** The first of those that make rows invalid. */
    firstErrors: (limit: number): readonly RowError[] => selectFirst.all(limit).map((record) => loadError(errors.checked(record))),
    ...duplicateQueries(db, written),
    ...leftOutRows.queries,
    /**
     * Why rows are invalid, then what rows are sent without, each by column and reason. Every error is looked at under its
     * seal: one at least for each row that is invalid, and none missing between two of a row.
     */
    groups: (): readonly ProblemGroup[] =>
      db.transaction((): readonly ProblemGroup[] => {
        const bytes = states();
        const groups = new ProblemGroups();
        const invalid = new InvalidRows();
        for (const record of selectAll.iterate()) {
          errors.checked(record);
          invalid.take(record);
          if (record.left_out === 0 || isSendable(bytes[record.position - 1] ?? 0)) groups.add(record);
        }
        // The index knows rows of values left out whose own records were lost, and the other way round.
        if (invalid.count !== countStates([{ states: bytes }]).invalid || invalid.warned !== leftOutRows.count()) throw damaged('row-error');
        return groups.list();
      }).deferred(),
  };
}

function removals(db: Connection, drop: (position: number) => void, forget: () => void) {
  const selectAny = statement<[number, number], number>(db, 'SELECT 1 FROM row_error WHERE position BETWEEN ? AND ? LIMIT 1').pluck();
  return {
    /** Whether anything is told of a row between two positions, both included. */
    hasErrors: (from: number, to: number): boolean => selectAny.get(from, to) !== undefined,
    /** Takes all away that is told of a row. */
    removeErrors(position: number): void {
      drop(position);
      forget();
    },
  };
}

/** Positions of rows with such an error, rising; of values left out, those alone of rows that are sent, or were. */
function positionsQuery(db: Connection, states: () => Uint8Array): (wish: ErrorsWish) => Uint32Array {
  const select = statement<[string | null, string, number | null, string | null], number>(db, 'SELECT DISTINCT position FROM row_error WHERE col IS ? AND reason = ? AND left_out = coalesce(?, left_out) AND field = coalesce(?, field) ORDER BY position')
    .pluck();
  return ({ column, reason, field, leftOut }) => {
    const positions = Uint32Array.from(select.all(column, reason, leftOut === undefined ? null : leftOut ? 1 : 0, field ?? null));
    const bytes = leftOut === true ? states() : null;
    return bytes === null ? positions : positions.filter((position) => isSendable(bytes[position - 1] ?? 0));
  };
}

/** `rising`: in their order. */
function isAmong(rising: Uint32Array, wanted: number): boolean {
  let [from, to] = [0, rising.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((rising[middle] ?? 0) < wanted) from = middle + 1;
    else to = middle;
  }
  return rising[from] === wanted;
}

/** Counts rows that their errors make invalid, and rows of values left out, as they come in their order. Fault job-corrupt for a gap among those of a row. */
class InvalidRows {
  #last: ErrorRecord | null = null;
  #counted = false;
  #isWarned = false;
  count = 0;
  warned = 0;

  take(record: ErrorRecord): void {
    const sameRow = record.position === this.#last?.position;
    // Out of their order, one stands for another.
    const isBehind = record.position < (this.#last?.position ?? 0);
    if (isBehind || record.seq !== (sameRow && this.#last !== null ? this.#last.seq + 1 : 0)) throw damaged('row-error', { rows: String(record.row) });
    if (!sameRow) [this.#counted, this.#isWarned] = [false, false];
    if (record.left_out === 1 && !this.#isWarned) {
      this.warned += 1;
      this.#isWarned = true;
    }
    if (record.left_out === 0 && !this.#counted) {
      this.count += 1;
      this.#counted = true;
    }
    this.#last = record;
  }
}

/** Rows of which values are left out. Kept between two looks: a status is asked for several times a second, and these change only where rows are prepared or corrected. */
function leftOutQueries(db: Connection, states: () => Uint8Array) {
  const select = statement<[], number>(db, 'SELECT DISTINCT position FROM row_error WHERE left_out = 1 ORDER BY position').pluck();
  const selectLost = statement<[], number>(db, "SELECT position FROM row_error WHERE left_out = 1 GROUP BY position HAVING min(reason = 'correction-lost') = 1").pluck();
  const version = statement<[], number>(db, 'PRAGMA data_version').pluck();
  let known: { readonly version: number | undefined; readonly positions: Uint32Array; readonly lost: ReadonlySet<number> } | null = null;

  function now(): { readonly positions: Uint32Array; readonly lost: ReadonlySet<number> } {
    // Another process may have written since; what this one writes calls forget.
    const found = version.get();
    if (known === null || known.version !== found) {
      const positions = Uint32Array.from(select.all());
      known = { version: found, positions, lost: new Set(positions.length === 0 ? [] : selectLost.all()) };
    }
    return known;
  }
  const all = (): Uint32Array => now().positions;

  return {
    forget(): void {
      known = null;
    },
    count: () => all().length,
    queries: {
      positionsOf: positionsQuery(db, states),
      /** Whether values are left out of a row as long as it is sent. */
      isWarned: (position: number): boolean => isAmong(all(), position),
      /** Positions of rows that are sent, or were, without a value, rising. */
      warnedRows(): Uint32Array {
        const positions = all();
        const bytes = positions.length === 0 ? positions : states();
        return positions.filter((position) => isSendable(bytes[position - 1] ?? 0));
      },
      /** Of rows with values left out those that have only lost a correction. */
      lostRows: (): ReadonlySet<number> => now().lost,
      /** How many rows that are waiting, and how many that are sent or waiting, are without a value; `lost`: of all, those that only have lost a correction since. */
      leftOutCounts(): { readonly ready: number; readonly all: number; readonly lost: number } {
        const counts = { ready: 0, all: 0, lost: 0 };
        const { positions, lost } = now();
        if (positions.length === 0) return counts;
        const bytes = states();
        for (const position of positions) {
          const state = bytes[position - 1] ?? 0;
          if (isSendable(state)) counts.all += 1;
          if (isSendable(state) && lost.has(position)) counts.lost += 1;
          if (rowStates[state] === 'ready') counts.ready += 1;
        }
        return counts;
      },
    },
  };
}

export type ProblemQueries = ReturnType<typeof problemQueries>;
