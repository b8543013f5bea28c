import { plainNumber } from '#contract/cells.ts';
import { clockOfMs, clockOfSerial, dateText, isDay, timeText, type WallClock } from './calendar.ts';
import { excelNumber, Refusal, withoutHidden, type DateCell, type NumberCell, type Reader } from './reader.ts';
import { hasMonthName } from './months.ts';
import type { OffsetOf } from './zones.ts';

export type DateOrder = 'dmy' | 'mdy' | 'ymd';

const incorrectDate = new Refusal('incorrect-date');
const dateInWords = new Refusal('date-in-words');
const otherOrder = new Refusal('date-other-order');
const noDateShown = new Refusal('no-date-shown');

export interface DateOptions {
  /** Of day, month and year in texts; dmy where none is said. */
  readonly order?: DateOrder | undefined;
  /** Whether the workbook counts its days from 1904. */
  readonly date1904?: boolean | undefined;
}

/** A point of time as a cell gives it; the offset only where its text has one (`Z` or `+03:00`). */
interface Moment {
  readonly clock: WallClock;
  readonly offset: string | null;
}

/**
 * `YYYY-MM-DD` (manual, Profile data object: dates as RFC 3339 or the plain date). A time of day is dropped, the day
 * is the one written, whatever its zone. Refusals: incorrect-date, date-in-words,
 * date-other-order, no-date-shown (a number in a format of other things).
 */
export function dateReader(options: DateOptions): Reader<string> {
  const reader = momentReader(options, ({ clock }) => dateText(clock));
  return { ...reader, date: (cell) => plainDay(cell.v) ?? reader.date(cell) };
}

/** The day of a moment in whole seconds, which stands in it; null where more care is needed. A tenth of the time that care takes. */
function plainDay(iso: string): string | null {
  if (iso.length !== 19 || iso.charCodeAt(4) !== hyphen || iso.charCodeAt(7) !== hyphen || !iso.endsWith(midnight)) return null;
  const year = digitsAt(iso, 0, 4);
  return year > 1899 && isDay(year, digitsAt(iso, 5, 2), digitsAt(iso, 8, 2)) ? iso.slice(0, 10) : null;
}

const hyphen = 45;
const midnight = 'T00:00:00';

/** -1 where something else than digits stands there. */
function digitsAt(text: string, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/**
 * RFC 3339 with seconds. `offsetOf` gives the offset that wall-clock times are meant in; a text with an offset of
 * its own keeps it; a day without time is its midnight. Refusals: as dateReader.
 */
export function datetimeReader(options: DateOptions, offsetOf: OffsetOf): Reader<string> {
  return momentReader(options, ({ clock, offset }) => `${dateText(clock)}T${timeText(clock)}${offset ?? offsetOf(clock)}`);
}

/** Days come again: a century has 36,525 of them. The bound is for moments, which hardly ever do. */
const cacheLimit = 40_000;

function momentReader({ order = 'dmy', date1904 = false }: DateOptions, write: (moment: Moment) => string): Reader<string> {
  const written = (clock: WallClock | null): string | Refusal => (clock === null ? incorrectDate : write({ clock, offset: null }));
  const known = new Map<string, string | Refusal>();
  return {
    text: (text) => {
      const visible = withoutHidden(text);
      const moment = parseMoment(visible, order);
      return moment === null ? refusalOf(visible) : write(moment);
    },
    number: (cell) => {
      const clock = clockOfNumber(cell, date1904);
      return clock instanceof Refusal ? clock : written(clock);
    },
    bool: () => incorrectDate,
    date: (cell) => {
      const earlier = known.get(cell.v);
      if (earlier !== undefined) return earlier;
      if (known.size >= cacheLimit) known.clear();
      const reading = written(clockOfCell(cell));
      known.set(cell.v, reading);
      return reading;
    },
  };
}

/** Why a text is no date in the order that it was read in. */
function refusalOf(text: string): Refusal {
  if (hasMonthName(text)) return dateInWords;
  return parseMoment(text, 'dmy') === null && parseMoment(text, 'mdy') === null ? incorrectDate : otherOrder;
}

const cellPattern = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d+)?$/;

/** Other programs write a time alone on the last days of 1899, their day 0: no day anybody meant. */
const dayZero = /^1899-12-3[01]/;

/** The seconds are rounded, but never into the next day: Excel shows the day that the moment lies in. */
function clockOfCell({ v }: DateCell): WallClock | null {
  const match = cellPattern.exec(v);
  if (match === null || dayZero.test(v)) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const [hour, minute, second] = [Number(match[4]), Number(match[5]), Number(match[6])];
  if (!isDay(year, month, day) || hour > 23 || minute > 59 || second > 59) return null;
  const isLast = hour === 23 && minute === 59 && second === 59;
  if (match[7] === undefined || isLast) return { year, month, day, hour, minute, second };
  // Halves of a millisecond lost in Excel's fractions would otherwise turn 10:00:00 into 09:59:59.
  return clockOfMs(Date.UTC(year, month - 1, day, hour, minute, second) + Number(match[7]) * 1000 + 500);
}

