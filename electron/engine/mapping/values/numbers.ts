import { excelNumber, hasLostDigits, Refusal, type NumberCell, type Reader, type Reading } from './reader.ts';
import { numberIn, spoiltNumber, type DecimalMark } from './numberText.ts';

const notInteger = new Refusal('not-integer');
const notNumber = new Refusal('not-number');
const digitsLost = new Refusal('digits-lost');
const outOfRange = new Refusal('out-of-range');

/** The manual gives no range for int; 64 bits is what platforms of this kind store, and more cannot come back whole. */
const int64 = { lowest: -(2n ** 63n), highest: 2n ** 63n - 1n } as const;

/**
 * Decimal digits of a whole number as JSON writes it, every digit kept (a text cell may hold more than a double
 * can). Text as numberIn reads it in its column. Refusals: not-integer, digits-lost, out-of-range, number-open.
 */
export const intReader: Reader<string> = {
  text: (text) => intText(text, null),
  number: ({ v }) => {
    const value = excelNumber(v);
    if (!Number.isInteger(value)) return notInteger;
    return hasLostDigits(value) ? digitsLost : String(value);
  },
  bool: () => notInteger,
  date: () => notInteger,
};

/** The same in a column with this decimal mark. */
export function intReaderIn(mark: DecimalMark | null): Reader<string> {
  return { ...intReader, text: (text) => intText(text, mark) };
}

const fewDigits = /^-?(?:0|[1-9]\d{0,14})$/;

function intText(text: string, mark: DecimalMark | null): Reading<string> {
  if (fewDigits.test(text)) return text === '-0' ? '0' : text;
  const long = spoiltNumber(text);
  if (long instanceof Refusal) return long;
  const found = long ?? numberIn(text, mark);
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
 * A decimal number. Text as numberIn reads it in its column. Refusals: not-number, also for what no double can hold, and
 * number-open.
 */
export const floatReader: Reader<number> = {
  text: (text) => floatText(text, null),
  number: ({ v }: NumberCell) => finite(excelNumber(v)),
  bool: () => notNumber,
  date: () => notNumber,
};

/** The same in a column with this decimal mark. */
export function floatReaderIn(mark: DecimalMark | null): Reader<number> {
  return { ...floatReader, text: (text) => floatText(text, mark) };
}

/** Nearly all there is, and beyond doubt: more or fewer than three decimals, and a point. */
const usual = /^-?\d{1,15}(?:\.(?:\d{1,2}|\d{4,15}))?$/;

function floatText(text: string, mark: DecimalMark | null): Reading<number> {
  if (mark !== ',' && usual.test(text)) return Number(text);
  const found = numberIn(text, mark);
  return typeof found === 'string' ? finite(Number(found)) : (found ?? notNumber);
}

function finite(value: number): Reading<number> {
  return Number.isFinite(value) ? value : notNumber;
}
