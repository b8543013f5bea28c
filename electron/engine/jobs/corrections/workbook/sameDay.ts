import { shownText, type Cell } from '#contract/cells.ts';

type DateCell = Extract<Cell, { t: 'd' }>;

const isoPattern = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})/;
const time = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?:\s?([AP])\.?M\.?)?(?:\s?(?:Z|[+-]00:?00))?`;
const written = new RegExp(String.raw`^(\d{1,4})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{1,4})(?:\s?г\.?)?(?:(?:T|,?\s{1,3})${time})?$`, 'i');

/**
 * Whether a text is the date of a cell as programs write it in the order of their own, such as 02/01/1980 for the first of
 * February: the same year, and as day and month the same two numbers, whichever stands first. Behind a year of four digits
 * stands the month, so that 1980-01-02 says another day. A time of day has to be the same where it was shown. Pure.
 */
export function isSameDayWritten(before: DateCell, text: string): boolean {
  const [was, now] = [isoPattern.exec(before.v), written.exec(text.normalize('NFKC').replace(/[\u200e\u200f]/g, '').trim())];
  if (was === null || now === null) return false;
  const [year = 0, month = 0, day = 0, ...clock] = was.slice(1).map(Number);
  const [, first = '', middle = '', last = '', ...shown] = now;
  return isDay({ year, month, day }, [first, middle, last]) && isTime(clock, shown, shownText(before).includes(':'));
}

function isDay({ year, month, day }: Readonly<Record<'year' | 'month' | 'day', number>>, [first, middle, last]: readonly [string, string, string]): boolean {
  const isYear = (text: string): boolean => Number(text) === (text.length > 2 ? year : year % 100);
  const [one, other] = [Number(middle), Number(last)];
  if (first.length > 2) return last.length <= 2 && isYear(first) && one === month && other === day;
  const isTurned = (a: number, b: number): boolean => (a === day && b === month) || (a === month && b === day);
  if (isYear(last) && isTurned(Number(first), one)) return true;
  return first.length === 2 && last.length <= 2 && isYear(first) && one === month && other === day;
}

/** `wasShown`: whether the cell shows a time; else the text needs none. */
function isTime(was: readonly number[], now: readonly (string | undefined)[], wasShown: boolean): boolean {
  const [hour = 0, minute = 0, second = 0] = was;
  const [hours, minutes, seconds, half] = now;
  if (hours === undefined) return !wasShown || hour + minute + second === 0;
  const told = half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toUpperCase() === 'P' ? 12 : 0);
  return told === hour && Number(minutes) === minute && (seconds === undefined || Number(seconds) === second);
}
