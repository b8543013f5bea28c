import { m } from '#messages';
import { foldedText } from './sameText.ts';

/** Letters that look like those of another alphabet: Cyrillic `а` and Latin `a` are two, and nobody sees which one stands there. */

const alphabets = [
  ['Latin', /\p{Script=Latin}/u],
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Greek', /\p{Script=Greek}/u],
  ['Armenian', /\p{Script=Armenian}/u],
  ['Georgian', /\p{Script=Georgian}/u],
  ['Cherokee', /\p{Script=Cherokee}/u],
  ['Coptic', /\p{Script=Coptic}/u],
  ['Lisu', /\p{Script=Lisu}/u],
] as const;
type Alphabet = (typeof alphabets)[number][0];

/** null for digits, signs and letters of scripts that none of these is mistaken for. */
function alphabetOf(letter: string): Alphabet | null {
  return alphabets.find(([, pattern]) => pattern.test(letter))?.[0] ?? null;
}

/** Letters that a Latin one looks like in any usual font. */
const likeLatin = /^[асекмтһіјӏорԛѕԝхуѵԁАВСЕНІЈКМОРЅТХУԚԜӀονρΑΒΕΖΗΙΚΜΝΟΡΤΥΧ]+$/u;

/** Words as addresses have them: what dots, hyphens and underscores part counts as one where they stand in one label. */
const words = /[\p{L}\p{M}\p{N}-]+/gu;

/**
 * The letters of an address that belong to another alphabet than the rest of their word, each once; also a word of
 * nothing but letters that look Latin, beside Latin words. None in an address of one alphabet a word, such as иван@mail.ru.
 */
export function foreignLetters(address: string): readonly string[] {
  const found = address.match(words) ?? [];
  const isLatin = found.some((word) => [...word].some((letter) => alphabetOf(letter) === 'Latin'));
  return [...new Set(found.flatMap((word) => foreignIn(word, isLatin)))];
}

/** The address with each word changed that has such letters. */
export function withForeign(address: string, change: (word: string, foreign: readonly string[]) => string): string {
  const isLatin = (address.match(words) ?? []).some((word) => [...word].some((letter) => alphabetOf(letter) === 'Latin'));
  return address.replace(words, (word) => {
    const foreign = foreignIn(word, isLatin);
    return foreign.length === 0 ? word : change(word, foreign);
  });
}

function foreignIn(word: string, besideLatin: boolean): readonly string[] {
  const letters = [...word].filter((letter) => alphabetOf(letter) !== null);
  const counts = new Map<Alphabet | null, number>();
  for (const letter of letters) counts.set(alphabetOf(letter), (counts.get(alphabetOf(letter)) ?? 0) + 1);
  if (counts.size < 2) return besideLatin && likeLatin.test(letters.join('')) ? letters : [];
  // Of equals the Latin ones are the rest: addresses are Latin as a rule.
  const [main] = [...counts].sort(([one, few], [, many]) => many - few || (one === 'Latin' ? -1 : 1))[0] ?? [null];
  return letters.filter((letter) => alphabetOf(letter) !== main);
}

const codeOf = (letter: string): string => `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** “а” is a Cyrillic letter (U+0430) */
export function letterSentence(letter: string): string {
  const alphabet = alphabetOf(letter);
  return alphabet === null ? m.letters_is_code({ letter, code: codeOf(letter) }) : m.letters_of_alphabet({ letter, alphabet: alphabetNames[alphabet](), code: codeOf(letter) });
}

const alphabetNames: Readonly<Record<Alphabet, () => string>> = {
  Latin: m.letters_latin,
  Cyrillic: m.letters_cyrillic,
  Greek: m.letters_greek,
  Armenian: m.letters_armenian,
  Georgian: m.letters_georgian,
  Cherokee: m.letters_cherokee,
  Coptic: m.letters_coptic,
  Lisu: m.letters_lisu,
};

/** What letters, dashes and quotation marks are taken for by somebody who sees them. */
const looks: ReadonlyMap<string, string> = new Map(
  ([
    ['асеһіјӏорԛѕԝхуѵԁкмтвн', 'acehijlopqswxyvdkmtbh'],
    ['ονραικυτχεβ', 'ovpaikutxeb'],
    ['\u2010\u2011\u2012\u2013\u2014\u2212', '------'],
    ['‘’‚`´ʼ', "''''''"],
    ['“”„«»', '"""""'],
  ] as const).flatMap(([unusual, usual]) => [...unusual].map((letter, index) => [letter, usual.charAt(index)] as const)),
);

/** A text by how it looks, its white space and letter case left out: two of the same skeleton are taken for one another. */
export function skeleton(text: string): string {
  return [...foldedText(text)].map((letter) => looks.get(letter) ?? letter).join('').replace(/ /g, '');
}

/** How one of two texts that look the same differs from the other: "“е” is a Cyrillic letter (U+0435), not “e” (U+0065)". */
export function difference(there: string, wanted: string): string {
  const [one, other] = [[...foldedText(there)], [...foldedText(wanted)]];
  if (one.length !== other.length) return m.letters_white_space_differs();
  const pairs = one.flatMap((letter, index) => (letter === other[index] ? [] : [m.letters_not_that({ what: letterSentence(letter), other: other[index] ?? '', code: codeOf(other[index] ?? '') })]));
  return [...new Set(pairs)].slice(0, mostDifferences).join('; ');
}

const mostDifferences = 3;

/** Columns whose headers look the same and are not, in groups. */
export function lookAlikes<Named extends { readonly header: string }>(columns: readonly Named[]): readonly (readonly Named[])[] {
  const groups = new Map<string, Named[]>();
  for (const column of columns) {
    if (column.header === '') continue;
    // A space more can be seen.
    const look = `${skeleton(column.header)} ${foldedText(column.header).split(' ').length}`;
    const group = groups.get(look);
    if (group === undefined) groups.set(look, [column]);
    else group.push(column);
  }
  return [...groups.values()].filter((group) => new Set(group.map(({ header }) => foldedText(header))).size > 1);
}
