import type { Cell } from './cells.ts';
import type { RowState } from './job.ts';
import type { RowError } from './rowErrors.ts';

/** A row of a job for the grid; `errors`: why it is invalid, and values that it is sent without. */
export interface JobRow {
  /** 1-based position among the rows read. */
  readonly position: number;
  readonly row: number;
  readonly state: RowState;
  readonly cells: readonly Cell[];
  readonly errors: readonly RowError[];
  /** duplicate: the sheet row that is sent instead. */
  readonly duplicateOf: number | null;
  readonly code: number | null;
  readonly text: string | null;
  readonly profileId: string | null;
  /** Columns whose cells were corrected; left out where none was. */
  readonly corrected?: readonly number[];
}
