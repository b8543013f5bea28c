import type { Cell } from '#contract/cells.ts';
import type { RowNote } from './rowNote.ts';

/** What stands in an own column. */
export type Added = string | number | null;

/** Why a cell is pointed out in a workbook made for correcting. */
export interface CellMark {
  /** left-out: the row is sent, or was, without this value. */
  readonly tint: 'wrong' | 'left-out';
  readonly note: string;
}

export interface ExportedRow {
  /** 1-based, among the rows read. */
  readonly position: number;
  /** The sheet's row number. */
  readonly row: number;
  /** As stored. */
  readonly cells: readonly Cell[];
  /** What stands in the own columns but for what only the program reads. */
  readonly status: readonly Added[];
  /** What else is to be noted of the row. */
  readonly note: Omit<RowNote, 'cells'>;
  /** Cells pointed out, by their columns' indexes; of a workbook made for correcting. */
  readonly marks?: ReadonlyMap<number, CellMark> | undefined;
}

/** A kind of table over an open stream. */
export interface RowWriter {
  write(row: ExportedRow): Promise<void>;
  finish(): Promise<void>;
  /** Wrong cells that got no note; of a workbook made for correcting. */
  readonly unnoted?: () => number;
}
