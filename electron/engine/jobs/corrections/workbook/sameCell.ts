import { countingCell, plainNumber, shownText, type Cell } from '#contract/cells.ts';
import type { CellLeft } from '#contract/workbook.ts';
import { serialOfIso } from '../../../sheet/index.ts';
import { comparable } from '../../exports/rowNote.ts';
import { longestCell } from '../../exports/exportPlan.ts';
import { isSameDayWritten } from './sameDay.ts';

/** same: nobody has touched it, however a program has written it anew. edited: it says something else now. The others: see cellsLeft. */
export type CellVerdict = 'same' | 'edited' | CellLeft;

/** `before`: the job's cell; `now`: what is read in its place. `date1904`: how both count days. Pure. */
export function compareCell(before: Cell, now: Cell, date1904: boolean): CellVerdict {
  // Merged again over the same values.
  if (now?.t === 'm' && before?.t === 'm') return 'same';
  return compareCounting(countingCell(before), now, date1904);
}

function compareCounting(before: Cell, now: Cell, date1904: boolean): CellVerdict {
  if (now === null) return isBlank(shownText(before)) && !isNumber(before) ? 'same' : 'edited';
  if (now.t === 'e') return before?.t === 'e' || shownText(before) === now.v || isBeyondDays(before) ? 'same' : 'unreadable';
  if (now.t === 'm') return 'unreadable';
  if (now.t === 'x') return before !== null && isText(before) && textOf(before) === textOf(now) ? 'same' : 'unreadable';
  if (before === null || before.t === 'm') return now.t === 's' && isBlank(textOf(now)) ? 'same' : 'edited';
  if (isNumber(before)) return fromNumber(before, now, date1904);
  return before.t === 'b' ? fromBoolean(before.v, now) : fromText(textOf(before), now);
}

type NumberCell = Extract<Cell, { t: 'n' | 'd' }>;
type TextCell = Extract<Cell, { t: 's' | 'x' | 'e' }>;
type Value = Extract<Cell, { t: 's' | 'n' | 'd' | 'b' }>;

const isNumber = (cell: Cell): cell is NumberCell => cell?.t === 'n' || cell?.t === 'd';
const isText = (cell: Cell): cell is TextCell => cell?.t === 's' || cell?.t === 'x' || cell?.t === 'e';
const isBlank = (text: string): boolean => text.trim() === '';

/** The text in the cell, whatever its format shows of it. */
function textOf(cell: TextCell): string {
  return comparable(cell.t === 's' ? (cell.written ?? cell.v) : cell.v);
}

function fromNumber(before: NumberCell, now: Value, date1904: boolean): CellVerdict {
  if (now.t === 's') return fromNumberToText(before, textOf(now));
  if (now.t === 'b') return before.t === 'n' && before.v === (now.v ? 1 : 0) ? 'converted' : 'edited';
  const [was, is] = [serialOf(before, date1904), serialOf(now, date1904)];
  if (was !== null && is !== null && Math.floor(was) === onlyInExcel && isMoment(before) && was - is === 1) return 'same';
  if (was === null || is === null ? before.v !== now.v : !isSameNumber(was, is, isMoment(before) || isMoment(now))) return 'edited';
  return before.f === now.f || shownText(before) === shownText(now) || isMoment(before) ? 'same' : 'formatted';
}

function fromNumberToText(before: NumberCell, text: string): CellVerdict {
  if (text === comparable(shownText(before))) return 'same';
  // Nobody can tell what such a text means: the program that wrote it has another order than the job.
  const isDay = before.t === 'd' && isSameDayWritten(before, text);
  return isDay || isPlain(text, before) ? 'converted' : 'edited';
}

/** 29 February 1900, which the calendar does not have: programs that know days by the calendar save the one before (openpyxl). */
const onlyInExcel = 60;
/** 31 December 9999. */
const lastDay = 2_958_465;

/** No day or time of any calendar: programs save an error in its place (openpyxl). */
function isBeyondDays(cell: Cell): boolean {
  return cell?.t === 'n' && isMoment(cell) && (cell.v < 0 || cell.v >= lastDay + 1);
}

/** The number itself as a text, where another is shown. */
function isPlain(text: string, cell: NumberCell): boolean {
  return cell.t === 'n' && plainNumber(cell.v) === text.trim();
}

function serialOf(cell: NumberCell, date1904: boolean): number | null {
  return cell.t === 'n' ? cell.v : serialOfIso(cell.v, date1904);
}

/** A day, or a time in a format of such: an elapsed one is a number. */
function isMoment({ t, f }: NumberCell): boolean {
  return t === 'd' || (f !== undefined && /[hmsdy]/i.test(f.replace(/"[^"]*"|\\.|\[(?:\$|>|<|=|black|blue|cyan|green|magenta|red|white|yellow|color)[^\]]*\]/gi, '')));
}

/** Programs keep 15 digits of a number, and of a time its milliseconds. */
const digitsKept = 15;
const timeKept = 2 / 86_400_000;

function isSameNumber(one: number, other: number, isTime: boolean): boolean {
  const apart = Math.abs(one - other);
  if (apart === 0 || (isTime && apart < timeKept)) return true;
  // Whole numbers of so many digits are kept as they are, such as long ids.
  const isWhole = Number.isInteger(one) && Number.isInteger(other) && Math.max(Math.abs(one), Math.abs(other)) < 10 ** digitsKept;
  return !isWhole && apart <= 5 * 10 ** -digitsKept * Math.max(Math.abs(one), Math.abs(other));
}

const words: Readonly<Record<string, boolean>> = { true: true, false: false, истина: true, ложь: false };

function fromBoolean(before: boolean, now: Value): CellVerdict {
  if (now.t === 'b') return now.v === before ? 'same' : 'edited';
  if (now.t === 'n') return now.v === (before ? 1 : 0) ? 'converted' : 'edited';
  return now.t === 's' && words[textOf(now).trim().toLowerCase()] === before ? 'same' : 'edited';
}

function fromText(before: string, now: Value): CellVerdict {
  switch (now.t) {
    case 's': {
      const text = textOf(now);
      if (text === before) return 'same';
      return before.length > longestCell && text.length >= longestCell && before.startsWith(text) ? 'cut' : 'edited';
    }
    case 'n':
      return isSameDigits(before, now.v) ? (plainNumber(now.v) === before ? 'same' : 'converted') : 'edited';
    case 'b':
      return words[before.trim().toLowerCase()] === now.v ? 'converted' : 'edited';
    case 'd':
      // A date says which day is meant where the text did not.
      return 'edited';
  }
}

/** Digits alone: a text with a decimal mark may be read otherwise than the number, which then is a correction. */
function isSameDigits(text: string, value: number): boolean {
  return /^\s*[+-]?\d+\s*$/.test(text) && Number(Number(text).toPrecision(digitsKept)) === Number(value.toPrecision(digitsKept));
}
