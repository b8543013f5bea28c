/**
 * Cells as Excel puts them on the clipboard as text: tabs between columns, line ends between rows. A cell that holds a tab
 * or a line end is put into quotation marks, those inside it doubled; a mark in any other cell stands for itself, at its
 * beginning too. Pure.
 */

/** Reads a block. The line end behind the last row is none of its own; rows may be of different lengths. */
export function readBlock(text: string): readonly (readonly string[])[] {
  if (text === '') return [];
  const rows: string[][] = [[]];
  let from = 0;
  for (;;) {
    const { value, end } = readCell(text, from);
    rows.at(-1)?.push(value);
    const mark = text[end];
    if (mark === undefined) return rows;
    from = end + (mark === '\r' && text[end + 1] === '\n' ? 2 : 1);
    if (mark === '\t') continue;
    if (from >= text.length) return rows;
    rows.push([]);
  }
}

/** A cell from a place on, and where its end is: a tab, a line end, or the end of all. */
function readCell(text: string, from: number): { readonly value: string; readonly end: number } {
  const quoted = text[from] === '"' ? quotedCell(text, from) : null;
  if (quoted !== null) return quoted;
  const end = nextMark(text, from);
  return { value: text.slice(from, end), end };
}

/** Only what is closed right before a mark and holds one itself was put into quotation marks. */
function quotedCell(text: string, from: number): { readonly value: string; readonly end: number } | null {
  let close = from;
  do {
    close = text.indexOf('"', close + 1);
    if (close < 0) return null;
    if (text[close + 1] !== '"') break;
    close += 1;
  } while (close < text.length);
  const inside = text.slice(from + 1, close);
  const end = close + 1;
  if (!/[\t\r\n]/.test(inside) || nextMark(text, end) !== end) return null;
  return { value: inside.replaceAll('""', '"'), end };
}

function nextMark(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === '\t' || letter === '\n' || letter === '\r') return at;
  }
  return text.length;
}

/** Writes a block as Excel does, without a line end behind the last row. */
export function writeBlock(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => cells.map(writeCell).join('\t')).join('\r\n');
}

function writeCell(text: string): string {
  return /[\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
