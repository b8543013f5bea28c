import type { Cell } from '#contract/cells.ts';
import type { RowNote } from './rowNote.ts';

/** What stands in an own column. */
export type Added = string | number | null;

export interface ExportedRow {
  /** The sheet's row number. */
  readonly row: number;
  /** As stored. */
  readonly cells: readonly Cell[];
  /** Row number, status, code, text, profile id. */
  readonly status: readonly Added[];
  /** What else is to be noted of the row. */
  readonly note: Omit<RowNote, 'cells'>;
}

/** A kind of table over an open stream. */
export interface RowWriter {
  write(row: ExportedRow): Promise<void>;
  finish(): Promise<void>;
}
