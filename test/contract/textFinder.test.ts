import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textFinder } from '#contract/sameText.ts';

const shows = (sought: string, text: string): boolean => textFinder(sought)?.shows(text) ?? false;

describe('A text that is looked for', () => {
  it.each([
    ['anna', 'ANNA Smith'], ['  Anna  smith ', 'anna Smith'], ['йод', 'Йод'], ['й', 'и\u0306'], ['e\u0301', 'CAFÉ'], ['one two', 'one\n\ttwo'],
    ['ab', 'a\u200Bb'], ['οδοσ', 'ΟΔΟΣ'], ['ΟΔΟΣ', 'οδοσα'], ['istanbul', 'İSTANBUL'], ['İstanbul', 'istanbul'], ['a\u00A0b', 'a b'],
    ['(1+1)', '=(1+1)*2'], ['a.c', 'xa.cx'], ['"q"', 'say "Q"'], ['\\', 'C:\\x'], ['😀', 'so 😀'], ['ё', 'ЕЁ'],
  ])('%j is seen in %j', (sought, text) => {
    expect(shows(sought, text)).toBe(true);
  });

  it.each([['a.c', 'abc'], ['е', 'e'], ['ab', 'a b'], ['anna', 'ann a']])('%j is not seen in %j', (sought, text) => {
    expect(shows(sought, text)).toBe(false);
  });

  it('is nothing where nobody sees anything of it', () => {
    expect([textFinder(''), textFinder(' \n'), textFinder('\u200B')]).toEqual([null, null, null]);
  });

  it('is never passed over in JSON that holds it, whatever is in the text and around it', () => {
    const part = fc.oneof(fc.string({ unit: 'binary', maxLength: 6 }), fc.constantFrom('Anna', '  ', '\\', '"', '\n', '\u00AD', 'ΣΑΣ', 'İ', 'ϴθ', 'é', 'e\u0301', '1e+21', 'Kk', '\\d', 'ß', 'ſ'));
    const text = fc.array(part, { maxLength: 4 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, text, fc.nat(), fc.nat(), fc.boolean(), (before, middle, after, from, length, upper) => {
        const cell = `${before}${middle}${after}`;
        const start = from % (cell.length + 1);
        const cut = cell.slice(start, start + 1 + (length % 8));
        const finder = textFinder(upper ? cut.toUpperCase() : cut);
        if (finder?.shows(cell) === true) expect(finder.mayShow(JSON.stringify([['x', ['n', 7, cell]], [cell]]))).toBe(true);
      }),
      { seed: 20_261_128, numRuns: 2_000 },
    );
  });

  it('is found in JSON by a few letters, and not where no text has it', () => {
    const json = JSON.stringify([['Anna', ['d', '2024-01-31', '31.01.2024', 'dd\\.mm\\.yyyy']], [474.84, 'say "yes"', true]]);
    const mayShow = (sought: string): boolean | undefined => textFinder(sought)?.mayShow(json);
    expect([mayShow('NN'), mayShow('31.01'), mayShow('4.8'), mayShow('TRUE'), mayShow('say "')]).toEqual([true, true, true, true, true]);
    expect([mayShow('boris'), mayShow('32.')]).toEqual([false, false]);
    expect(textFinder('1000000000000')?.mayShow('[[1e+21]]')).toBe(true);
  });
});
