import type { NumberWatch } from '../dayWatch.ts';
import { excelNumber, hasLostDigits, Refusal, type NumberCell, type Reader, type Reading } from './reader.ts';
import { numberOf, numberReadings, spoiltNumber, type DecimalMark } from './numberText.ts';

const notInteger = new Refusal('not-integer');
const notNumber = new Refusal('not-number');
const digitsLost = new Refusal('digits-lost');
const outOfRange = new Refusal('out-of-range');

/** The manual gives no range for int; 64 bits is what platforms of this kind store, and more cannot come back whole. */
const int64 = { lowest: -(2n ** 63n), highest: 2n ** 63n - 1n } as const;

/**
 * Decimal digits of a whole number as JSON writes it, every digit kept (a text cell may hold more than a double
 * can). Text as numberOf reads it in its column. Refusals: not-integer, digits-lost, out-of-range, number-open.
 */
export const intReader: Reader<string> = {
  text: (text) => intText(text, null),
  number: (cell) => {
    const value = excelNumber(cell.v);
    if (isDayThatNeverWas(cell)) return notInteger;
    if (!Number.isInteger(value)) return notInteger;
    return hasLostDigits(value) ? digitsLost : String(value);
  },
  bool: () => notInteger,
  date: () => notInteger,
};

/**
 * Whether a number is shown as Excel's day 0 or its 29 February 1900, which no calendar has: these alone of all days come as
 * numbers, and are no more one than the days beside them.
 */
function isDayThatNeverWas({ v, text, f }: NumberCell): boolean {
  if (v < 0 || v >= 61 || (v >= 1 && v < 60) || f === undefined || text === undefined || !/\d/.test(text)) return false;
  const figures = f.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|general|am\/pm|a\/p/gi, '');
  return /[yd]/i.test(figures) || (/m/i.test(figures) && !/[hs]/i.test(figures));
}

/** The same in a column with this decimal mark. */
export function intReaderIn(mark: DecimalMark | null, watch?: NumberWatch): Reader<string> {
  return { ...intReader, text: (text) => intText(text, mark, watch) };
}

const fewDigits = /^-?(?:0|[1-9]\d{0,14})$/;

function intText(text: string, mark: DecimalMark | null, watch?: NumberWatch): Reading<string> {
  if (fewDigits.test(text)) return text === '-0' ? '0' : text;
  const readings = numberReadings(text);
  watch?.take(readings);
  const long = spoiltNumber(text);
  if (long instanceof Refusal) return long;
  const found = long ?? numberOf(readings, mark);
  return typeof found === 'string' ? wholeNumber(found) : (found ?? notInteger);
}

/** `77.0` is a whole number that went through a program of decimals, and 100 % is one. */
function wholeNumber(written: string): Reading<string> {
  const match = /^(-?)(\d+)(?:\.(\d*))?(e-2)?$/.exec(written);
  if (match === null) return notInteger;
  const [, sign = '', whole = '', fraction = '', percent] = match;
  const digits = percent === undefined ? whole : whole.slice(0, -2) || '0';
  const rest = percent === undefined ? fraction : whole.slice(-2) + fraction;
  if (/[1-9]/.test(rest)) return notInteger;
  const text = digits === '0' || sign === '' ? digits : `-${digits}`;
  return digits.length < 19 || isInt64(digits, text) ? text : outOfRange;
}

function isInt64(digits: string, text: string): boolean {
  if (digits.length > 19) return false;
  const value = BigInt(text);
  return value >= int64.lowest && value <= int64.highest;
}

/** A whole number within bounds, both included. Refusals: as intReader, and out-of-range. */
export function boundedIntReader(lowest: number, highest: number): Reader<string> {
  const bounded = (reading: Reading<string>): Reading<string> =>
    typeof reading === 'string' && (Number(reading) < lowest || Number(reading) > highest) ? outOfRange : reading;
  return { ...intReader, text: (text) => bounded(intReader.text(text)), number: (cell) => bounded(intReader.number(cell)) };
}

/**
 * A decimal number. Text as numberOf reads it in its column. Refusals: not-number, also for what no double can hold,
 * digits-lost (of 16 and more, where the number would be another one; for what Excel has spoilt), and number-open.
 */
export const floatReader: Reader<number> = {
  text: (text) => floatText(text, null),
  number: (cell) => {
    if (isDayThatNeverWas(cell)) return notNumber;
    return hasLostDigits(cell.v) ? digitsLost : finite(excelNumber(cell.v));
  },
  bool: () => notNumber,
  date: () => notNumber,
};

/** The same in a column with this decimal mark. */
export function floatReaderIn(mark: DecimalMark | null, watch?: NumberWatch): Reader<number> {
  return { ...floatReader, text: (text) => floatText(text, mark, watch) };
}

/** Nearly all there is, and beyond doubt: more or fewer than three decimals, and a point. */
const usual = /^-?\d{1,15}(?:\.(?:\d{1,2}|\d{4,15}))?$/;
/** Characters of a text that certainly has no more than 15 digits, if it is a usual one. */
const fewCharacters = 16;

function floatText(text: string, mark: DecimalMark | null, watch?: NumberWatch): Reading<number> {
  if (mark !== ',' && text.length <= fewCharacters && usual.test(text)) {
    watch?.takeUsual(text);
    return Number(text);
  }
  const readings = numberReadings(text);
  watch?.take(readings);
  const long = spoiltNumber(text);
  if (long instanceof Refusal) return long;
  const found = long ?? numberOf(readings, mark);
  if (typeof found !== 'string') return found ?? notNumber;
  const value = finite(Number(found));
  return typeof value === 'number' && !hasAllDigits(found, value) ? digitsLost : value;
}

/** Whether a number has the digits of its text: up to 15 it always has. */
function hasAllDigits(text: string, value: number): boolean {
  if (text.length <= fewCharacters - 1) return true;
  const digits = significant(text);
  return digits.length <= 15 || digits === significant(String(value));
}

/** The digits of a number as it is written, from the first that is not zero to the last. */
function significant(written: string): string {
  return written.replace(/e.*$/, '').replace(/[-.]/g, '').replace(/^0+|0+$/g, '');
}

function finite(value: number): Reading<number> {
  return Number.isFinite(value) ? value : notNumber;
}
