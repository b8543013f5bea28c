import { plainNumber, type Cell } from '#contract/cells.ts';
import { isoOfSerial, lastSerial, serial1900 } from './dates.ts';

/** How numbers of one cell format become cells. */
export interface NumberFormat {
  readonly isGeneral: boolean;
  /** `exact`: the number is known to have no more than 15 significant digits. */
  cell(value: number, exact: boolean): Cell;
  /** What a date cell of this format shows for a serial of the 1900 system; undefined where the format shows no date. */
  dateText(serial: number): string | undefined;
}

export interface FormatContext {
  readonly locale: 'en' | 'ru';
  readonly date1904: boolean;
}

/** What is shown for a number; undefined where that cannot be told. */
export type ShowNumber = (value: number) => string | undefined;

/** Cells kept for values that come again, for each format; then the memory starts anew. */
const cacheSize = 20_000;

/**
 * General shows 15 significant digits (0.1+0.2 is 0.3). Excel also rounds to the column's width and goes over to
 * exponents; that is left out, because it depends on the width and would damage a card number.
 */
export function generalFormat(context: FormatContext): NumberFormat {
  const comma = context.locale === 'ru';
  return {
    isGeneral: true,
    cell(value, exact) {
      if (exact && (!comma || Number.isInteger(value))) return { t: 'n', v: value };
      const text = plainNumber(Number(value.toPrecision(15)));
      return numberCell(value, comma ? text.replace('.', ',') : text);
    },
    dateText: () => undefined,
  };
}

/** Any format that shows numbers, and elapsed time ([h]:mm), which is no moment. */
export function numberFormat(show: ShowNumber): NumberFormat {
  const cache = new Map<number, Cell>();
  return {
    isGeneral: false,
    cell: (value) => cache.get(value) ?? kept(cache, value, numberCell(value, show(value))),
    dateText: () => undefined,
  };
}

/** Cells by whole number, up to January of 2119: a look-up in an array takes a fifth of that in a map. */
const wholeNumbers = 80_000;

/** A format that shows a moment. `hasDay`: year, month or day are shown; otherwise it is a time of day alone. */
export function dateFormat(show: ShowNumber, hasDay: boolean, context: FormatContext): NumberFormat {
  let days: (Cell | undefined)[] | null = null;
  const moments = new Map<number, Cell>();
  const make = (value: number): Cell => {
    // Excel calculates with 15 digits: 45321.9999999999999 is the next day.
    const serial = Number(serial1900(value, context.date1904).toPrecision(15));
    // Excel fills such a cell with #; the number is all there is to know.
    if (!(value >= 0) || serial >= lastSerial) return { t: 'n', v: value };
    const text = show(serial);
    const iso = isoOfSerial(serial);
    // "00.01.1900" and "29.02.1900" are days that never were: a birthday made of them would be invented.
    if (iso === null || (hasDay && serial < 1)) return numberCell(value, text);
    return text === undefined ? { t: 'd', v: iso } : { t: 'd', v: iso, text };
  };
  const cell = (value: number): Cell => {
    // Nearly all are days without a time.
    const day = value >>> 0;
    if (day !== value || day >= wholeNumbers) return moments.get(value) ?? kept(moments, value, make(value));
    days ??= new Array<Cell | undefined>(wholeNumbers).fill(undefined);
    return (days[day] ??= make(value));
  };
  return { isGeneral: false, cell, dateText: show };
}

/** A number's cell, with its text where that differs from the plain writing. */
export function numberCell(value: number, text: string | undefined): Cell {
  return text === undefined || text === plainNumber(value) ? { t: 'n', v: value } : { t: 'n', v: value, text };
}

function kept(cache: Map<number, Cell>, value: number, cell: Cell): Cell {
  if (cache.size >= cacheSize) cache.clear();
  cache.set(value, cell);
  return cell;
}
