import { countingCell, type Cell } from '#contract/cells.ts';
import { saying } from './mixedUp.ts';

/** Digits at the end of a phone number that every way of writing it has. */
const phoneDigits = 7;

/**
 * Signs by which a value is known again, also after it was put right: the same letters and digits whatever stands between them, the last digits of a
 * phone number, the numbers of a date in whatever order, what stands before the @ of an address. None of an empty cell. Pure.
 */
export function valueSigns(stored: Cell, date1904: boolean): readonly string[] {
  const cell = countingCell(stored);
  const said = saying(cell, date1904).trim().toLowerCase();
  if (said === '') return [];
  const letters = skeleton(said);
  const digits = said.replace(/\D/g, '');
  const numbers = numbersOf(cell?.t === 'd' ? cell.v : said);
  const name = /^([^@]{2,})@/.exec(said)?.[1];
  return [
    `=${said}`,
    ...(letters.length >= 3 ? [`a${letters}`] : []),
    ...(digits.length >= phoneDigits ? [`d${digits.slice(-phoneDigits)}`] : []),
    ...(numbers === null ? [] : [`n${numbers}`]),
    ...(name === undefined ? [] : [`@${skeleton(name)}`]),
  ];
}

const skeleton = (text: string): string => text.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');

/** The numbers of a day, such as 31.01.2024 and 2024-01-31T00:00. */
function numbersOf(text: string): string | null {
  const numbers = /^\D*(\d{1,4})\D(\d{1,2})\D(\d{1,4})(?:\D|$)/.exec(text)?.slice(1).map(Number);
  return numbers === undefined ? null : numbers.sort((a, b) => a - b).join();
}
