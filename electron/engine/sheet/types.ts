import type { SheetInfo, SheetRow } from '#contract/cells.ts';
import type { CsvReading } from '#contract/source.ts';
import type { Fingerprint } from './fingerprint.ts';

/** A file opened for reading; the one interface behind which every reader stands. */
export interface OpenSource {
  /** File name without its folder. */
  readonly name: string;
  readonly bytes: number;
  readonly kind: 'xlsx' | 'csv';
  /** A CSV file is one visible sheet named after the file. */
  readonly sheets: readonly SheetInfo[];
  readonly csv: CsvReading | null;
  /** The workbook counts its days from 1904. */
  readonly date1904: boolean;
  /** The sheet that `rows` reads when none is named. Throws Fault (sheet-no-cells, source-damaged). */
  defaultSheet(): Promise<string>;
  /**
   * Streams the rows of a sheet in batches, in rising row order, rows without any cell value left out.
   * Each batch holds what one piece of input gave (bounded). Back-pressure: nothing is read ahead of the
   * consumer beyond one piece. Throws Fault (sheet-missing, sheet-no-cells, source-damaged, source-too-large).
   */
  rows(options: RowsOptions): AsyncIterable<readonly SheetRow[]>;
  /**
   * By what a job knows the file again: of the very bytes that rows were made of, once they were read. Throws Fault
   * (source-changed: it was written to meanwhile).
   */
  fingerprint(): Promise<Fingerprint>;
  close(): Promise<void>;
}

/** What a sheet says beside its rows. */
export interface SourceLayout {
  /** Whether a column, by its 0-based index, is hidden; known once rows have come. */
  isHidden(column: number): boolean;
  /** Whether cells are merged below this row that came too late to be told on the rows; known once all rows have come. */
  missedMerges(belowRow: number): boolean;
}

export interface RowsOptions {
  /** Sheet by its exact name; the first visible one with cells when left out. */
  readonly sheet?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /**
   * Merges stand behind the rows. A sheet too large to be held is read with none by default (`missedMerges` tells), and
   * twice where they are to be known `first`.
   */
  readonly merges?: 'first' | undefined;
  /** Gets what stands beside the rows, before the first of them. */
  readonly onLayout?: ((layout: SourceLayout) => void) | undefined;
  /** Called with bytes of the file consumed so far, at most once a batch. */
  readonly onProgress?: ((bytesRead: number) => void) | undefined;
}

/** How a text file is to be read. What is left out is detected. Delimiter and quote: one ASCII character each. */
export interface CsvWish {
  readonly encoding?: string | undefined;
  readonly delimiter?: string | undefined;
  readonly quote?: string | undefined;
}

export interface OpenOptions {
  /** Language of number formats that follow the system (month names, decimal comma). Default "en". */
  readonly locale?: 'en' | 'ru' | undefined;
  /** Throws bad-input for what cannot be. */
  readonly csv?: CsvWish | undefined;
  /** Gets the first bytes of a text file, and says how it is to be read in place of `csv`. */
  readonly csvByHead?: ((head: Buffer, wish: CsvWish) => CsvWish) | undefined;
}
