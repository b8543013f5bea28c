import { shownText, type Cell } from '#contract/cells.ts';
import { createPhoneParsers, isNumberOf, isPhoneCountry, phonesReader } from '../values/phones.ts';
import { readCell, Refusal } from '../values/reader.ts';
import { looksOf } from './guessType.ts';

/** The country by whose rules most phones of a column are right: `right` of `of`. */
export interface PhoneCountry {
  readonly country: string;
  readonly right: number;
  readonly of: number;
}

/** In the order in which they are thought of where several fit alike. */
export const likelyCountries = ['RU', 'UA', 'BY', 'KZ', 'UZ', 'GE', 'AM', 'AZ', 'KG', 'MD', 'DE', 'US', 'GB', 'FR', 'PL', 'ES', 'IT', 'TR', 'CZ', 'AT', 'CH', 'NL', 'LV', 'LT', 'EE', 'RS', 'IL', 'AE', 'IN', 'BR'] as const;

/** Share of the phones that are right in no way without a country. */
const most = 0.8;

/** null where the column holds no phones, or where they are right without a country as well as with any. */
export function phoneCountryOf(cells: readonly Cell[], header: string): PhoneCountry | null {
  const { phones, type } = looksOf(cells, header);
  if (type !== 'phones' && (phones < 0.8 || type === 'int')) return null;
  const filled = cells.filter((cell) => cell !== null && cell.t !== 'x' && shownText(cell).trim() !== '');
  const parsers = createPhoneParsers();
  const alone = phonesReader(parsers(undefined));
  const readsAlone = (cell: Cell): boolean => !(readCell(alone, cell) instanceof Refusal);
  const rightIn = (country: string | undefined): number => {
    const reader = phonesReader(parsers(country !== undefined && isPhoneCountry(country) ? country : undefined));
    return filled.filter((cell) => {
      const numbers = readCell(reader, cell);
      // 00 7 916 … is a number of Russia, wherever 00 is dialled for it.
      return !(numbers instanceof Refusal) && (country === undefined || numbers === null || !isPhoneCountry(country) || readsAlone(cell) || numbers.some((number) => isNumberOf(country, number)));
    }).length;
  };
  const without = rightIn(undefined);
  const enough = without + (filled.length - without) * most;
  let best: PhoneCountry = { country: '', right: without, of: filled.length };
  for (const country of likelyCountries) {
    // Some plans take nearly any digits: one wrong number must not make Russian phones German.
    if (best.right >= enough) break;
    const right = rightIn(country);
    if (right > best.right) best = { country, right, of: filled.length };
  }
  return best.country === '' ? null : best;
}
