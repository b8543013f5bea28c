import type { Cell } from '#contract/cells.ts';
import type { Mend } from '#contract/mends.ts';
import { dateText, timeText } from '../values/calendar.ts';
import { parseMoment } from '../values/dates.ts';
import { withoutHidden } from '../values/reader.ts';
import { usualWidth } from './addresses.ts';
import { dateInDigits } from './monthNames.ts';
import { textCell, typedText, type CellMend } from './cellMend.ts';

type DatesMend = Extract<Mend, { kind: 'dates' }>;

/** Year, month and day in front, which are read in no other way. */
const yearFirst = /^\d{4}(?:\D|\d{4}$)/;
const shortYearLast = /^(\d{1,2}\s?([./-])\s?\d{1,2}\s?\2\s?)(\d{2})(?!\d)/;
const shortYearFirst = /^(\d{2})(?=\s?([./-])\s?\d{1,2}\s?\2\s?\d{1,2}(?!\d))/;

/** A text read as a date in the order given, as the date that it is: nothing about it is left to be decided. */
export function datesMend({ order, years }: DatesMend): CellMend {
  return (cell) => {
    const typed = typedText(cell);
    if (typed === null) return undefined;
    const plain = usualWidth(withoutHidden(typed));
    if (yearFirst.test(plain)) return undefined;
    const text = dateInDigits(plain) ?? plain;
    const moment = parseMoment(years === undefined ? text : withCentury(text, order, years), order);
    if (moment === null) return undefined;
    const { clock, offset } = moment;
    const [day, time] = [dateText(clock), timeText(clock)];
    if (offset !== null) return textCell(`${day}T${time}${offset}`);
    const hasTime = text.includes(':');
    // Excel has no days before 1900.
    if (clock.year < 1900) return textCell(hasTime ? `${day} ${time}` : day);
    return dateCell(day, time, hasTime);
  };
}

function dateCell(day: string, time: string, hasTime: boolean): Cell {
  const v = `${day}T${time}`;
  return hasTime ? { t: 'd', v, text: `${day} ${time}`, f: 'yyyy-mm-dd hh:mm:ss' } : { t: 'd', v, text: day, f: 'yyyy-mm-dd' };
}

function withCentury(text: string, order: DatesMend['order'], years: NonNullable<DatesMend['years']>): string {
  const full = (year: string): string => `${years === '2000' || (years === 'excel' && Number(year) < 30) ? '20' : '19'}${year}`;
  if (order === 'ymd') return text.replace(shortYearFirst, full);
  return text.replace(shortYearLast, (_, before: string, __: string, year: string) => `${before}${full(year)}`);
}
