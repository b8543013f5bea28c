import { hidesValue, noDayText, type Cell, type FlawKind } from '#contract/cells.ts';
import type { RowErrorReason } from '#contract/rowErrors.ts';
import { isErrorWord } from '#contract/errorWords.ts';
import { composedText } from '#contract/sameText.ts';

export { visibleText as withoutHidden } from '#contract/sameText.ts';

/** Why a cell cannot become a value. */
export class Refusal {
  readonly reason: RowErrorReason;
  constructor(reason: RowErrorReason) {
    this.reason = reason;
  }
}

/** A value of a list's cell that is not fit to be sent. */
export interface SpoiltValue {
  readonly text: string;
  readonly refusal: Refusal;
}

export type NumberCell = Extract<Cell, { readonly t: 'n' }>;
export type DateCell = Extract<Cell, { readonly t: 'd' }>;

/** A value, nothing (the member is left out of the item), or why not. */
export type Reading<Value> = Value | null | Refusal;

/**
 * How one recipe type reads each kind of cell. Empty cells, cells of white space and error cells never arrive
 * here: `readCell` has dealt with them, the same way for all types.
 */
export interface Reader<Value> {
  /** Text without outer white space, never empty. */
  readonly text: (text: string) => Reading<Value>;
  readonly number: (cell: NumberCell) => Reading<Value>;
  readonly bool: (value: boolean) => Reading<Value>;
  readonly date: (cell: DateCell) => Reading<Value>;
}

const cellError = new Refusal('cell-error');
const noDay = new Refusal('no-such-day');
const flaws: Readonly<Record<FlawKind, Refusal | null>> = {
  absent: null,
  uncalculated: new Refusal('formula-uncalculated'),
  damaged: new Refusal('cell-damaged'),
  control: new Refusal('control-character'),
};

/** What the cells under a merge are to a rule: left out, or each the merge's value. */
export type MergedCells = 'skip' | 'value';

/** What a cell is to a type. White space alone, and what nobody sees, counts as empty. */
export function readCell<Value>(reader: Reader<Value>, cell: Cell): Reading<Value> {
  return cellReader(reader)(cell);
}

/** The cell by which a cell under a merge is read. */
export function unmerged(cell: Cell): Cell {
  return cell?.t === 'm' ? cell.v : cell;
}

/**
 * Whether a cell gives no value although it is not known to be empty: it is not there, lies under a merge that the rule
 * leaves out, or holds a value that its format does not show. Nothing may be deleted for it.
 */
export function isUnknown(cell: Cell, merged: MergedCells): boolean {
  if (cell === null) return false;
  if (cell.t === 'm') return merged === 'skip' || hidesValue(cell.v);
  return hidesValue(cell) || (cell.t === 'x' && cell.why === 'absent');
}

/** As readCell, made ready for a whole column: looking up a reader's part for every one of ten million cells costs as much as reading it. */
export function cellReader<Value>({ text, number, bool, date }: Reader<Value>, merged: MergedCells = 'skip'): (cell: Cell) => Reading<Value> {
  const read = (cell: Cell): Reading<Value> => {
    if (cell === null) return null;
    switch (cell.t) {
      case 's': {
        if (isTrimmed(cell.v)) return text(cell.v);
        const trimmed = composedText(cell.v);
        if (trimmed === '') return null;
        // Readers of files know these words by their first character.
        return isErrorWord(trimmed) ? cellError : text(trimmed);
      }
      case 'n':
        return cell.text === noDayText ? noDay : number(cell);
      case 'b':
        return bool(cell.v);
      case 'd':
        return date(cell);
      case 'e':
        return cellError;
      case 'x':
        return flaws[cell.why];
      case 'm':
        return merged === 'value' ? read(cell.v) : null;
    }
  };
  return read;
}

/** Whether a text certainly has neither white space nor marks that nobody sees at its ends: none lies between U+0021 and U+007E, none between U+00AE and U+02FF, none among Greek and Cyrillic letters. */
function isTrimmed(text: string): boolean {
  return isInk(text.charCodeAt(0)) && isInk(text.charCodeAt(text.length - 1));
}

const isInk = (unit: number): boolean => (unit > 0x20 && unit < 0x7f) || (unit > 0xad && unit < 0x300) || (unit > 0x36f && unit < 0x590);

/** A number cell with 16 digits or more before the point: Excel keeps 15 and has already made the rest zeros. */
export function hasLostDigits(value: number): boolean {
  return Math.abs(value) >= 1e15;
}

/**
 * A number as Excel calculates with it: 15 significant digits, so that 0.1+0.2 is 0.3 and 28.999999999999996 is 29. Whole
 * numbers stay as they are; those with more digits are told apart by `hasLostDigits`.
 */
export function excelNumber(value: number): number {
  if (Number.isInteger(value)) return value;
  // Amounts of few decimals are what they are: writing a number out takes ten times as long.
  const scaled = value * 10_000;
  if (scaled < 1e14 && scaled > -1e14 && Math.round(scaled) / 10_000 === value) return value;
  return Number(value.toPrecision(15));
}
