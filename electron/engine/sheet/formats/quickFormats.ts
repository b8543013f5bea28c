import type { Cell } from '#contract/cells.ts';
import { isoOfSerial, twoDigits } from './dates.ts';
import { dateFormat, generalFormat, numberCell, numberFormat, plainIsoCell, showGeneral, timeFormat, type FormatContext, type NumberFormat, type ShowNumber } from './numberFormat.ts';

/**
 * The formats that nearly all workbooks use, without the formatter library: loading it takes as long as reading
 * thirty thousand rows. What they show is compared with the library's in the tests.
 */

/** Built-in format codes (ECMA-376 part 1, 18.8.30) of the usual ids; those of dates follow the system's language. */
const builtIn: ReadonlyMap<number, string | Readonly<Record<FormatContext['locale'], string>>> = new Map<
  number,
  string | Readonly<Record<FormatContext['locale'], string>>
>([
  [0, 'General'], [1, '0'], [2, '0.00'], [3, '#,##0'], [4, '#,##0.00'],
  [14, { en: 'm/d/yyyy', ru: 'dd.mm.yyyy' }],
  [20, 'h:mm'], [21, 'h:mm:ss'],
  [22, { en: 'm/d/yyyy h:mm', ru: 'dd.mm.yyyy h:mm' }],
  [49, '@'],
]);

/** The code of a built-in format; undefined where only the library knows it. */
export function usualBuiltIn(id: number, locale: FormatContext['locale']): string | undefined {
  const code = builtIn.get(id);
  return typeof code === 'object' ? code[locale] : code;
}

/** General, text, zeros and plain dates; null for every other format. */
export function quickFormat(code: string, context: FormatContext): NumberFormat | null {
  // A number in a text cell is shown as General shows it.
  if (code === '@') return numberFormat(showGeneral(context), code);
  if (code.trim() === '' || code.toLowerCase() === 'general') return generalFormat(context);
  return zerosFormat(code, context) ?? quickDate(code, context);
}

