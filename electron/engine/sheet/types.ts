import type { SheetInfo, SheetRow } from '#contract/cells.ts';
import type { CsvReading } from '#contract/source.ts';

/** A file opened for reading; the one interface behind which every reader stands. */
export interface OpenSource {
  /** File name without its folder. */
  readonly name: string;
  readonly bytes: number;
  readonly kind: 'xlsx' | 'csv';
  /** A CSV file is one visible sheet named after the file. */
  readonly sheets: readonly SheetInfo[];
  readonly csv: CsvReading | null;
  /** The sheet that `rows` reads when none is named. Throws Fault (sheet-no-cells, source-damaged). */
  defaultSheet(): Promise<string>;
  /**
   * Streams the rows of a sheet in batches, in rising row order, rows without any cell value left out.
   * Each batch holds what one piece of input gave (bounded). Back-pressure: nothing is read ahead of the
   * consumer beyond one piece. Throws Fault (sheet-missing, sheet-no-cells, source-damaged, source-too-large).
   */
  rows(options: RowsOptions): AsyncIterable<readonly SheetRow[]>;
  close(): Promise<void>;
}

export interface RowsOptions {
  /** Sheet by its exact name; the first visible one with cells when left out. */
  readonly sheet?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with bytes of the file consumed so far, at most once a batch. */
  readonly onProgress?: ((bytesRead: number) => void) | undefined;
}

export interface OpenOptions {
  /** Language of number formats that follow the system (month names, decimal comma). Default "en". */
  readonly locale?: 'en' | 'ru' | undefined;
  /** What is detected when left out. Delimiter and quote: one ASCII character each. Throws bad-input otherwise. */
  readonly csv?: { readonly encoding?: string | undefined; readonly delimiter?: string | undefined; readonly quote?: string | undefined } | undefined;
}
