import { noDayText, shownText, type Cell } from '#contract/cells.ts';
import type { FieldType } from '#contract/recipe.ts';
import { emailReader } from '../values/email.ts';
import { floatReader, intReader } from '../values/numbers.ts';
import { hasLostDigits, Refusal, type Reader } from '../values/reader.ts';
import { parseMoment } from '../values/dates.ts';
import { isBooleanWord, isGenderWord } from '../values/words.ts';
import { normalised } from './normalised.ts';

/** Share of a column's values that must look like a type: real columns have dirt in them. */
const mostOf = 0.8;
/** The same for numbers: under "text" nothing fails, so that a column of codes must not pass for one of numbers. */
const nearlyAll = 0.95;

/** What a column's values look like; `filled` is how many there are. */
export interface Looks {
  readonly filled: number;
  /** Shares from 0 to 1. */
  readonly emails: number;
  readonly phones: number;
  readonly dates: number;
  readonly genders: number;
  readonly type: FieldType;
}

/**
 * The type a column's values probably have. `samples`: some of its cells, empty ones allowed; `header` decides
 * between types whose values look alike (a phone and a number, tags and a text with commas).
 */
export function guessType(samples: readonly Cell[], header: string): FieldType {
  return looksOf(samples, header).type;
}

/** The same with the shares it was decided by. */
export function looksOf(samples: readonly Cell[], header: string): Looks {
  const cells = samples.filter((cell) => cell !== null && cell.t !== 'e' && shownText(cell).trim() !== '');
  const share = (test: (cell: Cell) => boolean): number => (cells.length === 0 ? 0 : cells.filter(test).length / cells.length);
  const shares = { emails: share(isEmail), phones: share(isPhone), dates: share(isDate), genders: share(isGender) };
  return { filled: cells.length, ...shares, type: cells.length === 0 ? 'string' : typeOf(share, shares, header) };
}

type Share = (test: (cell: Cell) => boolean) => number;

function typeOf(share: Share, { emails, phones, dates, genders }: Omit<Looks, 'filled' | 'type'>, header: string): FieldType {
  if (emails >= mostOf) return 'email';
  if (dates >= mostOf) return share(hasTime) > 0 ? 'datetime' : 'date';
  if (phones >= mostOf && (phoneHeader.test(normalised(header)) || share((cell) => isText(cell, /^\+/)) > 0.5)) return 'phones';
  if (genders >= mostOf && genderHeader.test(normalised(header))) return 'gender';
  if (share((cell) => cell?.t === 'b' || (cell?.t === 's' && isBooleanWord(cell.v))) >= mostOf) return 'bool';
  // Leading zeros beside more plain numbers are dirt in a column of numbers; else they are what the column is about.
  if (share(isNumberCell) > share(isCode) && share((cell) => reads(intReader, cell)) >= nearlyAll) return 'int';
  if (share(isCode) === 0 && share((cell) => reads(intReader, cell)) >= nearlyAll) return 'int';
  if (share(isCode) === 0 && share((cell) => reads(floatReader, cell)) >= nearlyAll) return 'float';
  return tagsHeader.test(normalised(header)) && share((cell) => isText(cell, /[,;]/)) > 0 ? 'tags' : 'string';
}

/** \b knows Latin letters only. */
const word = (words: string): RegExp => new RegExp(`(?:^| )(?:${words})(?: |$)`);
const phoneHeader = word('phones?|mobile|cell|tel|telephone|home|work|fax|whatsapp|viber|телефон\\S*|тел|моб\\S*|сотов\\S*');
const genderHeader = word('sex|gender|пол');
const tagsHeader = word('tags?|interests?|topics?|categor\\S*|segments?|labels?|теги?|метки|интерес\\S*|категори\\S*|темы|сегмент\\S*');

const isText = (cell: Cell, pattern: RegExp): boolean => cell?.t === 's' && pattern.test(cell.v.trim());

function reads<Value>(reader: Reader<Value>, cell: Cell): boolean {
  if (cell?.t === 'n') return cell.text !== noDayText && !(reader.number(cell) instanceof Refusal);
  return cell?.t === 's' && !(reader.text(cell.v.trim()) instanceof Refusal);
}

const isEmail = (cell: Cell): boolean => cell?.t === 's' && reads(emailReader, cell);
const isGender = (cell: Cell): boolean => cell !== null && cell.t !== 'd' && isGenderWord(shownText(cell));

/** Ten to fifteen digits and nothing but what stands between digits of a phone; a guess needs no more. */
function isPhone(cell: Cell): boolean {
  if (cell?.t === 'n') return Number.isInteger(cell.v) && cell.v >= 1e9 && cell.v < 1e15;
  if (cell?.t !== 's') return false;
  const digits = cell.v.replace(/\D/g, '').length;
  return digits >= 10 && digits <= 45 && /^[+()\d\s.,;/-]+$/.test(cell.v.trim());
}

function isDate(cell: Cell): boolean {
  if (cell?.t === 'd') return true;
  if (cell?.t !== 's' || !/\D/.test(cell.v.trim())) return false;
  return parseMoment(cell.v.trim(), 'dmy') !== null || parseMoment(cell.v.trim(), 'mdy') !== null;
}

function hasTime(cell: Cell): boolean {
  if (cell?.t === 'd') return !cell.v.endsWith('T00:00:00');
  return cell?.t === 's' && /\d:\d\d/.test(cell.v);
}

const isNumberCell = (cell: Cell): boolean => cell?.t === 'n' && !isCode(cell);

/** A number that is a name: leading zeros, or more digits than a number keeps. */
function isCode(cell: Cell): boolean {
  if (cell?.t === 'n') return hasLostDigits(cell.v) || /^0\d/.test(shownText(cell));
  return cell?.t === 's' && (/^[+-]?0\d/.test(cell.v.trim()) || /\d{16}/.test(cell.v));
}
