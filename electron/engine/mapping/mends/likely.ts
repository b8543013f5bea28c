import { shownText, type Cell } from '#contract/cells.ts';
import type { Mend } from '#contract/mends.ts';
import { foldedValue } from '#contract/recipe/terms.ts';
import type { RowErrorReason } from '#contract/rowErrors.ts';
import { plainDigits } from '#contract/plainDigits.ts';
import { likelyCountries } from '../suggest/phoneCountries.ts';
import { shortestMobile } from '../values/phonePlans.ts';
import { numbersAbroad } from './abroad.ts';
import { countryMend } from './phones.ts';

/** What people write into a cell for want of a value. */
const nothingWords: ReadonlySet<string> = new Set([
  '-', '--', '---', '–', '—', '.', '..', '?', '??', 'нет', 'не указан', 'не указана', 'не указано', 'неизвестно', 'неизвестен', 'не помнит', 'не знает', 'отсутствует', 'нет данных', 'н/д', 'пусто', 'отказ',
  'no', 'none', 'n/a', 'na', 'nan', 'nil', 'null', 'undefined', 'unknown', 'not given', 'empty', 'missing', 'tbd', 'keine', 'unbekannt', 'k.a.', '#n/a', '#n/д', '#н/д',
]);

const simple: readonly Mend[] = [
  { kind: 'trim' }, { kind: 'spaces' }, { kind: 'width' }, { kind: 'letters' }, { kind: 'take', at: 1 }, { kind: 'address' }, { kind: 'domain' }, { kind: 'float' }, { kind: 'decimal', mark: ',' }, { kind: 'decimal', mark: '.' },
];
const dates: readonly Mend[] = [
  { kind: 'dates', order: 'dmy' }, { kind: 'dates', order: 'mdy' },
  { kind: 'dates', order: 'dmy', years: 'excel' }, { kind: 'dates', order: 'mdy', years: 'excel' }, { kind: 'dates', order: 'ymd', years: 'excel' },
];

/** A comma or point in such a value parts its digits: the first of several would be another number. */
const ofNumbers: ReadonlySet<RowErrorReason> = new Set([
  'number-open', 'not-integer', 'not-number', 'digits-lost', 'out-of-range', 'no-such-day', 'incorrect-date', 'date-in-words', 'date-other-order', 'date-order-open',
] as const);
const ofPhones: ReadonlySet<RowErrorReason> = new Set(['incorrect-phone', 'phone-extension', 'phone-trunk', 'several-phones'] as const);
const ofDates: ReadonlySet<RowErrorReason> = new Set(['incorrect-date', 'date-in-words', 'date-other-order', 'date-order-open'] as const);

/**
 * Mends that may put cells of a column right in which this is wrong, the ones that change least first; whether they do
 * is for the mapping to say. `cells`: some of the column's wrong ones. `countries`: what is known of those of its phones.
 */
export function likelyMends(reason: RowErrorReason, cells: readonly Cell[], countries: PhoneCountries): readonly Mend[] {
  const nothing = nothingIn(cells);
  return [
    ...simple.filter(({ kind }) => kind !== 'take' || !ofNumbers.has(reason)),
    ...(ofDates.has(reason) ? dates : []),
    ...(ofPhones.has(reason) ? phoneMends(cells, countries) : []),
    ...(nothing === null ? [] : [nothing]),
  ];
}

function nothingIn(cells: readonly Cell[]): Mend | null {
  const words = new Set(cells.map((cell) => foldedValue(shownText(cell))).filter((shown) => nothingWords.has(shown)));
  return words.size === 0 ? null : { kind: 'map', values: Object.fromEntries([...words].map((word) => [word, ''])) };
}

/** Countries of the phones of a column. */
export interface PhoneCountries {
  /** By which the recipe reads them. */
  readonly own: readonly string[];
  /** Which the sheet itself says: by numbers with their code, or in a column of countries. Asked for where there are wrong phones alone. */
  readonly said: () => Iterable<string>;
}

/** Different phones looked at for a country: each is tried by the rules of thirty. */
const phonesLookedAt = 60;
/** Some plans take a handful of digits for a whole number: those say nothing of the country that they are of. */
const tellingDigits = 7;
/** Digits of a number with its area in countries where those within an area are shorter. */
const wholeDigits = 9;
/** Share of them that a country must put right, as some plans take nearly any digits. */
const share = 0.4;
const mostCountries = 2;

function phoneMends(cells: readonly Cell[], countries: PhoneCountries): readonly Mend[] {
  const own = countries.own[0];
  const different = [...new Map(cells.filter((cell) => digitsOf(cell) >= tellingDigits).map((cell) => [shownText(cell), cell] as const)).values()].slice(0, phonesLookedAt);
  const inCountry = own === undefined ? {} : { country: own };
  return [...abroadMends(different), { kind: 'extension', ...inCountry }, { kind: 'trunk', ...inCountry }, ...countryMends(different, countries)];
}

/** Of the countries that the sheet says, where it or the recipe says any; else the one that most of the numbers could be of. */
function countryMends(cells: readonly Cell[], { own, said }: PhoneCountries): readonly Mend[] {
  const others = [...said()].filter((country) => !own.includes(country));
  const isGuess = own.length === 0 && others.length === 0;
  return (isGuess ? likelyCountries : others)
    .map((country) => ({ country, right: rightIn(country, cells, isGuess) }))
    .filter(({ right }) => right > 0 && right >= cells.length * share)
    .sort((one, other) => other.right - one.right)
    .slice(0, isGuess ? 1 : mostCountries)
    .map(({ country }) => ({ kind: 'country', country }) as const);
}

/** How many numbers are right in a country, of those that are long enough to be whole ones with an area or of a mobile. */
function rightIn(country: string, cells: readonly Cell[], isGuess: boolean): number {
  const mend = countryMend(country);
  const fewest = isGuess ? wholeDigits : Math.min(wholeDigits, shortestMobile(country));
  return cells.filter((cell) => digitsOf(cell) >= fewest && mend(cell) !== undefined).length;
}

const digitsOf = (cell: Cell): number => plainDigits(shownText(cell)).replace(/\D/g, '').length;

/** Numbers with what is dialled before calls abroad in place of the +: of which country they are is what they say themselves. */
function abroadMends(cells: readonly Cell[]): readonly Mend[] {
  const counts = new Map<string | null, number>();
  for (const { country } of cells.flatMap(numbersAbroad)) counts.set(country, (counts.get(country) ?? 0) + 1);
  if (counts.size === 0) return [];
  const named = [...counts].sort(([, few], [, many]) => many - few).flatMap(([country]) => (country === null ? [] : [country])).slice(0, mostCountries);
  return [...(counts.size > 1 || named.length === 0 ? [{ kind: 'abroad' } as const] : []), ...named.map((country) => ({ kind: 'abroad', country }) as const)];
}
