import { columnLetter, shownText, type Cell, type Column, type SheetRow } from '#contract/cells.ts';

/** Rows among which the header is looked for. */
const searched = 30;

/**
 * The row number of the table's header among the first rows of a sheet. Titles and remarks above it are passed
 * over, because they fill fewer columns than the table; a first column without header or a number among the
 * headers is no obstacle. 1 where there are no rows.
 */
export function findHeaderRow(rows: readonly SheetRow[]): number {
  const head = rows.slice(0, searched);
  const width = usualWidth(head);
  const full = head.filter((row) => filled(row) >= Math.max(1, Math.ceil(width * 0.6)));
  return (full.find((row) => looksLikeHeader(row)) ?? full[0] ?? head[0])?.row ?? 1;
}

function filled(row: SheetRow): number {
  return row.cells.reduce((count, cell) => (isBlank(cell) ? count : count + 1), 0);
}

function isBlank(cell: Cell): boolean {
  return cell === null || (cell.t === 's' && cell.v.trim() === '');
}

/** The middle of the rows' numbers of filled cells: the table's own width, whatever stands above it. */
function usualWidth(rows: readonly SheetRow[]): number {
  const widths = rows.map(filled).sort((one, other) => one - other);
  return widths[Math.floor(widths.length / 2)] ?? 0;
}

/** Names, for the most part, and none longer than a name is. */
function looksLikeHeader(row: SheetRow): boolean {
  const cells = row.cells.filter((cell) => !isBlank(cell));
  const names = cells.filter((cell) => cell !== null && cell.t === 's' && cell.v.length <= 100 && /\p{L}|#|№/u.test(cell.v));
  return names.length * 2 > cells.length;
}

/**
 * The columns below a header row, as many as the header or the rows are wide. `width`: the widest row seen, so
 * that data beyond the last header still has a column. Headers are trimmed and their inner white space and line
 * breaks become one space; a column is named by its header where that is unique and not empty, else by `@` and
 * its letter.
 */
export function columnsOf(header: SheetRow, width: number): readonly Column[] {
  const headers = Array.from({ length: Math.max(width, header.cells.length) }, (_, index) => headerText(header.cells[index] ?? null));
  const counts = new Map<string, number>();
  for (const text of headers) counts.set(text, (counts.get(text) ?? 0) + 1);
  return headers.map((text, index) => {
    const letter = columnLetter(index);
    // A header that starts with "@" could be taken for a letter.
    const isName = text !== '' && !text.startsWith('@') && counts.get(text) === 1;
    return { index, letter, header: text, ref: isName ? text : `@${letter}` };
  });
}

function headerText(cell: Cell): string {
  return shownText(cell).replace(/\s+/gu, ' ').trim();
}
