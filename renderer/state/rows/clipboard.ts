import { guarded, unguarded } from '#contract/formulaGuard.ts';

/**
 * Cells as Excel puts them on the clipboard as text: tabs between columns, line ends between rows. A cell that holds a tab
 * or a line end is put into quotation marks, those inside it doubled; a mark in any other cell stands for itself, at its
 * beginning too. What Excel would run as a formula gets an apostrophe, which is taken off again where it comes back. Pure.
 */

/** Reads a block. The line end behind the last row is none of its own; rows may be of different lengths. */
export function readBlock(text: string): readonly (readonly string[])[] {
  if (text === '') return [];
  const rows: string[][] = [[]];
  let from = 0;
  for (;;) {
    const { value, end } = readCell(text, from);
    rows.at(-1)?.push(asShown(value));
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

/** Excel takes the quotation marks off where a cell begins with one. */
const quotedFormula = /^'*"+[=@+-]/;

function asShown(text: string): string {
  return text.startsWith("'") && quotedFormula.test(text) ? text.slice(1) : unguarded(text);
}

function writeCell(text: string): string {
  const safe = quotedFormula.test(text) ? `'${text}` : guarded(text);
  return /[\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A cell as it is shown; `isText`: it is to arrive just so, whatever number, date or formula a spreadsheet would read in it. */
export interface ShownCell {
  readonly text: string;
  readonly isText: boolean;
}

/**
 * The same block as a table, which spreadsheets take before the text: there a cell can say that it is one
 * (mso-number-format, Microsoft, "Office HTML and XML Reference"; LibreOffice reads it too), so that nothing is put in front of it.
 */
export function writeTable(rows: readonly (readonly ShownCell[])[]): string {
  const lines = rows.map((cells) => `<tr>${cells.map(tableCell).join('')}</tr>`);
  return `<html><head><meta charset="utf-8"><style>br{mso-data-placement:same-cell}</style></head><body><table>${lines.join('\n')}</table></body></html>`;
}

const textFormat = ` style='mso-number-format:"\\@";white-space:pre'`;

function tableCell({ text, isText }: ShownCell): string {
  const written = text.replace(/[&<>]/g, (mark) => marks[mark] ?? mark).replace(/\r\n?|\n/g, '<br>');
  // Spaces that follow one another or stand at the ends would become one, or none.
  return `<td${isText ? textFormat : ''}>${written.replace(/^ +| {2,}| +$/g, (spaces) => `<span style='mso-spacerun:yes'>${spaces.replaceAll(' ', '&nbsp;')}</span>`)}</td>`;
}

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
