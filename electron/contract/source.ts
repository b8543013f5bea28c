import type { Column, SheetInfo, SheetRow } from './cells.ts';
import type { z } from 'zod';
import type { readingShape } from './recipe/basics.ts';
import type { FieldType } from './recipe.ts';

/** How a source is to be read, as far as the operator or a recipe says; the rest is found. */
export type ReadingWish = z.infer<z.ZodObject<typeof readingShape>>;

/** What speaks for a guess. */
export const guessReasons = [
  'told', // the operator or the recipe said so
  'mark', // a byte order mark, or a line sep=
  'valid', // every byte fits
  'nearly-valid', // all but a few bytes fit
  'letters', // the letters are those of texts in such an encoding
  'agreement', // the records agree on it
  'single', // nothing in the file speaks for another
  'names', // the row holds names, and the rows below it values
  'values', // the first row holds values like all others
  'first', // nothing is known; the first one that can be
] as const;
export type GuessReason = (typeof guessReasons)[number];

/** A guess about how a file is to be read. */
export interface Guess<Value> {
  readonly value: Value;
  /** open: others fit as well, a person has to look. */
  readonly confidence: 'sure' | 'likely' | 'open';
  readonly reason: GuessReason;
  /** What else it could be, the value itself among them and the likeliest first, with some cells as each would read them. */
  readonly alternatives: readonly { readonly value: Value; readonly samples: readonly string[] }[];
}

/** How a text file is read. */
export interface CsvReading {
  readonly encoding: Guess<string>;
  readonly delimiter: Guess<string>;
  readonly quote: Guess<string>;
  /** Of the part looked at: cells with characters that are no text in this encoding, and the lines of the first few. */
  readonly damaged: { readonly cells: number; readonly lines: readonly number[] };
}

/** By what a file is known again without reading all of it. */
export interface SourceSeen {
  readonly bytes: number;
  /** Time of its last change, ISO 8601 in UTC. */
  readonly modified: string;
  /** SHA-256 of its beginning and its end, hexadecimal: the end of a workbook holds a checksum of every part of it. */
  readonly edges: string;
}

/**
 * What became of the file that a job was made from. gone: not there, or not to be read. unknown: where it lay is not
 * known here, as of a job from another workstation or the command line.
 */
export type SourceVerdict = 'same' | 'changed' | 'gone' | 'unknown';

/** What can be said about a file before anything is stored. */
export interface SourceInspection {
  readonly name: string;
  readonly bytes: number;
  /** The file as it was when it was looked at; given to `prepareJob`, which refuses another one. */
  readonly seen: SourceSeen;
  readonly kind: 'xlsx' | 'csv';
  readonly sheets: readonly SheetInfo[];
  /** The sheet looked at: the one asked for, else the first visible one with cells. */
  readonly sheet: string;
  /** 0: there is none, columns are named by letter. */
  readonly headerRow: number;
  readonly header: Guess<number>;
  /** CSV only. */
  readonly csv: CsvReading | null;
  readonly columns: readonly InspectedColumn[];
  /** The first rows below the header. */
  readonly sample: readonly SheetRow[];
  readonly warnings: readonly SourceWarning[];
}

export type SourceWarning =
  /** Another sheet is likelier what is to be imported than the one that was opened by itself. */
  | { readonly kind: 'sheet-likelier'; readonly sheet: string }
  | { readonly kind: 'rows-above-header'; readonly rows: number }
  | { readonly kind: 'first-column-empty' }
  | { readonly kind: 'header-empty'; readonly column: string }
  | { readonly kind: 'header-repeated'; readonly header: string; readonly columns: readonly string[] }
  /** Different headers that look the same. */
  | { readonly kind: 'headers-alike'; readonly header: string; readonly columns: readonly string[] }
  | { readonly kind: 'digits-lost'; readonly column: string }
  | { readonly kind: 'hidden-sheets'; readonly sheets: readonly string[] }
  /** Counted in the part looked at; `more`: the sheet goes on behind it. */
  | { readonly kind: 'hidden-rows'; readonly rows: number; readonly more: boolean }
  | { readonly kind: 'hidden-columns'; readonly columns: readonly string[] }
  | { readonly kind: 'merged-cells'; readonly columns: readonly string[]; readonly rows: number }
  | { readonly kind: 'cells-damaged'; readonly cells: number; readonly lines: readonly number[] }
  | { readonly kind: 'formulas-uncalculated'; readonly columns: readonly string[] }
  | { readonly kind: 'rows-too-long'; readonly rows: readonly number[] }
  | { readonly kind: 'rows-too-short'; readonly rows: readonly number[] };

export interface InspectedColumn extends Column {
  /** Up to five different values as shown. */
  readonly samples: readonly string[];
  readonly guessedType: FieldType;
  readonly suggestion: FieldSuggestion | null;
  /** What the first rows say about the order of day and month in dates typed as text; left out where they say nothing. */
  readonly dateOrder?: DateOrderProof;
  /** The different values of the first rows, the most frequent first, where they are few enough to be mapped one by one. */
  readonly values?: readonly ValueCount[];
  /** Where the column says by yes and no whether somebody agreed to be written to: its words for each, as they stand in the first rows. */
  readonly consent?: { readonly yes: readonly string[]; readonly no: readonly string[] };
  /** Where phones of the first rows need a country to be numbers: the likeliest one (ISO 3166-1 alpha-2), and how many of them it makes right. */
  readonly phoneCountry?: { readonly country: string; readonly right: number; readonly of: number };
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
