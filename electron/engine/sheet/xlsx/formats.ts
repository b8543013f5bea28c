import { format, getFormatDateInfo, isDateFormat, isTextFormat, TOKEN_DURATION, TOKEN_GENERAL, tokenize } from 'numfmt';
import { plainNumber, type Cell } from '#contract/cells.ts';
import { isoOfSerial, serial1900 } from './dates.ts';

/** How numbers of one cell format become cells. */
export interface NumberFormat {
  readonly isGeneral: boolean;
  /** `exact`: the number is known to have no more than 15 significant digits. */
  cell(value: number, exact: boolean): Cell;
  /** What a date cell of this format shows; undefined where the format shows no date. */
  dateText(serial: number): string | undefined;
}

export interface FormatContext {
  readonly locale: 'en' | 'ru';
  readonly date1904: boolean;
}

/** Cells kept for values that come again, for each format; then the memory starts anew. */
const cacheSize = 20_000;

/** The format of a number format code such as `0000` or `dd.mm.yyyy`; one that Excel could not read is General. */
export function compileFormat(code: string, context: FormatContext): NumberFormat {
  if (isGeneral(code)) return generalFormat(context);
  try {
    if (!isDateFormat(code)) return zerosFormat(code, context) ?? patternFormat(code, context);
    return tokenize(code).some((token) => token.type === TOKEN_DURATION) ? patternFormat(code, context) : dateFormat(code, context);
  } catch {
    return generalFormat(context);
  }
}

/** A number in a text cell is shown as General shows it. */
function isGeneral(code: string): boolean {
  try {
    return code.trim() === '' || isTextFormat(code) || (tokenize(code).length === 1 && tokenize(code)[0]?.type === TOKEN_GENERAL);
  } catch {
    return true;
  }
}

/**
 * General shows 15 significant digits (0.1+0.2 is 0.3). Excel also rounds to the column's width and goes over to
 * exponents; that is left out, because it depends on the width and would damage a card number.
 */
export function generalFormat(context: FormatContext): NumberFormat {
  const comma = context.locale === 'ru';
  return {
    isGeneral: true,
    cell(value, exact) {
      if (!comma && exact) return { t: 'n', v: value };
      const text = generalText(value, comma);
      return text === plainNumber(value) ? { t: 'n', v: value } : { t: 'n', v: value, text };
    },
    dateText: () => undefined,
  };
}

function generalText(value: number, comma: boolean): string {
  const text = plainNumber(Number(value.toPrecision(15)));
  return comma ? text.replace('.', ',') : text;
}

/** Any format that shows numbers, and elapsed time ([h]:mm), which is no moment. */
function patternFormat(code: string, context: FormatContext): NumberFormat {
  const cache = new Map<number, Cell>();
  return {
    isGeneral: false,
    cell(value) {
      return cached(cache, value, () => numberCell(value, shown(code, value, context)));
    },
    dateText: () => undefined,
  };
}

function dateFormat(code: string, context: FormatContext): NumberFormat {
  const cache = new Map<number, Cell>();
  const info = getFormatDateInfo(code);
  const hasDay = info.year || info.month || info.day;
  const make = (value: number): Cell => {
    const serial = serial1900(value, context.date1904);
    // Excel fills such a cell with #; the number is all there is to know.
    if (!(value >= 0) || serial >= 2_958_466) return { t: 'n', v: value };
    const text = shown(code, serial, context);
    const iso = isoOfSerial(serial);
    // "00.01.1900" and "29.02.1900" are days that never were: a birthday made of them would be invented.
    if (iso === null || (hasDay && serial < 1)) return numberCell(value, text);
    return text === undefined ? { t: 'd', v: iso } : { t: 'd', v: iso, text };
  };
  return {
    isGeneral: false,
    cell: (value) => cached(cache, value, () => make(value)),
    dateText: (serial) => shown(code, serial, context),
  };
}

/**
 * `0000` and `0.00`, the most usual formats, without the detour through the formatter, which costs more than
 * all the rest of the cell. Numbers that would have to be rounded still take it.
 */
function zerosFormat(code: string, context: FormatContext): NumberFormat | null {
  const match = /^(0+)(?:\.(0+))?$/.exec(code);
  if (match === null) return null;
  const [, { length: whole } = '', { length: decimals } = ''] = match;
  const point = context.locale === 'ru' ? ',' : '.';
  return {
    isGeneral: false,
    cell(value) {
      const plain = String(value);
      const [digits = '', fraction = ''] = plain.split('.');
      if (plain.length > 15 || fraction.length > decimals || value < 0 || plain.includes('e')) {
        return numberCell(value, shown(code, value, context));
      }
      const text = digits.padStart(whole, '0') + (decimals > 0 ? point + fraction.padEnd(decimals, '0') : '');
      return text === plain ? { t: 'n', v: value } : { t: 'n', v: value, text };
    },
    dateText: () => undefined,
  };
}

function numberCell(value: number, text: string | undefined): Cell {
  return text === undefined || text === plainNumber(value) ? { t: 'n', v: value } : { t: 'n', v: value, text };
}

/**
 * What Excel shows, without the blanks that formats put at the ends to line numbers up (`_-`, `?`): nobody sees
 * them as characters. undefined where the formatter cannot tell.
 */
function shown(code: string, value: number, context: FormatContext): string | undefined {
  try {
    return format(code, value, { locale: context.locale, dateSpanLarge: false }).trim();
  } catch {
    return undefined;
  }
}

function cached(cache: Map<number, Cell>, value: number, make: () => Cell): Cell {
  const known = cache.get(value);
  if (known !== undefined) return known;
  const cell = make();
  if (cache.size >= cacheSize) cache.clear();
  cache.set(value, cell);
  return cell;
}
