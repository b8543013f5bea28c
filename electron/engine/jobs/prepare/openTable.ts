import type { Column, SheetRow } from '#contract/cells.ts';
import { Fault } from '#contract/faults.ts';
import type { Guess, ReadingWish } from '#contract/source.ts';
import { columnsOf, guessHeader, openSource } from '../../sheet/index.ts';
import type { OpenOptions, OpenSource, SourceLayout } from '../../sheet/types.ts';
import { findOwnTable, wishForExport } from '../exports/ownExport.ts';
import { believedRow, usualFields } from './believedRows.ts';

/** Rows looked at to find the header and the width of the table. */
export const sampleRows = 100;

export interface TableOptions extends ReadingWish {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((bytesRead: number) => void) | undefined;
  readonly merges?: 'first' | undefined;
}

/** What a source has to know of a wish before it is opened. */
export function readingOptions({ encoding, delimiter, quote, locale }: ReadingWish): OpenOptions {
  return { locale, csv: { encoding, delimiter, quote } };
}

/** Opens the source of a table; an export of this program is known again. Faults as openSource. */
export async function openTableSource(path: string, wish: ReadingWish): Promise<OpenSource> {
  return openSource(path, { ...readingOptions(wish), csvByHead: wishForExport });
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
  /** Its days are counted from 1904. */
  readonly date1904: boolean;
  /** Rows with values above the header. */
  readonly rowsAbove: number;
  /** Once all rows were read: whether cells are merged among them that could not be told any more, see RowsOptions. */
  readonly missedMerges: () => boolean;
  /** Batches of all rows below the header; can be read once. */
  readonly rows: AsyncIterable<readonly SheetRow[]>;
}

/**
 * Finds the header row and the columns, reading no further than needed. Faults: those of the reader, and
 * sheet-empty, header-missing (the row given holds nothing).
 */
export async function openTable(source: OpenSource, options: TableOptions): Promise<Table> {
  const sheet = options.sheet ?? (await source.defaultSheet());
  // A text file has nothing beside its rows.
  let layout: SourceLayout = { isHidden: () => false, missedMerges: () => false };
  const onLayout = (found: SourceLayout): void => void (layout = found);
  const batches = source.rows({ sheet, signal: options.signal, onProgress: options.onProgress, merges: options.merges, onLayout })[Symbol.asyncIterator]();
  const seen: SheetRow[] = [];
  let ended = false;
  const wish = options.headerRow;
  const wanted = (): boolean => seen.length < sampleRows || (typeof wish === 'number' && (seen.at(-1)?.row ?? 0) <= wish);
  while (!ended && wanted()) {
    const next = await batches.next();
    if (next.done === true) ended = true;
    else for (const row of next.value) seen.push(row);
  }
  if (seen.length === 0) throw new Fault('sheet-empty', { file: source.name, sheet, ...(options.sheet === undefined ? { blank: true } : {}) });
  const own = findOwnTable(seen, source.kind);
  const restored = (read: readonly SheetRow[]): readonly SheetRow[] => (own === null ? read : read.map((row) => own.restore(row)));
  const guess = guessHeader(seen.slice(0, sampleRows));
  const headerRow = own?.headerRow ?? (wish === 'none' ? 0 : (wish ?? guess.value));
  const at = headerRow === 0 ? -1 : seen.findIndex(({ row }) => row === headerRow);
  const header = headerRow === 0 ? { row: 0, cells: [] } : restored(seen.slice(at, at + 1))[0];
  if (header === undefined) throw new Fault('header-missing', { file: source.name, sheet, headerRow });
  const raw = seen.slice(at + 1);
  const usual = usualFields(headerRow === 0 ? null : (seen[at] ?? null), raw.slice(0, sampleRows));
  const believed = (read: readonly SheetRow[]): readonly SheetRow[] => restored(usual === null ? read : read.map((row) => believedRow(row, usual)));
  const below = believed(raw);
  const sample = below.slice(0, sampleRows);
  // What is not read on is let go when the source is closed.
  async function* rows(): AsyncGenerator<readonly SheetRow[]> {
    if (below.length > 0) yield below;
    while (!ended) {
      const next = await batches.next();
      if (next.done === true) ended = true;
      else yield believed(next.value);
    }
  }
  const named = columnsOf(header, widthOf([header, ...sample]));
  const columns = (own?.mark(named) ?? named).map((column) => (layout.isHidden(column.index) ? { ...column, hidden: true as const } : column));
  return {
    sheet,
    headerRow,
    columns,
    sample,
    date1904: source.date1904 || own?.date1904 === true,
    rowsAbove: Math.max(0, at),
    rows: rows(),
    missedMerges: () => layout.missedMerges(headerRow),
    header: wish === undefined && own === null ? guess : { value: headerRow, confidence: 'sure', reason: own === null ? 'told' : 'names', alternatives: guess.alternatives },
  };
}

/** Columns that the rows fill; values of a row that may be shifted have none of their own. */
function widthOf(rows: readonly SheetRow[]): number {
  return rows.reduce((widest, { cells, flaw }) => (flaw === undefined ? Math.max(widest, cells.length) : widest), 0);
}
