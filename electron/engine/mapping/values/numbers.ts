import { hasLostDigits, Refusal, withoutHidden, type NumberCell, type Reader, type Reading } from './reader.ts';

const notInteger = new Refusal('not-integer');
const notNumber = new Refusal('not-number');
const digitsLost = new Refusal('digits-lost');
const outOfRange = new Refusal('out-of-range');

/** The manual gives no range for int; 64 bits is what platforms of this kind store, and more cannot come back whole. */
const int64 = { lowest: -(2n ** 63n), highest: 2n ** 63n - 1n } as const;

/** Space, no-break space, thin space, narrow no-break space: what spreadsheets put between thousands. */
const gap = '[ \\u00A0\\u2009\\u202F]';
const whole = `\\d+|\\d{1,3}(?:${gap}\\d{3})+`;
/** `77.0` is a whole number that went through a program of decimals; three zeros could be thousands. */
const intPattern = new RegExp(`^([+\\-\u2212]?)(${whole})(?:[.,]0{1,2})?$`);
const gaps = new RegExp(gap, 'g');

/**
 * Decimal digits of a whole number as JSON writes it, every digit kept (a text cell may hold more than a double
 * can). Thousands may be grouped by spaces. Refusals: not-integer, digits-lost (number cells), out-of-range.
 */
export const intReader: Reader<string> = {
  text: intText,
  number: ({ v }) => {
    if (!Number.isInteger(v)) return notInteger;
    return hasLostDigits(v) ? digitsLost : String(v);
  },
  bool: () => notInteger,
  date: () => notInteger,
};

function intText(raw: string): Reading<string> {
  const match = intPattern.exec(withoutHidden(raw));
  if (match === null) return notInteger;
  const [, sign = '', written = ''] = match;
  const digits = written.replace(gaps, '').replace(/^0+(?=\d)/, '');
  const text = digits === '0' || sign === '' || sign === '+' ? digits : `-${digits}`;
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

const plainFloat = new RegExp(`^[+\\-\u2212]?(?:(?:${whole})(?:[.,]\\d*)?|[.,]\\d+)(?:e[+-]?\\d{1,4})?$`, 'i');
/** Both marks in one number can mean only one thing: the last is the decimal one. */
const groupedByComma = /^[+\-\u2212]?\d{1,3}(?:,\d{3})+\.\d+$/;
const groupedByPoint = /^[+\-\u2212]?\d{1,3}(?:\.\d{3})+,\d+$/;

/**
 * A decimal number. Text may have a decimal comma or point (a single mark is always taken as the
 * decimal one) and thousands grouped by spaces. Refusal: not-number, also for what no double can hold.
 */
export const floatReader: Reader<number> = {
  text: floatText,
  number: ({ v }: NumberCell) => finite(v),
  bool: () => notNumber,
  date: () => notNumber,
};

function floatText(raw: string): Reading<number> {
  const text = withoutHidden(raw);
  if (plainFloat.test(text)) return finite(Number(text.replace(gaps, '').replace('\u2212', '-').replace(',', '.')));
  if (groupedByComma.test(text)) return finite(Number(text.replaceAll(',', '').replace('\u2212', '-')));
  if (groupedByPoint.test(text)) return finite(Number(text.replaceAll('.', '').replace('\u2212', '-').replace(',', '.')));
  return notNumber;
}

function finite(value: number): Reading<number> {
  return Number.isFinite(value) ? value : notNumber;
}
