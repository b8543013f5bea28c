import type { SourceNote } from '#contract/sourceNote.ts';
import type { ItemSink } from '#contract/jsonText.ts';
import type { RowError } from '#contract/rowErrors.ts';
import type { SheetRow } from '#contract/cells.ts';
import type { Problem } from './problem.ts';
import type { DecidedTexts, ReadOrder } from './textEvidence.ts';

/** What becomes of one row. `key`: the match key as rows are compared by it. */
export type Mapped =
  | { readonly kind: 'empty' }
  | { readonly kind: 'invalid'; readonly errors: readonly RowError[] }
  /** `leftOut`: values that are not in the item as they are not valid; undefined where there are none. */
  | { readonly kind: 'item'; readonly key: string; readonly leftOut?: readonly RowError[] };

/** With the item exactly as it will stand in the request's `data`. */
export type MappedRow = Exclude<Mapped, { kind: 'item' }> | { readonly kind: 'item'; readonly key: string; readonly leftOut?: readonly RowError[]; readonly json: string };

/** A compiled recipe: pure, the same row always gives the same answer. */
export interface RowMapper {
  map(row: SheetRow): MappedRow;
  /** As `map`, with the item written to `out`, and nothing for a row that has none. */
  mapInto(row: SheetRow, out: ItemSink): Mapped;
}

/**
 * `notes` and `decided`: what the rows mapped so far leave open about numbers and dates, and what they decide; where they
 * contradict what the first ones said, all are to be mapped again by a compilation for columns `withTexts`. `readOrders`: by column
 * letters, in which order dates in text are read where no rule of the column says it. `mergesRead`: see mergesRead.ts.
 */
export type Compilation =
  | { readonly ok: true; readonly mapper: RowMapper; readonly notes: () => readonly SourceNote[]; readonly decided: () => DecidedTexts; readonly readOrders: () => ReadonlyMap<string, ReadOrder>; readonly mergesRead: ReadonlySet<number> }
  | Unfit;

/** Each problem begins with the path of the recipe member at fault. */
export interface Unfit {
  readonly ok: false;
  readonly problems: readonly Problem[];
}
