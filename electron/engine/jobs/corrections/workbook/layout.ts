import { columnLetter, shownText, type Cell, type Column, type SheetRow } from '#contract/cells.ts';
import { letterOfStandIn } from '#contract/ownHeaders.ts';
import { columnsOf } from '../../../sheet/index.ts';
import { correctingHeaders, findIdColumn, isOwnHeader } from '../../exports/ownColumns.ts';

/** Rows among which the header is looked for; it is the first unless somebody puts others above it. */
export const searched = 30;

/** Where things stand in a sheet of a workbook made for correcting. */
export interface Layout {
  readonly headerRow: number;
  readonly id: number;
  /** Columns of the job that are here, by their index there, and where each stands. */
  readonly places: readonly (readonly [column: number, at: number])[];
  /** Indices of the places that are not where the column was exported. */
  readonly elsewhere: readonly number[];
  /** Columns of the job that are missing, while another header stands where they were exported, and where that is. */
  readonly renamed: readonly { readonly column: number; readonly at: number; readonly header: string }[];
  readonly missing: readonly string[];
  readonly twice: readonly string[];
  readonly added: readonly string[];
}

/** Finds the header among the first rows of a sheet; null where it is none of a workbook made for correcting. Pure. */
export function findLayout(rows: readonly SheetRow[], columns: readonly Column[]): Layout | null {
  for (const row of rows.slice(0, searched)) {
    const headers = columnsOf(row, 0).map(({ header }) => header);
    const id = findIdColumn(headers);
    if (id !== null) return layoutOf(row.row, id, headers, columns);
  }
  return null;
}

function layoutOf(headerRow: number, id: { readonly at: number; readonly number: number }, headers: readonly string[], columns: readonly Column[]): Layout {
  const own = columns.filter((column) => column.own !== true);
  const names = correctingHeaders(own.map(({ header }) => header), own.map(({ index }) => columnLetter(index)));
  const byName = new Map(own.map((column, at) => [names[at] ?? '', column]));
  const found = new Map<number, number>();
  const twice = new Map<number, string>();
  const added: string[] = [];
  headers.forEach((header, at) => {
    if (header === '' || isOwnHeader(header, id.number)) return;
    const letter = letterOfStandIn(header);
    const column = byName.get(header) ?? own.find((one) => one.letter === letter && !byName.has(one.header));
    if (column === undefined) added.push(header);
    else if (found.has(column.index)) twice.set(column.index, header);
    else found.set(column.index, at);
  });
  // Nobody can say which of two is meant.
  for (const column of twice.keys()) found.delete(column);
  const places = [...found].sort(([one], [other]) => one - other);
  return {
    headerRow,
    id: id.at,
    places,
    elsewhere: places.flatMap(([column, at], index) => (own[at]?.index === column ? [] : [index])),
    renamed: own.flatMap(({ index }, at) => (found.has(index) || twice.has(index) || !added.includes(headers[at] ?? '') ? [] : [{ column: index, at, header: headers[at] ?? '' }])),
    missing: own.flatMap(({ index }, at) => (found.has(index) || twice.has(index) ? [] : [names[at] ?? ''])),
    twice: [...twice.values()],
    added,
  };
}

/** Whether anything is seen in a cell. */
export function hasText(cell: Cell): boolean {
  return shownText(cell) !== '';
}

/** Whether a row holds anything in the columns of the job. */
export function hasCells({ cells }: SheetRow, { places }: Layout): boolean {
  return places.some(([, at]) => hasText(cells[at] ?? null));
}
