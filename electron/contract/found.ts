/** Texts found in the cells of a job. */

export interface FoundCell {
  /** 1-based position among the rows read. */
  readonly position: number;
  /** The sheet's number of the row. */
  readonly row: number;
  /** 0-based, as the columns of the job. */
  readonly column: number;
  /** What the cell shows, cut where it is long. */
  readonly text: string;
}

export interface FoundText {
  /** Cells of all rows in which the text stands. */
  readonly total: number;
  readonly rows: number;
  /** The first of them from the wanted row on, as many as were asked for. */
  readonly cells: readonly FoundCell[];
}

/** Cells of a search told one by one at most. */
export const mostFound = 10_000;
