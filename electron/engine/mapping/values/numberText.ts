import { plainDigits } from '#contract/plainDigits.ts';
import { Refusal, withoutHidden, type Reading } from './reader.ts';

/** Numbers as people and number formats write them in text. */

export type DecimalMark = '.' | ',';

/** What a text is as a number with each of the marks for decimals, the other one being for thousands: a number as JavaScript reads it, its whole part in all its digits; null where it is none. */
export interface NumberReadings {
  readonly point: string | null;
  readonly comma: string | null;
}

const none: NumberReadings = { point: null, comma: null };

/** Spaces of all widths that spreadsheets put between thousands, and the apostrophes of Switzerland. */
const gap = String.raw`[ \u00A0\u2007\u2009\u202F'’]`;
const gaps = new RegExp(gap, 'g');
const bySpace = new RegExp(String.raw`^\d{1,3}(?:${gap}\d{3})+$`);
/** In threes, or in India's twos before the last three. No number begins its thousands with a zero: 0,234 is a decimal. */
const byMark: Readonly<Record<DecimalMark, RegExp>> = {
  ',': /^[1-9]\d{0,2}(?:,\d{3})+$|^[1-9]\d?(?:,\d{2})+,\d{3}$/,
  '.': /^[1-9]\d{0,2}(?:\.\d{3})+$|^[1-9]\d?(?:\.\d{2})+\.\d{3}$/,
};
const parts = new RegExp(String.raw`^(?=[^e]*\d)([\d.,'’ \u00A0\u2007\u2009\u202F]+)(?:e([+-]?\d{1,4}))?$`, 'i');

/** Signs and names of currencies as number formats put them before or behind an amount. */
const names = 'RUB|RUR|USD|EUR|GBP|CHF|PLN|CZK|KZT|BYN|UAH|UZS|GEL|AMD|TRY|CNY|JPY|INR|BRL|SEK|NOK|DKK|HUF|RON|BGN';
const currencyBefore = new RegExp(String.raw`^(?:[A-Z]{0,3}\p{Sc}|${names}|kr\.?)${gap}*`, 'u');
const currencyBehind = new RegExp(String.raw`${gap}*(?:\p{Sc}|${names}|руб\.?|р\.?|грн\.?|тг\.?|тенге|zł|Kč|kr\.?|Ft|lei|лв\.?)$`, 'u');

/** Digits and marks of other scripts as Excel reads them too: full width, Arabic, and a minus that is none. */
function inAscii(text: string): string {
  return plainDigits(text)
    .replace(/[\u2212\uFF0D\uFE63\u2010\u2011]/g, '-')
    .replaceAll('\u066B', '.')
    .replaceAll('\u066C', ',')
    .replaceAll('\uFF0E', '.')
    .replaceAll('\uFF0C', ',')
    .replaceAll('\uFF05', '%');
}

/** Reads a text both ways. Percents are hundredths, brackets and a minus behind are below zero, as Excel has it. */
export function numberReadings(raw: string): NumberReadings {
  const text = inAscii(withoutHidden(raw));
  if (text.length > 400) return none;
  const bracketed = /^\((.+)\)$/.exec(text);
  let body = bracketed?.[1] ?? text;
  let signs = bracketed === null ? '' : '-';
  const takeSign = (pattern: RegExp): void => {
    body = body.replace(pattern, (_, sign: string) => ((signs += sign), ''));
  };
  if (signs === '') takeSign(/^([+-])\s?/);
  body = body.replace(currencyBefore, '');
  if (signs === '') takeSign(/^([+-])\s?/);
  const percent = /\s?%$/.test(body);
  body = percent ? body.replace(/\s?%$/, '') : body.replace(currencyBehind, '');
  if (signs === '') takeSign(/\s?(-)$/);
  const match = parts.exec(body);
  if (match === null) return none;
  const [, mantissa = '', exponent] = match;
  const shift = Number(exponent ?? 0) - (percent ? 2 : 0);
  const written = (mark: DecimalMark): string | null => {
    const plain = readAs(mantissa, mark, exponent !== undefined);
    return plain === null ? null : `${signs === '-' ? '-' : ''}${plain}${shift === 0 ? '' : `e${shift}`}`;
  };
  return { point: written('.'), comma: written(',') };
}

