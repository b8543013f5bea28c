import { noDayText, plainNumber, type Cell } from '#contract/cells.ts';
import { isoOfSerial, lastSerial, serial1900, type IsoDate } from './dates.ts';

/** How numbers of one cell format become cells, which keep the format's code as `f`. */
export interface NumberFormat {
  readonly isGeneral: boolean;
  /** `exact`: the number is known to have no more than 15 significant digits. */
  cell(value: number, exact: boolean): Cell;
  /** The cell of a day written as ISO 8601. */
  isoCell(date: IsoDate): Cell;
  /** The cell of a text as the format shows it; left out where that is the text itself. */
  readonly textCell?: (cell: Extract<Cell, { readonly t: 's' }>) => Cell;
}

export interface FormatContext {
  readonly locale: 'en' | 'ru';
  readonly date1904: boolean;
}

/** What is shown for a number; undefined where that cannot be told. */
export type ShowNumber = (value: number) => string | undefined;

/** Cells kept for values that come again, for each format; then the memory starts anew. */
const cacheSize = 20_000;

/** An ISO date in a format that shows no date: Excel would show its day number, but a day was written and is meant. */
export const plainIsoCell = ({ iso }: IsoDate): Cell => ({ t: 'd', v: iso });

/**
 * General shows 15 significant digits (0.1+0.2 is 0.3). Excel also rounds to the column's width and goes over to
 * exponents; that is left out, because it depends on the width and would damage a card number.
 */
export function generalFormat(context: FormatContext): NumberFormat {
  const show = showGeneral(context);
  const comma = context.locale === 'ru';
  return {
    isGeneral: true,
    cell: (value, exact) => (exact && (!comma || Number.isInteger(value)) ? { t: 'n', v: value } : numberCell(value, show(value))),
    isoCell: plainIsoCell,
  };
}

export function showGeneral({ locale }: FormatContext): (value: number) => string {
  return (value) => {
    const text = plainNumber(Number(value.toPrecision(15)));
    return locale === 'ru' ? text.replace('.', ',') : text;
  };
}

/** Any format that shows numbers, and times that are no moment: elapsed ([h]:mm), or of a day unknown (h:mm). */
export function numberFormat(show: ShowNumber, code: string): NumberFormat {
  const cache = new Map<number, Cell>();
  return {
    isGeneral: false,
    cell: (value) => cache.get(value) ?? kept(cache, value, numberCell(value, show(value), code)),
    isoCell: plainIsoCell,
  };
}

/** Cells by whole number, up to January of 2119: a look-up in an array takes a fifth of that in a map. */
const wholeNumbers = 80_000;

/**
 * A format that shows a day, alone or with its time. `showOther`: what its sections without a day show for a number that
 * is none; left out where it has none of them.
 */
export function dateFormat(show: ShowNumber, code: string, context: FormatContext, showOther?: ShowNumber): NumberFormat {
  let days: (Cell | undefined)[] | null = null;
  const moments = new Map<number, Cell>();
  const make = (value: number): Cell => {
    const serial = momentSerial(value, context);
    if (serial === null) return numberCell(value, showOther?.(value) ?? noDayText, code);
    const iso = isoOfSerial(serial);
    // "00.01.1900" and "29.02.1900" are days that never were: a birthday made of them would be invented.
    return iso === null || serial < 1 ? numberCell(value, show(serial), code) : dateCell(iso, show(serial), code);
  };
  const cell = (value: number): Cell => {
    // Nearly all are days without a time.
    const day = value >>> 0;
    if (day !== value || day >= wholeNumbers) return moments.get(value) ?? kept(moments, value, make(value));
    days ??= new Array<Cell | undefined>(wholeNumbers).fill(undefined);
    return (days[day] ??= make(value));
  };
  return { isGeneral: false, cell, isoCell: ({ iso, serial }) => dateCell(iso, serial < 0 ? undefined : show(serial), code) };
}

/**
 * A format that shows a time of day and no day: whatever the number's day, nobody sees it, so that it is none. Below zero
 * Excel shows times in the 1904 system alone, with a minus; in the 1900 system it fills the cell with #. `showOther` as in
 * `dateFormat`.
 */
export function timeFormat(show: ShowNumber, code: string, context: FormatContext, showOther?: ShowNumber): NumberFormat {
  const showTime = (value: number): string | undefined => {
    const serial = momentSerial(value, context);
    return serial === null ? noDayText : show(serial);
  };
  const format = numberFormat((value) => {
    if (value >= 0) return showTime(value);
    const other = showOther?.(value);
    if (other !== undefined) return other;
    if (!context.date1904) return noDayText;
    const text = showTime(-value);
    return text === undefined || text === noDayText ? text : `-${text}`;
  }, code);
  return { ...format, isoCell: ({ iso, serial }) => dateCell(iso, serial < 0 ? undefined : show(serial), code) };
}

/**
 * The serial of the 1900 system that a date format shows for a number; null where Excel fills the cell with #
 * instead, and the number is all there is to know. Excel calculates with 15 digits: 45321.9999999999999 is the next day.
 */
function momentSerial(value: number, { date1904 }: FormatContext): number | null {
  const serial = Number(serial1900(value, date1904).toPrecision(15));
  return value >= 0 && serial < lastSerial ? serial : null;
}

function dateCell(iso: string, text: string | undefined, f: string): Cell {
  return text === undefined ? { t: 'd', v: iso, f } : { t: 'd', v: iso, text, f };
}

/** A number's cell, with its text where that differs from the plain writing. */
export function numberCell(value: number, text: string | undefined, f?: string): Cell {
  const isPlain = text === undefined || text === plainNumber(value);
  if (f === undefined) return isPlain ? { t: 'n', v: value } : { t: 'n', v: value, text };
  return isPlain ? { t: 'n', v: value, f } : { t: 'n', v: value, text, f };
}

function kept(cache: Map<number, Cell>, value: number, cell: Cell): Cell {
  if (cache.size >= cacheSize) cache.clear();
  cache.set(value, cell);
  return cell;
}