/** Formats that show a number as General does: a serial that has lost its format may stand in one. */
const plainFormats: ReadonlySet<string> = new Set(['0', '#', '@', 'General']);

/** Serial 0 of the 1904 system counted in the 1900 one. */
const offset1904 = 1462;
/** Numbers up to here are ages, counts and years: as serials they lie before October of 1905, or of 1909. */
const lastYear = 2100;

/**
 * A number that shows no day. In a format of its own (a time, a percentage, an amount, "35 лет") it is something else, and
 * refused with no-date-shown, unless its digits are a day and shown as one (19900203 as 1990-02-03). A plain number is a
 * serial that lost its format, of the workbook's date system, or a day written as YYYYMMDD (no serial has eight digits).
 */
function clockOfNumber(cell: NumberCell, date1904: boolean): WallClock | Refusal | null {
  const value = excelNumber(cell.v);
  const isPlain = cell.f === undefined || plainFormats.has(cell.f);
  if (!isPlain || (cell.text !== undefined && cell.text.replace(',', '.') !== plainNumber(value))) return clockOfDigits(value, cell.text) ?? noDateShown;
  if (value >= 19_000_101 && value <= 21_001_231 && Number.isInteger(value)) return parseMoment(String(value), 'ymd')?.clock ?? null;
  return value < lastYear + 1 ? null : clockOfSerial(date1904 ? value + offset1904 : value);
}

/** A day whose digits are the number's own. */
function clockOfDigits(value: number, shown: string | undefined): WallClock | null {
  const isShown = shown !== undefined && Number.isInteger(value) && Number(shown.replace(/\D/g, '')) === value && value > 999_999;
  return isShown ? (parseMoment(shown.trim(), 'dmy')?.clock ?? null) : null;
}

const time = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?:\s?([AP])\.?M\.?)?(?:\s?(Z|UTC|[+-]\d{2}:?\d{2}))?`;
const datePattern = new RegExp(String.raw`^(\d{1,4})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{1,4})(?:\s?г\.?)?(?:(?:T|,?\s{1,3})${time})?$`, 'i');
const compactPattern = /^((?:19|20|21)\d{2})(\d{2})(\d{2})$/;

/**
 * A date as people and programs type it: a year of four digits in front is always year, month, day; at the end the
 * rest is read by `order`. Two-digit years are refused: 1.2.30 may be a pensioner or a child.
 */
export function parseMoment(text: string, order: DateOrder): Moment | null {
  if (text.length > 64) return null;
  const compact = compactPattern.exec(text);
  if (compact !== null) return momentOf(compact.slice(1, 4).map(Number), []);
  const match = datePattern.exec(text);
  if (match === null) return null;
  const [, first = '', , second = '', third = '', ...clock] = match;
  const parts = ordered(first, second, third, order);
  return parts === null ? null : momentOf(parts.map(Number), clock);
}

/** Year, month and day of three groups of digits. */
function ordered(first: string, second: string, third: string, order: DateOrder): readonly string[] | null {
  if (first.length === 4 && third.length <= 2) return [first, second, third];
  if (third.length !== 4 || first.length > 2) return null;
  if (order === 'dmy') return [third, second, first];
  return order === 'mdy' ? [third, first, second] : null;
}

function momentOf(parts: readonly number[], time: readonly (string | undefined)[]): Moment | null {
  const [year = 0, month = 0, day = 0] = parts;
  const [hourText = '0', minuteText = '0', secondText = '0', half, zone] = time;
  const hour = hourOf(Number(hourText), half);
  const [minute, second] = [Number(minuteText), Number(secondText)];
  if (!isDay(year, month, day) || hour === null || minute > 59 || second > 59) return null;
  const offset = zone === undefined ? null : offsetOf(zone);
  return offset === undefined ? null : { clock: { year, month, day, hour, minute, second }, offset };
}

function hourOf(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour < 24 ? hour : null;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half.toUpperCase() === 'P' ? 12 : 0);
}

/** `Z` or `+03:00`; undefined beyond the 14 hours that exist. */
function offsetOf(zone: string): string | undefined {
  if (!/^[+-]/.test(zone)) return 'Z';
  const [hours, minutes] = [zone.slice(1, 3), zone.slice(-2)];
  return Number(hours) <= 14 && Number(minutes) < 60 ? `${zone.slice(0, 1)}${hours}:${minutes}` : undefined;
}