/** Digits with a point, if there are decimals; null where the text is no number with this mark. */
function readAs(mantissa: string, mark: DecimalMark, scientific: boolean): string | null {
  const at = mantissa.indexOf(mark);
  const head = at < 0 ? mantissa : mantissa.slice(0, at);
  const fraction = at < 0 ? '' : mantissa.slice(at + 1);
  if (!/^\d*$/.test(fraction)) return null;
  const whole = wholePart(head, mark, scientific);
  if (whole === null || (whole === '' && fraction === '')) return null;
  const digits = whole.replace(/^0+(?=\d)/, '');
  return `${digits === '' ? '0' : digits}${fraction === '' ? '' : `.${fraction}`}`;
}

function wholePart(head: string, mark: DecimalMark, scientific: boolean): string | null {
  if (/^\d*$/.test(head)) return head;
  if (scientific) return null;
  if (bySpace.test(head)) return head.replace(gaps, '');
  const other = mark === '.' ? ',' : '.';
  return byMark[other].test(head) ? head.replaceAll(other, '') : null;
}

/** What a column's texts say about its decimal mark. */
export interface DecimalReport {
  /** null where they say nothing, or contradict each other. */
  readonly mark: DecimalMark | null;
  /** Whether there are texts that can be read both ways. */
  readonly either: boolean;
}

/** One of so many that contradict the others is dirt in the column, not another opinion. */
const dirt = 20;

export function decimalReport(texts: Iterable<string>): DecimalReport {
  let [points, commas, either] = [0, 0, 0];
  for (const text of texts) {
    const { point, comma } = numberReadings(text);
    if (point === comma) continue;
    if (comma === null) points += 1;
    else if (point === null) commas += 1;
    else either += 1;
  }
  return { mark: decimalMarkOf(points, commas), either: either > 0 };
}

/** By the numbers of a column that can be read with a decimal point only, and with a comma only; null where they do not decide. */
export function decimalMarkOf(points: number, commas: number): DecimalMark | null {
  return points > commas * dirt ? '.' : commas > points * dirt ? ',' : null;
}

const numberOpen = new Refusal('number-open');

/** The number that a text is in its column; `mark` null: the column does not say, and what can be read both ways is refused (number-open). null where it is no number there. */
export function numberIn(text: string, mark: DecimalMark | null): string | null | Refusal {
  return numberOf(numberReadings(text), mark);
}

/** The same for a text whose readings are known. */
export function numberOf({ point, comma }: NumberReadings, mark: DecimalMark | null): string | null | Refusal {
  if (mark !== null) return mark === '.' ? point : comma;
  return point === null || comma === null || point === comma ? (point ?? comma) : numberOpen;
}

const digitsLost = new Refusal('digits-lost');
const scientific = /^([+-]?)(\d)(?:[.,](\d+))?E\+(\d{2,3})$/i;

/**
 * A long number that Excel, or a program of decimals, has written as `1,23457E+17`: digits-lost where digits are missing,
 * else all its digits; null for any other text. A code such as 12E5 is none: they write sign and two digits.
 */
export function spoiltNumber(text: string): Reading<string> {
  if (text.charCodeAt(text.length - 3) !== plus && text.charCodeAt(text.length - 4) !== plus) return null;
  const match = scientific.exec(text);
  if (match === null) return null;
  const [, sign = '', first = '', fraction = '', exponent = ''] = match;
  const places = Number(exponent);
  if (fraction.length < places) return digitsLost;
  const rest = fraction.slice(places).replace(/0+$/, '');
  return `${sign === '-' ? '-' : ''}${first}${fraction.slice(0, places)}${rest === '' ? '' : `.${rest}`}`;
}

const plus = 43;
