import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composedText, foldedText, visibleText } from '#contract/sameText.ts';
import { cases } from '../support/longForms.ts';

describe('texts that look the same', () => {
  it.each([
    ['a zero-width space behind it', 'ABC\u200B', 'ABC'],
    ['a no-break space behind it', 'ABC\u00A0', 'ABC'],
    ['a byte order mark in front', '\uFEFFABC', 'ABC'],
    ['a soft hyphen inside', 'A\u00ADBC', 'ABC'],
    ['marks of direction', '\u202AABC\u202C', 'ABC'],
    ['a blank among marks', '\u200B \u200BABC \u200B', 'ABC'],
    ['a letter and its mark', 'И\u0306од', 'Йод'],
    ['a mark nobody sees between a letter and its mark', 'и\u200B\u0306', 'й'],
    ['nothing but a mark', '\u200B', ''],
    ['nothing but blanks of all kinds', ' \u00A0\u2003\u2800\u3164\u0085', ''],
    ['a plain text', ' Anna Maria ', 'Anna Maria'],
  ])('%s', (_, text, expected) => {
    expect(visibleText(text)).toBe(expected);
  });

  it('keep what joins an emoji where people read them, and not where they are compared', () => {
    const family = '👩\u200D👧 ❤\uFE0F';
    expect(composedText(`${family}\u200B`)).toBe(family);
    expect(visibleText(family)).toBe('👩👧 ❤');
  });

  it('are one value of a list whatever their case and spaces', () => {
    expect(foldedText(' Санкт\u00A0\u200BПетербург ')).toBe(foldedText('санкт ПЕТЕРБУРГ'));
  });

  it('come out the same the quick way and the careful one, and the second time', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.string({ unit: fc.constantFrom('a', 'Z', ' ', 'й', 'и', '\u0306', '\u200B', '\u00A0', '\u00AD', 'é', '\t'), maxLength: 12 }));
    fc.assert(
      fc.property(text, (one) => {
        for (const make of [visibleText, composedText, foldedText]) {
          if (make !== foldedText) expect(make(make(one))).toBe(make(one));
          // An invisible mark sends the same text the careful way.
          expect(make(`${one}\uFEFF`)).toBe(make(one));
        }
      }),
      { seed: 9, numRuns: cases(1_500, 5_000) },
    );
  });
});
