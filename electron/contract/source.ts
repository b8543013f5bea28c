import type { Cell, Column, SheetInfo } from './cells.ts';
import type { FieldType } from './recipe.ts';

/** What can be said about a file before anything is stored. */
export interface SourceInspection {
  readonly name: string;
  readonly bytes: number;
  readonly kind: 'xlsx' | 'csv';
  readonly sheets: readonly SheetInfo[];
  /** The sheet looked at: the one asked for, else the first visible one with cells. */
  readonly sheet: string;
  readonly headerRow: number;
  /** CSV only. */
  readonly csv: { readonly encoding: string; readonly delimiter: string } | null;
  readonly columns: readonly InspectedColumn[];
  /** The first rows below the header. */
  readonly sample: readonly { readonly row: number; readonly cells: readonly Cell[] }[];
  readonly warnings: readonly SourceWarning[];
}

export type SourceWarning =
  | { readonly kind: 'rows-above-header'; readonly rows: number }
  | { readonly kind: 'first-column-empty' }
  | { readonly kind: 'header-empty'; readonly column: string }
  | { readonly kind: 'header-repeated'; readonly header: string; readonly columns: readonly string[] }
  | { readonly kind: 'digits-lost'; readonly column: string }
  | { readonly kind: 'hidden-sheets'; readonly sheets: readonly string[] };

export interface InspectedColumn extends Column {
  /** Up to five different values as shown. */
  readonly samples: readonly string[];
  readonly guessedType: FieldType;
  readonly suggestion: FieldSuggestion | null;
}

/** A profile field this column probably means, and how sure (0–1). */
export interface FieldSuggestion {
  readonly field: string;
  readonly type: FieldType;
  readonly score: number;
}
