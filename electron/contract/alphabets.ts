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

function foreignIn(word: string, besideLatin: boolean): readonly string[] {
  const letters = [...word].filter((letter) => alphabetOf(letter) !== null);
  const counts = new Map<Alphabet | null, number>();
  for (const letter of letters) counts.set(alphabetOf(letter), (counts.get(alphabetOf(letter)) ?? 0) + 1);
  if (counts.size < 2) return besideLatin && likeLatin.test(letters.join('')) ? letters : [];
  // Of equals the Latin ones are the rest: addresses are Latin as a rule.
  const [main] = [...counts].sort(([one, few], [, many]) => many - few || (one === 'Latin' ? -1 : 1))[0] ?? [null];
  return letters.filter((letter) => alphabetOf(letter) !== main);
}

/** “а” is a Cyrillic letter (U+0430) */
export function letterSentence(letter: string): string {
  const code = (letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const alphabet = alphabetOf(letter);
  if (alphabet !== null) return `“${letter}” is a ${alphabet} letter (U+${code})`;
  return /\p{M}|\s|\p{C}|\p{Default_Ignorable_Code_Point}/u.test(letter) ? `U+${code}, which nobody sees` : `“${letter}” (U+${code})`;
}
