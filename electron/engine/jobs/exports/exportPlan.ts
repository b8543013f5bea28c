import { columnLetter, countingCell, shownText, type Cell, type Column, type ColumnTexts, type SheetRow } from '#contract/cells.ts';
import { Fault } from '#contract/faults.ts';
import type { Recipe } from '#contract/recipe.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { firstRows, jobColumns } from '../jobRows.ts';
import { ownHeaders } from './ownColumns.ts';

/** Characters that a cell of Excel holds (Microsoft, "Excel specifications and limits"). */
export const longestCell = 32_767;

/** Rows after which the others of this process may get their turn: reading and writing a row never waits by itself. */
export const rowsPerTurn = 500;

/** What has to be known of all rows before the first is written. */
export interface ExportPlan {
  /** Of the source, without those of an earlier export. */
  readonly columns: readonly Column[];
  /** Positions in a stored row of what is written: the columns, then what rows have beyond them. */
  readonly places: readonly number[];
  /** Of the places and of the own columns; what has no header keeps none. */
  readonly headers: readonly string[];
  /** How texts of the columns are read, by what the columns are called in the export. */
  readonly texts: Readonly<Record<string, ColumnTexts>>;
  /** Number formats of the cells. */
  readonly codes: ReadonlySet<string>;
  /** Cells with more characters than Excel holds. */
  readonly tooLong: number;
  readonly recipe: Recipe;
  /** The rows by which its columns decided how their texts are read. */
  readonly sample: readonly SheetRow[];
  readonly date1904: boolean;
  /** Name of the sheet it came from; null where there is none. */
  readonly sheet: string | null;
}

/** Looks at all rows at the positions once; `turn` is told how many. Faults: job-state, job-corrupt, job-unreadable, cancelled. */
export async function planExport(file: JobFile, positions: Iterable<number>, turn: (rows: number) => Promise<void>): Promise<ExportPlan> {
  file.check();
  const all = jobColumns(file);
  const job = file.job.read();
  if (job === null) throw new Fault('job-missing');
  const columns = all.filter(({ own }) => own !== true);
  const behind = all.reduce((most, { index }) => Math.max(most, index + 1), 0);
  const found = { width: behind, codes: new Set<string>(), tooLong: 0 };
  let rows = 0;
  for (const { cells } of file.blocks.rowsAt(positions)) {
    look(cells, found);
    rows += 1;
    if (rows % rowsPerTurn === 0) await turn(rows);
  }
  const places = [...columns.map(({ index }) => index), ...Array.from({ length: found.width - behind }, (_, index) => behind + index)];
  const headers = places.map((_, at) => columns[at]?.header ?? '');
  return {
    columns,
    places,
    headers: [...headers, ...ownHeaders(headers)],
    texts: textsOf(columns, headers),
    codes: found.codes,
    tooLong: found.tooLong,
    recipe: job.recipe,
    sample: firstRows(file, job.rowsRead),
    date1904: job.date1904,
    sheet: job.source?.sheet ?? null,
  };
}

/** In characters; a filter's button takes two beside the header. */
const narrowest = 10;
const widest = 48;

/** How wide the columns of the source are best shown: by the headers given for them and their first values. Pure. */
export function widthsOf({ places, sample }: Pick<ExportPlan, 'places' | 'sample'>, headers: readonly string[]): readonly number[] {
  return places.map((place, at) => Math.min(widest, Math.max(narrowest, (headers[at] ?? '').length + 3, ...sample.map(({ cells }) => shownText(cells[place] ?? null).length + 1))));
}

function textsOf(columns: readonly Column[], headers: readonly string[]): ExportPlan['texts'] {
  return Object.fromEntries(columns.flatMap(({ header, texts }, at) => {
    if (texts === undefined) return [];
    const isUnique = header !== '' && headers.indexOf(header) === headers.lastIndexOf(header);
    return [[isUnique ? header : `@${columnLetter(at)}`, texts]];
  }));
}

function look(cells: readonly Cell[], found: { width: number; codes: Set<string>; tooLong: number }): void {
  if (cells.length > found.width) found.width = cells.length;
  for (const one of cells) {
    const cell = countingCell(one);
    if (cell === null) continue;
    if ((cell.t === 'n' || cell.t === 'd' || cell.t === 's') && cell.f !== undefined) found.codes.add(cell.f);
    if (cell.t === 's' && (cell.written ?? cell.v).length > longestCell) found.tooLong += 1;
  }
}
