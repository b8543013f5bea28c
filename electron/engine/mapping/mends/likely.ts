import { shownText, type Cell } from '#contract/cells.ts';
import type { Mend } from '#contract/mends.ts';
import { foldedValue } from '#contract/recipe/terms.ts';
import type { RowErrorReason } from '#contract/rowErrors.ts';
import { likelyCountries } from '../suggest/phoneCountries.ts';
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
const ofDates: ReadonlySet<RowErrorReason> = new Set(['incorrect-date', 'date-other-order', 'date-order-open'] as const);

/**
 * Mends that may put cells of a column right in which this is wrong, the ones that change least first; whether they do
 * is for the mapping to say. `cells`: some of the column's wrong ones. `countries`: those that its phones are read by.
 */
export function likelyMends(reason: RowErrorReason, cells: readonly Cell[], countries: readonly string[]): readonly Mend[] {
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

/** Different phones looked at for a country: each is tried by the rules of thirty. */
const phonesLookedAt = 60;
/** Some plans take a handful of digits for a whole number: those say nothing of the country that they are of. */
const tellingDigits = 7;
/** Share of them that a country must put right, as some plans take nearly any digits. */
const share = 0.4;
const mostCountries = 2;

function phoneMends(cells: readonly Cell[], countries: readonly string[]): readonly Mend[] {
  const own = countries[0];
  const different = [...new Map(cells.filter((cell) => shownText(cell).replace(/\D/g, '').length >= tellingDigits).map((cell) => [shownText(cell), cell] as const)).values()].slice(0, phonesLookedAt);
  const rightIn = (country: string): number => {
    const mend = countryMend(country);
    return different.filter((cell) => mend(cell) !== undefined).length;
  };
  const found = likelyCountries
    .filter((country) => !countries.includes(country))
    .map((country) => ({ country, right: rightIn(country) }))
    .filter(({ right }) => right > 0 && right >= different.length * share)
    .sort((one, other) => other.right - one.right)
    .slice(0, mostCountries);
  const inCountry = own === undefined ? {} : { country: own };
  return [...abroadMends(different), { kind: 'extension', ...inCountry }, { kind: 'trunk', ...inCountry }, ...found.map(({ country }) => ({ kind: 'country', country }) as const)];
}

/** Numbers with what is dialled before calls abroad in place of the +: of which country they are is what they say themselves. */
function abroadMends(cells: readonly Cell[]): readonly Mend[] {
  const counts = new Map<string | null, number>();
  for (const { country } of cells.flatMap(numbersAbroad)) counts.set(country, (counts.get(country) ?? 0) + 1);
  if (counts.size === 0) return [];
  const named = [...counts].sort(([, few], [, many]) => many - few).flatMap(([country]) => (country === null ? [] : [country])).slice(0, mostCountries);
  return [...(counts.size > 1 || named.length === 0 ? [{ kind: 'abroad' } as const] : []), ...named.map((country) => ({ kind: 'abroad', country }) as const)];
}
