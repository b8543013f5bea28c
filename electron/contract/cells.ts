/**
 * What a sheet is made of once it has been read. Shared by the reader, the mapping, the job file
 * (which keeps every row's cells in this very form) and the window's grid.
 */

/** A cell that holds a value of its own. */
export type ValueCell =
  /** `written`: the text in the cell, only where its number format `f` shows another one: "+79161234567" of 9161234567 in `"+7"@`; then `v` is what is shown, empty where that is nothing. */
  | { readonly t: 's'; readonly v: string; readonly written?: string; readonly f?: string }
  /** `text` only where what Excel shows differs from the plain writing of `v`: 7 in format `0000` has text "0007". `f`: the number format's code, left out for General. */
  | { readonly t: 'n'; readonly v: number; readonly text?: string; readonly f?: string }
  /** A day, or a day with its time, as local wall-clock time without a zone; `text` and `f` as for numbers. A time of day alone is a number. */
  | { readonly t: 'd'; readonly v: string; readonly text?: string; readonly f?: string }
  | { readonly t: 'b'; readonly v: boolean }
  | { readonly t: 'e'; readonly v: string };

/**
 * Why a cell has no value that could be trusted although it is not simply empty.
 * - absent: its record ends before it (a short line of a CSV file): nothing is known of it
 * - uncalculated: a formula whose result was never stored
 * - damaged: `v` has characters that came out wrong (U+FFFD: bytes that are no text in the file's encoding), or is not
 *   what its kind of cell can hold, such as `abc` where a number is said to be
 * - control: `v` has control characters that no text has (a zero byte)
 */
export type FlawKind = 'absent' | 'uncalculated' | 'damaged' | 'control';

/**
 * One cell. `null` alone is an empty cell, which may delete a field or send it empty where the recipe says so; what is
 * not there, not calculated, damaged, hidden by its format or lies under a merge (`m`: `v` is the value of the merge's
 * first cell; `read`: a rule of the job's recipe takes that value, so that it is this cell's own wherever it is shown, found or mended) never does.
 */
export type Cell =
  | null
  | ValueCell
  | { readonly t: 'x'; readonly why: FlawKind; readonly v: string }
  | { readonly t: 'm'; readonly v: ValueCell; readonly read?: true };

/** Why a whole row cannot be believed. `long`: more fields than the header has, so that values may stand under wrong headers; `cut`: the file ends inside it. */
export type RowFlaw = 'long' | 'cut';

/**
 * The `text` of a number in a format of days or times that is no day of Excel's calendar: below zero, or behind 31 December 9999. Excel
 * fills the cell with `#` whatever its width; the number stays in `v`, so that an export gives the very same cell back.
 */
export const noDayText = '########';

/**
 * Whether a cell holds a number, a day or a text of which its format shows nothing: 5 in `;;;`, 0 in `#`. Excel shows an
 * empty cell, but it is none.
 */
export function hidesValue(cell: Cell): boolean {
  if (cell === null) return false;
  if (cell.t === 's') return cell.v === '' && cell.written !== undefined;
  return (cell.t === 'n' || cell.t === 'd') && cell.text === '';
}

/** The cell by whose value a row is sent: the merge's where it lies under one whose value is read, else itself. */
export function countingCell(cell: Cell): Cell {
  return cell?.t === 'm' && cell.read === true ? cell.v : cell;
}

/** One row of a sheet: its number as Excel shows it (1-based) and its cells from column A on, trailing nulls cut. */
export interface SheetRow {
  readonly row: number;
  readonly cells: readonly Cell[];
  /** CSV: how many fields the record has, empty ones included. */
  readonly fields?: number;
  /** Hidden in the workbook, by hand or by a filter; left out where it is not. */
  readonly hidden?: true;
  readonly flaw?: RowFlaw;
  /** In an export of this program: it was picked to be sent of the rows with its match key, by the halves of the key's hash. */
  readonly picked?: readonly [low: number, high: number];
}

/** A column of the table below the header row. */
export interface Column {
  /** 0-based position in `SheetRow.cells`. */
  readonly index: number;
  /** Excel's letters: A, B, … AA. */
  readonly letter: string;
  /** The header cell as shown, trimmed; empty where the header row has nothing there. */
  readonly header: string;
  /** The one way to name it in a recipe: the header where it is unique and not empty, else `@` and the letter. */
  readonly ref: string;
  /** Hidden in the workbook; left out where it is not. */
  readonly hidden?: true;
  /** Written by this program's own export: what became of a row, and no data of a profile. Left out where it is not. */
  readonly own?: true;
  /** How its texts are read, as all rows together have decided it; left out where they leave nothing to decide. */
  readonly texts?: ColumnTexts | undefined;
}

/** What the texts of a column say about how all of them are to be read. */
export interface ColumnTexts {
  /** Of day and month. mixed: both orders occur, so that only what is certain is read. open: nothing decides; day first. */
  readonly order?: 'dmy' | 'mdy' | 'mixed' | 'open' | undefined;
  /** The decimal mark. open: nothing decides, or both occur; what can be read both ways is refused. */
  readonly decimal?: '.' | ',' | 'open' | undefined;
}

export interface SheetInfo {
  readonly name: string;
  readonly visibility: 'visible' | 'hidden' | 'veryHidden';
  /** Chart, dialog and macro sheets hold no cells and cannot be imported. */
  readonly kind: 'cells' | 'other';
}

/** Letters of a 0-based column index: 0 → A, 26 → AA. */
export function columnLetter(index: number): string {
  let rest = index + 1;
  let letters = '';
  while (rest > 0) {
    const digit = (rest - 1) % 26;
    letters = String.fromCharCode(65 + digit) + letters;
    rest = Math.floor((rest - 1) / 26);
  }
  return letters;
}

/** 0-based index of column letters in either case: A → 0, AA → 26; -1 where they are no column of Excel (beyond XFD). */
export function columnIndex(letters: string): number {
  if (!/^[A-Za-z]{1,3}$/.test(letters)) return -1;
  let index = 0;
  for (const letter of letters.toUpperCase()) index = index * 26 + letter.charCodeAt(0) - 64;
  return index <= 16_384 ? index - 1 : -1;
}

/**
 * The text an operator sees in a cell: `text` where the display differs, otherwise the plain writing of
 * the value, never in exponents for numbers that have none on screen. Empty string for an empty cell, and for one under a merge whose value is not read.
 */
export function shownText(cell: Cell): string {
  if (cell === null) return '';
  switch (cell.t) {
    case 's':
    case 'e':
    case 'x':
      return cell.v;
    case 'm':
      return cell.read === true ? shownText(cell.v) : '';
    case 'b':
      return cell.v ? 'TRUE' : 'FALSE';
    case 'd':
      return cell.text ?? cell.v;
    case 'n':
      return cell.text ?? plainNumber(cell.v);
  }
}

/** A number in decimal digits without an exponent: 1e21 → "1000000000000000000000", 1e-7 → "0.0000001". */
export function plainNumber(value: number): string {
  const written = String(value);
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(written);
  if (match === null) return written;
  const [, sign = '', lead = '', fraction = '', exponentText = '0'] = match;
  const digits = lead + fraction;
  const point = 1 + Number(exponentText);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits + '0'.repeat(point - digits.length);
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
