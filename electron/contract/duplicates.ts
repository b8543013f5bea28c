import { m } from '#messages';
import type { Cell } from './cells.ts';
import type { RefusalReason, RefusedRows } from './corrections.ts';
import type { RowState } from './job.ts';
import type { JobRow } from './jobRow.ts';

/** Rows with the same match key, of which one is sent. */
export interface DuplicateGroup {
  /** As rows are compared by it. */
  readonly key: string;
  /** How many rows have it, the one that is sent included. */
  readonly rows: number;
  /** The sheet row that is sent, or was. */
  readonly sent: number;
  readonly sentPosition: number;
  /** The operator has picked it. */
  readonly isPicked: boolean;
  /** The first of them, rising; the one that is sent is among them. */
  readonly members: readonly JobRow[];
}

const sentBy: Readonly<Partial<Record<RowState, () => string>>> = {
  accepted: m.duplicates_was_sent,
  failed: m.duplicates_was_refused,
  unknown: m.duplicates_may_be_applied,
  sending: m.duplicates_is_being_sent,
  queued: m.broker_duplicate,
  unchanged: m.duplicates_is_unchanged,
};

/** What is said of the row of a group that is sent, or was: "row 5 is sent". */
export function sentWords(state: RowState | undefined): string {
  return ((state === undefined ? undefined : sentBy[state]) ?? m.duplicates_is_sent)();
}

export interface DuplicateList {
  /** Groups there are. */
  readonly total: number;
  /** Rows that stand back for others, in all of them. */
  readonly duplicates: number;
  /** By the first row of each. */
  readonly groups: readonly DuplicateGroup[];
}

/** Rows of one group, a page of them. */
export interface DuplicateRows {
  /** Rows of the group before these, that which is sent not counted. */
  readonly offset: number;
  /** Rising; the one that is sent is among them on every page. None where no row stands back for it any more. */
  readonly members: readonly JobRow[];
}

/** Groups told at once at most, and rows told of one group. */
export const mostGroups = 100;
export const mostMembers = 20;

/** An empty cell of a row that is sent, as its duplicates would fill it. */
export interface FilledCell {
  readonly position: number;
  /** The sheet's number. */
  readonly row: number;
  readonly column: number;
  readonly after: Cell;
  /** The sheet row that the value is of. */
  readonly from: number;
  /** Other duplicates have other values there. */
  readonly differs: boolean;
}

/** With the rows that could not be filled now. */
export interface FillPreview extends Required<RefusedRows> {
  readonly cells: number;
  readonly rows: number;
  /** Cells for which duplicates have different values. */
  readonly differing: number;
  /** The first of them. */
  readonly first: readonly FilledCell[];
}

export interface PickPreview {
  /** The sheet's row. */
  readonly row: number;
  /** The row that is sent now; null where there is none. */
  readonly instead: number | null;
  /** Why it cannot be picked; null where it can. */
  readonly refusal: RefusalReason | null;
}
