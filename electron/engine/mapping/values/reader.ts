import type { Cell, FlawKind } from '#contract/cells.ts';
import type { RowErrorReason } from '#contract/rowErrors.ts';

/** Why a cell cannot become a value. */
export class Refusal {
  readonly reason: RowErrorReason;
  constructor(reason: RowErrorReason) {
    this.reason = reason;
  }
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
const flaws: Readonly<Record<FlawKind, Refusal | null>> = {
  absent: null,
  uncalculated: new Refusal('formula-uncalculated'),
  damaged: new Refusal('cell-damaged'),
  control: new Refusal('control-character'),
};

/** What a cell is to a type. White space alone counts as empty. */
export function readCell<Value>(reader: Reader<Value>, cell: Cell): Reading<Value> {
  return cellReader(reader)(cell);
}

/** As readCell, made ready for a whole column: looking up a reader's part for every one of ten million cells costs as much as reading it. */
export function cellReader<Value>({ text, number, bool, date }: Reader<Value>): (cell: Cell) => Reading<Value> {
  return (cell) => {
    if (cell === null) return null;
    switch (cell.t) {
      case 's': {
        const trimmed = isTrimmed(cell.v) ? cell.v : cell.v.trim();
        return trimmed === '' ? null : text(trimmed);
      }
      case 'n':
        return number(cell);
      case 'b':
        return bool(cell.v);
      case 'd':
        return date(cell);
      case 'e':
        return cellError;
      case 'x':
        return flaws[cell.why];
      case 'm':
        return null;
    }
  };
}

/** Whether a text certainly has no white space at its ends: all there is lies at or below U+0020, at U+00A0, and from U+1680 on. */
function isTrimmed(text: string): boolean {
  return isInk(text.charCodeAt(0)) && isInk(text.charCodeAt(text.length - 1));
}

const isInk = (unit: number): boolean => (unit > 0x20 && unit < 0xa0) || (unit > 0xa0 && unit < 0x1680);

/** A number cell with 16 digits or more before the point: Excel keeps 15 and has already made the rest zeros. */
export function hasLostDigits(value: number): boolean {
  return Math.abs(value) >= 1e15;
}

const hidden = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/;
const allHidden = new RegExp(hidden.source, 'g');

/**
 * Text without the characters that nobody sees (zero-width and direction marks come along when a number or an
 * address is copied from an address book or a web page). For values a machine reads, not for names and notes,
 * where a joiner may belong to an emoji.
 */
export function withoutHidden(text: string): string {
  return hidden.test(text) ? text.replace(allHidden, '').trim() : text;
}
