import { describe, expect, it } from 'vitest';
import { reasonSentence } from '#contract/rowErrors.ts';
import { outcome, s } from './mapping.ts';

describe('an address with letters of two alphabets', () => {
  it.each([
    ['a Cyrillic а in the name', 'iv\u0430n@mail.ru', 'mixed-alphabets'],
    ['a letter without its dot', '\u0131van@mail.ru', 'incorrect-email'],
    ['one of phonetics', 'iv\u0251n@mail.ru', 'incorrect-email'],
    ['in the domain', 'ivan@m\u0430il.ru', 'mixed-alphabets'],
    ['in the last label', 'ivan@mail.r\u0443', 'mixed-alphabets'],
    ['a last label of look-alikes', 'ivan@mail.\u0441\u043E\u043C', 'mixed-alphabets'],
    ['a name of look-alikes', '\u0441\u043E\u0441\u043E@example.com', 'mixed-alphabets'],
    ['capitals', 'IV\u0410N@mail.ru', 'mixed-alphabets'],
    ['a Latin letter in a Cyrillic word', 'ив\u0061н@почта.рф', 'mixed-alphabets'],
    ['a Greek omicron', 'j\u03BFhn@example.com', 'mixed-alphabets'],
    ['an Armenian letter', 'h\u0585me@example.com', 'mixed-alphabets'],
    ['digits and hyphens between', 'iva1-\u04302n@mail.ru', 'mixed-alphabets'],
    ['in the domain after a hyphen', 'ivan@my-m\u0430il.ru', 'mixed-alphabets'],
    ['all Cyrillic', 'иван@почта.рф', '"иван@почта.рф"'],
    ['all Cyrillic with digits', 'иван-2024@почта1.рф', '"иван-2024@почта1.рф"'],
    ['a Cyrillic name at a Latin domain', 'иван@mail.ru', '"иван@mail.ru"'],
    ['a Latin name at a Cyrillic domain', 'ivan@почта.рф', '"ivan@почта.рф"'],
    ['a tag of another alphabet', 'ivan+работа@mail.ru', '"ivan+работа@mail.ru"'],
    ['accents', 'jörg.müller@exämple.de', '"jörg.müller@exämple.de"'],
    ['an accent of its own', 'jo\u0308rg@example.de', '"jörg@example.de"'],
    ['punycode', 'ivan@xn--80a1acny.xn--p1ai', '"ivan@xn--80a1acny.xn--p1ai"'],
    ['full width', 'ｉｖａｎ＠mail.ru', '"ivan@mail.ru"'],
    ['Chinese beside Latin letters', '李lee@example.com', '"李lee@example.com"'],
    ['Latin alone', "O'Neil_1@Example.COM", '"O\'Neil_1@example.com"'],
  ])('%s', (_, text, expected) => {
    expect(outcome({ field: 'email', type: 'email' }, s(text))).toBe(expected);
  });

  it('is told with the letters', () => {
    expect(reasonSentence('mixed-alphabets', 'iv\u0430n@mail.ru')).toBe('letters of two alphabets in one word of the address; “\u0430” is a Cyrillic letter (U+0430)');
    expect(reasonSentence('mixed-alphabets', 'ив\u0061н@почта.рф')).toContain('“a” is a Latin letter (U+0061)');
  });
});
