import type { Cell } from './cells.ts';
import type { BatchResult, CorrectionBatch, RefusalReason } from './corrections.ts';
import type { RowState } from './job.ts';
import type { RowError } from './rowErrors.ts';
import type { ToldAhead } from './reopenedWords.ts';
import type { Some } from './some.ts';

/** What is told of a workbook that comes back into its job. */

export interface CellPlace {
  /** The row of the source's sheet, as the workbook's own column tells it. */
  readonly row: number;
  /** Letter in the source. */
  readonly column: string;
}

/**
 * Cells that came back otherwise and are left as they are in the job.
 * - converted: the same digits, the same yes or no, or the same date in whatever order, as another kind of cell
 * - formatted: the same number, shown otherwise
 * - unreadable: an error, a formula without a result, a text with broken characters, or a cell under a merge
 * - cut: the beginning of a text longer than a cell of Excel holds
 * - kept: as it was exported, while the job has a correction that another copy of this workbook brought, or this one before
 * - undone: as it was exported, with a correction that was undone since
 */
export const cellsLeft = ['converted', 'formatted', 'unreadable', 'cut', 'kept', 'undone'] as const;
export type CellLeft = (typeof cellsLeft)[number];

export interface ChangedCell {
  readonly column: string;
  readonly header: string;
  readonly before: Cell;
  readonly after: Cell;
  /** The corrections that have changed the job's cell since the workbook was exported. */
  readonly since?: Pick<CorrectionBatch, 'at' | 'act' | 'rows' | 'cells'>;
}

/** A row that the workbook changes. */
export interface ChangedRow {
  readonly row: number;
  readonly state: RowState;
  readonly cells: readonly ChangedCell[];
  /** What comes of it: sent, fit to be sent while another row of its match key is, still invalid, empty, or left as it is. */
  readonly becomes: 'ready' | 'duplicate' | 'invalid' | 'empty' | 'refused';
  /** The row that is sent instead of a duplicate, by the sheet's number. */
  readonly instead?: number;
  readonly refused?: RefusalReason | undefined;
  /** Why it is still invalid, or what it is sent without. */
  readonly errors: readonly RowError[];
}

/** What an operator may allow that is not done unasked. */
export interface WorkbookChoices {
  /** Correct accepted rows too, and send them once more. */
  readonly sendAgain: boolean;
  /** Take the workbook also where its cells look like those of other rows or columns. */
  readonly asItIs: boolean;
  /** Correct cells, too, that were corrected in the job since the workbook was exported. */
  readonly overwrite: boolean;
}

/** `reopened`, `readAgain` and `overwrites` are told before it is taken; then the result tells them. */
export interface WorkbookReport extends ToldAhead {
  readonly name: string;
  /** Rows of this job in the workbook that say which they are. */
  readonly rows: number;
  /** Of these: as they are in the job already. */
  readonly untouched: number;
  readonly changedRows: number;
  readonly changedCells: number;
  readonly changes: readonly ChangedRow[];
  /** By what comes of the changed rows. */
  readonly becomes: Readonly<Record<ChangedRow['becomes'], number>>;
  /** Rows changed in the workbook, but in the job too, since the workbook was exported; left as they are unless `overwrite`. */
  readonly conflicts: Some<number>;
  /** Their cells that the workbook changes, and, of rows beside them, those that have a value of an older copy of it. */
  readonly conflictCells: Some<ChangedCell & { readonly row: number }>;
  /** Rows that have cells of another row, some of them: then nothing of the workbook is taken, and nothing else is told of its cells, unless `asItIs`. */
  readonly mixedUp: Some<number>;
  /** Columns by which that was found; none where whole rows stand under the ids of others. */
  readonly mixedUpColumns: readonly string[];
  /** Headers under which the cells of another column stand, where that is known: then nothing is taken, too. */
  readonly movedHeaders: readonly { readonly header: string; readonly has: string | null }[];
  /** Whether it is mixed up in one of these ways and taken all the same, as was asked for. */
  readonly asItIs: boolean;
  /** Rows of the workbook that do not say which they are, by its own numbers; left alone. */
  readonly withoutId: Some<number>;
  /** Rows with something else than an id in its place, by the workbook's own numbers; left alone. */
  readonly damagedId: Some<number>;
  /** Rows that stand in the workbook more than once; left as they are. */
  readonly twice: Some<number>;
  /** Rows of another job, by the workbook's own numbers. */
  readonly ofOtherJobs: Some<number>;
  readonly cellsLeft: Readonly<Record<CellLeft, Some<CellPlace>>>;
  /** Of columnsMissing: those whose cells stand under another header, some of them changed. Left out where there are none. */
  readonly columnsRenamed?: readonly { readonly header: string; readonly as: string }[];
  /** Columns of the job that the workbook has not, or twice: nothing is changed in them. */
  readonly columnsMissing: readonly string[];
  readonly columnsTwice: readonly string[];
  /** Columns that the job has not; they are not looked at. */
  readonly columnsAdded: readonly string[];
}

/** What came of a workbook that was taken into its job. */
export interface WorkbookTaken {
  readonly report: WorkbookReport;
  readonly result: BatchResult;
}

/** The job that a workbook was exported from, by its id in the list; null where the list has it not. */
export interface WorkbookOf {
  readonly jobId: string | null;
}
