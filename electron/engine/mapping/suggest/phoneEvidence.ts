import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { shownText, type Cell } from '#contract/cells.ts';
import { numbersAbroad } from '../mends/abroad.ts';
import { createPhoneParsers, isPhoneCountry, phonesReader } from '../values/phones.ts';
import { readCell, Refusal } from '../values/reader.ts';
import { normalised } from './normalised.ts';
import { likelyCountries } from './phoneCountries.ts';

/** What a sheet says about the countries of its phones. */

const alone = phonesReader(createPhoneParsers()(undefined));

/** Countries of the numbers of some cells that have their code, behind a + or a prefix for calls abroad. */
export function countriesDialled(cells: readonly Cell[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const cell of cells) {
    const numbers = readCell(alone, cell);
    for (const number of numbers instanceof Refusal || numbers === null ? [] : numbers) {
      const country = parsePhoneNumberFromString(number)?.country;
      if (country !== undefined) found.add(country);
    }
    for (const { country } of numbersAbroad(cell)) if (country !== null) found.add(country);
  }
  return found;
}

const ofCountries = /countr|стран/iu;
let names: ReadonlyMap<string, string> | null = null;

/** Codes of two letters, and names as Russian and English have them. */
function countryOf(text: string): string | undefined {
  const code = text.trim().toUpperCase();
  if (isPhoneCountry(code)) return code;
  names ??= new Map(['ru', 'en'].flatMap((language) => {
    const regions = new Intl.DisplayNames([language], { type: 'region' });
    return likelyCountries.map((country) => [normalised(regions.of(country) ?? country), country] as const);
  }));
  return names.get(normalised(text));
}

/** Countries that the cells of a column name; none where its header does not say that it is about countries. */
export function countriesNamed(header: string, cells: readonly Cell[]): readonly string[] {
  if (!ofCountries.test(header)) return [];
  return [...new Set(cells.map(shownText))].map(countryOf).filter((country) => country !== undefined);
}
