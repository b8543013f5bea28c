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
  /** What the first rows say about the order of day and month in dates typed as text; left out where they say nothing. */
  readonly dateOrder?: DateOrderProof;
  /** The different values of the first rows, the most frequent first, where they are few enough to be mapped one by one. */
  readonly values?: readonly ValueCount[];
}

/** A value of a column as its first cell shows it, and how often it occurs, whatever its letter case. */
export interface ValueCount {
  readonly value: string;
  readonly count: number;
}

/** The different values of a column in the whole sheet. */
export interface ColumnValues {
  /** The most frequent first. */
  readonly values: readonly ValueCount[];
  /** How many different ones there are; null where they are more than can be told apart in bounded memory. */
  readonly distinct: number | null;
  /** Whether there are more than `values` has. */
  readonly more: boolean;
  /** Rows below the header down to the last one with a value, as a job counts them. */
  readonly rows: number;
  /** Of these, rows without a value in the column. */
  readonly empty: number;
  /** Of these, rows with an error such as #N/A in the column: no map reaches it, the row is invalid. */
  readonly errors: number;
}

/** With up to three texts of each kind as the proof. */
export interface DateOrderProof {
  /** ambiguous: every date can be read either way; contradictory: some in one order only, some in the other only. */
  readonly verdict: 'proven' | 'contradictory' | 'ambiguous';
  readonly order: 'dmy' | 'mdy' | null;
  readonly examples: { readonly dmyOnly: readonly string[]; readonly mdyOnly: readonly string[]; readonly either: readonly string[] };
}

/** A profile field this column probably means, and how sure (0–1). */
export interface FieldSuggestion {
  readonly field: string;
  readonly type: FieldType;
  readonly score: number;
}