/** `0000`, `0.00` and `#,##0.00`. Numbers that have to be rounded are rounded half away from zero, as Excel does. */
function zerosFormat(code: string, context: FormatContext): NumberFormat | null {
  const match = /^(#,##0|0{1,15})(?:\.(0{1,10}))?$/.exec(code);
  if (match === null) return null;
  const isGrouped = code.startsWith('#');
  const whole = isGrouped ? 1 : (match[1] ?? '').length;
  const decimals = (match[2] ?? '').length;
  const [point, group] = context.locale === 'ru' ? [',', '\u00a0'] : ['.', ','];
  const scale = 10 ** decimals;
  const least = whole > 1 ? 10 ** (whole - 1) : 0;
  const most = isGrouped ? 999 : 1e9;
  /** Whether the number has all the digits anyway, so that it is shown as it is. */
  const isFull = (value: number): boolean => {
    if (value < least || value > most) return false;
    if (decimals === 0) return Number.isInteger(value);
    const scaled = Math.round(value * scale);
    return point === '.' && Math.floor(scaled / 10) * 10 !== scaled && scaled / scale === value;
  };
  const isPlain = !isGrouped && point === '.';
  const show = (value: number): string => {
    const text = zerosText(value, whole, decimals);
    if (isPlain) return text;
    const [digits = '', fraction] = text.split('.');
    const grouped = isGrouped ? digits.replace(/\B(?=(?:\d{3})+$)/g, group) : digits;
    return fraction === undefined ? grouped : grouped + point + fraction;
  };
  /** Of a number that is not full: whether what it lacks are zeros alone, so that its text is not the plain writing. */
  const isPadded = (value: number): boolean => decimals > 0 && value >= 0 && value < 1e9 && Math.round(value * scale) / scale === value;
  return {
    isGeneral: false,
    cell: (value): Cell => {
      if (isFull(value)) return { t: 'n', v: value, f: code };
      const text = show(value);
      return isPlain && isPadded(value) ? { t: 'n', v: value, text, f: code } : numberCell(value, text, code);
    },
    isoCell: plainIsoCell,
  };
}

/** A number with at least so many digits before and exactly so many behind the point, from its 15 significant ones. */
function zerosText(value: number, whole: number, decimals: number): string {
  const scale = 10 ** decimals;
  const units = Math.round(Math.abs(value) * scale);
  // Nothing to be rounded: the digits are those of a whole number of the last decimal.
  if (units < 1e15 && units / scale === Math.abs(value)) return pointed(String(units), whole, decimals, value < 0 && units > 0);
  const [digits, exponent] = significantDigits(Math.abs(value));
  const kept = Math.max(0, Math.min(digits.length, exponent + 1 + decimals));
  const isUp = exponent + 1 + decimals >= 0 && Number(digits[kept] ?? 0) >= 5;
  const scaled = (BigInt(digits.slice(0, kept) || '0') + (isUp ? 1n : 0n)).toString() + '0'.repeat(Math.max(0, exponent + 1 + decimals - kept));
  return pointed(scaled, whole, decimals, value < 0 && /[1-9]/.test(scaled));
}

function pointed(digits: string, whole: number, decimals: number, isNegative: boolean): string {
  const padded = digits.padStart(whole + decimals, '0');
  const text = decimals === 0 ? padded : `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`;
  return isNegative ? `-${text}` : text;
}

/** 15 significant digits and the power of ten of the first: Excel calculates and shows with no more. */
function significantDigits(value: number): [string, number] {
  const [mantissa = '0', exponent = '0'] = value.toExponential(14).split('e');
  return [mantissa.replace('.', ''), Number(exponent)];
}

type DatePart = (iso: string) => string;

const dateParts: ReadonlyMap<string, DatePart> = new Map<string, DatePart>([
  ['yyyy', (iso) => iso.slice(0, 4)],
  ['yy', (iso) => iso.slice(2, 4)],
  ['mm', (iso) => iso.slice(5, 7)],
  ['m', (iso) => String(Number(iso.slice(5, 7)))],
  ['dd', (iso) => iso.slice(8, 10)],
  ['d', (iso) => String(Number(iso.slice(8, 10)))],
  ['hh', (iso) => iso.slice(11, 13)],
  ['h', (iso) => String(Number(iso.slice(11, 13)))],
  ['minute', (iso) => iso.slice(14, 16)],
  ['bareMinute', (iso) => String(Number(iso.slice(14, 16)))],
  ['ss', (iso) => iso.slice(17, 19)],
]);

/** Dates and times in figures, such as `dd.mm.yyyy` and `yyyy-mm-dd\ hh:mm:ss;@`. */
function quickDate(code: string, context: FormatContext): NumberFormat | null {
  const body = code.replace(/;@$/, '').toLowerCase();
  const tokens = body.match(/y+|m+|d+|h+|s+|\\.|[ ./:-]|./gsu) ?? [];
  const parts: DatePart[] = [];
  let hasDay = false;
  let hasTime = false;
  for (const [index, token] of tokens.entries()) {
    const isMinute = /^mm?$/.test(token) && (/^h/.test(neighbour(tokens, index, -1)) || /^s/.test(neighbour(tokens, index, 1)));
    const part = dateParts.get(isMinute ? (token === 'm' ? 'bareMinute' : 'minute') : token);
    if (part === undefined) {
      const literal = /^(?:\\([ ./:,-])|([ ./:-]))$/.exec(token);
      if (literal === null) return null;
      const shown = token === '/' && context.locale === 'ru' ? '.' : (literal[1] ?? literal[2] ?? '');
      parts.push(() => shown);
      continue;
    }
    parts.push(part);
    if (isMinute || /^[hs]/.test(token)) hasTime = true;
    else hasDay = true;
  }
  if (!hasDay && !hasTime) return null;
  const show: ShowNumber = (serial) => {
    const iso = shownMoment(serial, hasTime);
    return parts.map((part) => part(iso)).join('');
  };
  return hasDay ? dateFormat(show, code, context) : timeFormat(show, code, context);
}

/** The next figure before or behind a token, which tells minutes from months. */
function neighbour(tokens: readonly string[], index: number, step: 1 | -1): string {
  for (let at = index + step; at >= 0 && at < tokens.length; at += step) {
    const token = tokens[at] ?? '';
    if (/^[ymdhs]/.test(token)) return token;
  }
  return '';
}

/** The moment to the second, in ISO form, with the days that only Excel has. Half a second rounds up where time is shown. */
function shownMoment(serial: number, hasTime: boolean): string {
  let day = Math.trunc(serial);
  let seconds = Math.floor((serial - day) * 86_400 + 0.5);
  if (seconds === 86_400) {
    seconds = hasTime ? 0 : 86_399;
    day += hasTime ? 1 : 0;
  }
  const date = day === 0 ? '1900-01-00' : day === 60 ? '1900-02-29' : (isoOfSerial(day) ?? '').slice(0, 10);
  return `${date}T${twoDigits(Math.floor(seconds / 3600))}:${twoDigits(Math.floor(seconds / 60) % 60)}:${twoDigits(seconds % 60)}`;
}
