import { plainDigits } from '#contract/plainDigits.ts';
import { foreignLetters, withForeign } from '#contract/alphabets.ts';
import { ofTexts, type CellMend } from './cellMend.ts';
import { loneAddress } from './loneAddress.ts';

/** The only address of a text, where nothing that stands beside it may belong to it; of one that stands alone nothing is changed. */
export const addressMend: CellMend = ofTexts(loneAddress);

/** Cyrillic letters and the Latin ones that look the same in any usual font. */
const cyrillic = 'асеһіјӏорԛѕԝхуѵԁкАВСЕНІЈКМОРЅТХУԚԜ';
const latin = 'acehijlopqswxyvdkABCEHIJKMOPSTXYQW';
const greek = 'ονρΑΒΕΖΗΙΚΜΝΟΡΤΥΧ';
const latinOfGreek = 'ovpABEZHIKMNOPTYX';

const toLatin = new Map([...cyrillic].map((letter, index) => [letter, latin.charAt(index)] as const));
[...greek].forEach((letter, index) => toLatin.set(letter, latinOfGreek.charAt(index)));
const toCyrillic = new Map([...cyrillic].map((letter, index) => [latin.charAt(index), letter] as const));

/**
 * Puts the letters of one alphabet into words whose other letters are of it. Where a letter has no twin that looks the
 * same, nothing is changed: what was meant is not known.
 */
export const lettersMend: CellMend = ofTexts((text) => {
  const changed = withForeign(text, inOneAlphabet);
  return foreignLetters(changed).length === 0 ? changed : null;
});

function inOneAlphabet(word: string, foreign: readonly string[]): string {
  const others = [...word].filter((letter) => /\p{L}/u.test(letter) && !foreign.includes(letter));
  // Of as many letters each (Mocква) those are changed that can be.
  const changeable = others.length === foreign.length ? [foreign, others] : [foreign];
  for (const letters of changeable) {
    const twins = [toLatin, toCyrillic].find((known) => letters.every((letter) => known.has(letter)));
    if (twins !== undefined) return [...word].map((letter) => (letters.includes(letter) ? (twins.get(letter) ?? letter) : letter)).join('');
  }
  return word;
}

const fullWidth = /[\uFF01-\uFF5E\u3000\u3002\uFF61\uFE52]/g;

export const widthMend: CellMend = ofTexts(usualWidth);

/** Characters of full width, and the digits of other scripts, as those of a usual keyboard. */
export function usualWidth(text: string): string {
  return plainDigits(text.replace(fullWidth, narrow));
}

function narrow(letter: string): string {
  return letter === '\u3000' ? ' ' : letter === '\u3002' || letter === '\uFF61' ? '.' : letter.normalize('NFKC');
}
