import type { Cell } from '#contract/cells.ts';
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
  text(text: string): Reading<Value>;
  number(cell: NumberCell): Reading<Value>;
  bool(value: boolean): Reading<Value>;
  date(cell: DateCell): Reading<Value>;
}

const cellError = new Refusal('cell-error');

/** What a cell is to a type. White space alone counts as empty. */
export function readCell<Value>(reader: Reader<Value>, cell: Cell): Reading<Value> {
  if (cell === null) return null;
  switch (cell.t) {
    case 's': {
      const text = cell.v.trim();
      return text === '' ? null : reader.text(text);
    }
    case 'n':
      return reader.number(cell);
    case 'b':
      return reader.bool(cell.v);
    case 'd':
      return reader.date(cell);
    case 'e':
      return cellError;
  }
}

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
