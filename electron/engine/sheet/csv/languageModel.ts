import { centralWords, cyrillicWords, westernWords } from './languageWords.ts';

/** How likely words are in one language, by the letters that stand beside each other in it. */
export interface LanguageModel {
  /**
   * Logarithm of the likelihood of a word's letters that are not ASCII, and of what stands beside them. `before` and
   * `after`: the characters around the word, none of them a letter. Likelihoods of one word by several models, and by
   * several encodings of the same bytes, can be compared.
   */
  score(word: string, before: string, after: string): number;
}

export type Script = 'cyrillic' | 'western' | 'central';

const lists: Readonly<Record<Script, Readonly<Record<string, string>>>> = { cyrillic: cyrillicWords, western: westernWords, central: centralWords };

const made = new Map<Script, readonly LanguageModel[]>();

/** The models of a script's languages; made when they are first asked for, as most files need none. */
export function modelsOf(script: Script): readonly LanguageModel[] {
  const known = made.get(script) ?? Object.values(lists[script]).map(languageModel);
  made.set(script, known);
  return known;
}

/** Marks the two ends of a word. */
const end = ' ';
/** Likelihoods where the words of the list say nothing. */
const strangeLetter = 1e-6;
/** Letters that stand in names of other countries: Curaçao, Müller, José. */
const foreignLetter = 1e-4;
const typographic = 2e-3;
const oddSymbol = 1e-8;
/** Logarithms: a capital behind a small letter, a small letter behind two capitals, a word of the list, a letter beside a digit. */
const innerCapital = -6;
const brokenCapitals = -4;
const knownWord = 3;
const besideDigit = -6;
/** Alone between words of ASCII letters, a letter is less likely to be of another alphabet. */
const besideSpace = -1;
/** One odd word must not overturn what all others say. */
const worst = -60;

/** What stands between and around words, and what stands in the middle of one. */
const aroundWords = /[«»„“”‘’‚–—…\u00a0]/;
const besideNumbers = /[№°©®™€£§•·±²³½¼ºª¿¡]/;
const foreign = /[äöüéáíóúçëôâîß]/;
const isAscii = (character: string): boolean => character < '\u0080';

function languageModel(list: string): LanguageModel {
  const words = list.replace(/ș/g, 'ş').replace(/ț/g, 'ţ').split(/\s+/).map((word) => word.toLowerCase());
  const known = new Set(words);
  const singles = new Map<string, number>();
  const pairs = new Map<string, number>();
  const count = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const word of words) {
    const letters = [end, ...word, end];
    letters.forEach((letter, index) => {
      count(singles, letter);
      if (index > 0) count(pairs, `${letters[index - 1] ?? ''}${letter}`);
    });
  }
  const total = [...singles.values()].reduce((sum, times) => sum + times, 0);

  function single(letter: string): number {
    const times = singles.get(letter);
    if (times !== undefined) return times / total;
    if (foreign.test(letter)) return foreignLetter;
    if (/\p{L}/u.test(letter)) return strangeLetter;
    return aroundWords.test(letter) || besideNumbers.test(letter) ? typographic : oddSymbol;
  }

  function pair(first: string, second: string): number {
    if (isBroken(first, second) || isBroken(second, first)) return Math.log(oddSymbol);
    const times = pairs.get(`${first}${second}`) ?? 0;
    return Math.log((0.7 * times) / (singles.get(first) ?? 1) + 0.3 * single(second));
  }

  return {
    score(word, before, after) {
      const lower = [end, ...word.toLowerCase(), end];
      let sum = caseScore(word) + (known.has(lower.slice(1, -1).join('')) ? knownWord : 0);
      for (let at = 1; at < lower.length; at += 1) {
        const [first = end, second = end] = [lower[at - 1], lower[at]];
        if (!isAscii(first) || !isAscii(second)) sum += pair(first, second);
      }
      sum += edge(word.at(0), before) + edge(word.at(-1), after);
      return Math.max(sum, worst);
    },
  };
}

/** Whether a sign of numbers stands beside a letter: no word has one. */
function isBroken(sign: string, letter: string): boolean {
  return besideNumbers.test(sign) && /\p{L}/u.test(letter);
}

function edge(letter: string | undefined, neighbour: string): number {
  if (letter === undefined || isAscii(letter) || !/\p{L}/u.test(letter)) return 0;
  return /\d/.test(neighbour) ? besideDigit : neighbour === ' ' ? besideSpace : 0;
}

/** Words are small, capital, or begin with a capital. */
function caseScore(word: string): number {
  let sum = 0;
  let capitals = 0;
  let isSmallBefore = false;
  for (const letter of word) {
    const isCapital = letter !== letter.toLowerCase();
    const isSmall = letter !== letter.toUpperCase();
    if (isCapital && isSmallBefore) sum += innerCapital;
    if (isSmall && capitals > 1) sum += brokenCapitals;
    capitals = isCapital ? capitals + 1 : 0;
    isSmallBefore = isSmall;
  }
  return sum;
}
