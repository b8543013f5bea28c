import type { Column, SheetRow } from '#contract/cells.ts';
import { Fault } from '#contract/faults.ts';
import type { Guess, ReadingWish } from '#contract/source.ts';
import { columnsOf, guessHeader } from '../../sheet/index.ts';
import type { OpenOptions, OpenSource } from '../../sheet/types.ts';
import { findOwnTable } from '../exports/ownExport.ts';

/** Rows looked at to find the header and the width of the table. */
const sampleRows = 100;

export interface TableOptions extends ReadingWish {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((bytesRead: number) => void) | undefined;
}

/** What a source has to know of a wish before it is opened. */
export function readingOptions({ encoding, delimiter, quote, locale }: ReadingWish): OpenOptions {
  return { locale, csv: { encoding, delimiter, quote } };
}

/** The table in a sheet: its columns, and a stream of the rows below the header. */
export interface Table {
  readonly sheet: string;
  /** 0: there is none; columns are named by letter. */
  readonly headerRow: number;
  readonly header: Guess<number>;
  readonly columns: readonly Column[];
  /** The first rows below the header, at most a hundred; part of `rows` too. */
  readonly sample: readonly SheetRow[];
  /** Rows with values above the header. */
  readonly rowsAbove: number;
  /** Batches of all rows below the header; can be read once. */
  readonly rows: AsyncIterable<readonly SheetRow[]>;
}

/**
 * Finds the header row and the columns, reading no further than needed. Faults: those of the reader, and
 * sheet-empty, header-missing (the row given holds nothing).
 */
export async function openTable(source: OpenSource, options: TableOptions): Promise<Table> {
  const sheet = options.sheet ?? (await source.defaultSheet());
  const batches = source.rows({ sheet, signal: options.signal, onProgress: options.onProgress })[Symbol.asyncIterator]();
  const seen: SheetRow[] = [];
  let ended = false;
  const wish = options.headerRow;
  const wanted = (): boolean => seen.length < sampleRows || (typeof wish === 'number' && (seen.at(-1)?.row ?? 0) <= wish);
  while (!ended && wanted()) {
    const next = await batches.next();
    if (next.done === true) ended = true;
    else for (const row of next.value) seen.push(row);
  }
  if (seen.length === 0) throw new Fault('sheet-empty', { file: source.name, sheet });
  const own = findOwnTable(seen, source.kind);
  const restored = (read: readonly SheetRow[]): readonly SheetRow[] => (own === null ? read : read.map((row) => own.restore(row)));
  const guess = guessHeader(seen.slice(0, sampleRows));
  const headerRow = own?.headerRow ?? (wish === 'none' ? 0 : (wish ?? guess.value));
  const at = headerRow === 0 ? -1 : seen.findIndex(({ row }) => row === headerRow);
  const header = headerRow === 0 ? { row: 0, cells: [] } : restored(seen.slice(at, at + 1))[0];
  if (header === undefined) throw new Fault('header-missing', { file: source.name, sheet, headerRow });
  const below = restored(seen.slice(at + 1));
  const sample = below.slice(0, sampleRows);
  const width = [header, ...sample].reduce((widest, { cells }) => Math.max(widest, cells.length), 0);
  // What is not read on is let go when the source is closed.
  async function* rows(): AsyncGenerator<readonly SheetRow[]> {
    if (below.length > 0) yield below;
    while (!ended) {
      const next = await batches.next();
      if (next.done === true) ended = true;
      else yield restored(next.value);
    }
  }
  return { sheet, headerRow, columns: own?.mark(columnsOf(header, width)) ?? columnsOf(header, width), sample, rowsAbove: Math.max(0, at), rows: rows(), header: wish === undefined && own === null ? guess : { value: headerRow, confidence: 'sure', reason: own === null ? 'told' : 'names', alternatives: guess.alternatives } };
}
