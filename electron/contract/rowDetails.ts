import type { Cell } from './cells.ts';
import type { BatchState, CorrectionAct, CorrectionOrigin } from './corrections.ts';
import type { RowState } from './job.ts';

/** Everything about one row: its cells as read and as they count, what is sent of each and why, and its history. */
export interface RowDetails {
  readonly position: number;
  /** The sheet's number. */
  readonly row: number;
  readonly state: RowState;
  /** As the workbook has them. */
  readonly original: readonly Cell[];
  /** As they count: with corrections. */
  readonly cells: readonly Cell[];
  /** The JSON that is sent, was sent, or would be if the row were; null where it has none. */
  readonly item: string | null;
  readonly uses: readonly CellUse[];
  /** In the order it happened; the newest where there were very many. */
  readonly history: readonly RowEvent[];
}

/** A rule of the recipe that a cell goes into. */
export interface CellUse {
  /** 0-based, as the columns of the job. */
  readonly column: number;
  /** The field, or the path of the subscription's member in the recipe, as errors name it. */
  readonly field: string;
  /** JSON of what is sent for it: of the field, or of all its subscription. Null where nothing is. */
  readonly sent: string | null;
  readonly how: ReadingRule;
}

/** How the rule reads the cell, as far as it is worth telling. */
export interface ReadingRule {
  /** The field's type; of a subscription's member what it is. */
  readonly type: string;
  /** Other columns that its value is made of, too, by their letters. */
  readonly with: readonly string[];
  readonly country?: string | undefined;
  /** Of day, month and year in texts: chosen in the recipe, or (`found`) decided by the column. mixed: only what is certain is read. */
  readonly order?: 'dmy' | 'mdy' | 'ymd' | 'mixed' | undefined;
  readonly decimal?: '.' | ',' | undefined;
  readonly found?: true | undefined;
  /** Values are replaced by a map; parts are taken out of the cell; letters are changed. */
  readonly changes: readonly ('map' | 'part' | 'case')[];
  readonly action?: string | undefined;
  /** What an empty cell does. */
  readonly empty: 'skip' | 'unset' | 'send';
  /** What a value that is not valid does. */
  readonly invalid: 'row' | 'field';
}

export interface CellChanged {
  readonly column: number;
  readonly before: Cell;
  readonly after: Cell;
}

export type RowEvent =
  /** Read from the workbook and checked. */
  | { readonly kind: 'checked'; readonly at: string; readonly state: RowState }
  | { readonly kind: 'corrected'; readonly at: string; readonly batch: number; readonly origin: CorrectionOrigin; readonly act: CorrectionAct; readonly state: BatchState; readonly cells: readonly CellChanged[] }
  | { readonly kind: 'sent'; readonly at: string; readonly attempt: number; readonly round: number; readonly profiles: number; readonly requestId: string }
  /** What came back; without `row` the answer says nothing of this one. */
  | {
      readonly kind: 'answered';
      readonly at: string;
      readonly attempt: number;
      /** Kind of the outcome, with its reason where it has one: "answered", "refused", "later: throttled"; null while it is under way, or where the program ended meanwhile. */
      readonly outcome: string | null;
      readonly httpStatus: number | null;
      readonly text: string | null;
      readonly replayed: boolean;
      readonly row: { readonly code: number | null; readonly text: string; readonly profileId: string | null } | null;
    };
