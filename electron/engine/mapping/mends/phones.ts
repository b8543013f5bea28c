import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { shownText, type Cell } from '#contract/cells.ts';
import { withoutExtension, withoutScheme } from '../values/phoneText.ts';
import { createPhoneParsers, isNumberOf, isPhoneCountry, phoneReader, phonesReader } from '../values/phones.ts';
import { readCell, Refusal, withoutHidden } from '../values/reader.ts';
import { numbersAbroad } from './abroad.ts';
import { textCell, type CellMend } from './cellMend.ts';

const parsers = createPhoneParsers();

/** The numbers of a cell in E.164, those without + read as of the country; what is right without it stays as it is, and so do numbers of other countries that have what is dialled before them in place of the +. */
export function countryMend(country: string): CellMend {
  if (!isPhoneCountry(country)) return () => undefined;
  const [without, within] = [phonesReader(parsers(undefined)), phonesReader(parsers(country))];
  return (cell) => {
    if (cell === null || cell.t === 'm' || cell.t === 'x' || cell.t === 'e') return undefined;
    if (!(readCell(without, cell) instanceof Refusal)) return undefined;
    const numbers = readCell(within, cell);
    if (numbers === null || numbers instanceof Refusal) return undefined;
    const isOwn = numbers.some((number) => isNumberOf(country, number)) || shownText(cell).includes('+');
    return isOwn && numbersAbroad(cell).every(({ number }) => isNumberOf(country, number)) ? changed(cell, numbers.join(', ')) : undefined;
  };
}

function changed(cell: Cell, text: string): Cell | undefined {
  return cell?.t === 's' && cell.v === text ? undefined : textCell(text);
}

/** The number without its extension, in E.164; nothing where the rest is no number. */
export function extensionMend(country: string | undefined): CellMend {
  const reader = phoneReader(parsers(country !== undefined && isPhoneCountry(country) ? country : undefined));
  return (cell) => {
    if (cell?.t !== 's' || !isRefused(cell, 'phone-extension', reader)) return undefined;
    const number = reader.text(withoutExtension(withoutScheme(withoutHidden(cell.v))).trim());
    return typeof number === 'string' ? textCell(number) : undefined;
  };
}

/** The number without the digit of its trunk behind the country's code: the library drops it. */
export function trunkMend(country: string | undefined): CellMend {
  const own = country !== undefined && isPhoneCountry(country) ? country : undefined;
  const reader = phoneReader(parsers(own));
  return (cell) => {
    if (cell === null || !isRefused(cell, 'phone-trunk', reader)) return undefined;
    const parsed = parsePhoneNumberFromString(withoutScheme(withoutHidden(shownText(cell))), { ...(own === undefined ? {} : { defaultCountry: own }), extract: false });
    return parsed?.isValid() === true ? textCell(parsed.number) : undefined;
  };
}

function isRefused(cell: Cell, reason: 'phone-extension' | 'phone-trunk', reader: ReturnType<typeof phoneReader>): boolean {
  const reading = readCell(reader, cell);
  return reading instanceof Refusal && reading.reason === reason;
}
