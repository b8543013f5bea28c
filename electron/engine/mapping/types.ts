import type { RowError } from '#contract/rowErrors.ts';
import type { SheetRow } from '#contract/cells.ts';

/** What one row becomes. `json` is the item exactly as it will stand in the request's `data`. */
export type MappedRow =
  | { readonly kind: 'empty' }
  | { readonly kind: 'invalid'; readonly errors: readonly RowError[] }
  | { readonly kind: 'item'; readonly json: string; readonly key: string };

/** A compiled recipe: pure, the same row always gives the same answer. */
export interface RowMapper {
  map(row: SheetRow): MappedRow;
}

export type Compilation =
  | { readonly ok: true; readonly mapper: RowMapper }
  /** Each problem begins with the path of the recipe member at fault. */
  | { readonly ok: false; readonly problems: readonly string[] };
