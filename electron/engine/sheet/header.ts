import { columnLetter, shownText, type Cell, type Column, type SheetRow } from '#contract/cells.ts';
import { visibleText } from '#contract/sameText.ts';

/**
 * The columns below a header row, as many as the header or the rows are wide. `width`: the widest row seen, so
 * that data beyond the last header still has a column. Headers are composed, without what nobody sees, and their inner white space and line
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
  return visibleText(shownText(cell).replace(/\s+/gu, ' '));
}
