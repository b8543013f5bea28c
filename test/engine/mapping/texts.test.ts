import { listParts, listText } from '#contract/listParts.ts';
import { describe, expect, it } from 'vitest';
import { b, d, e, n, outcome, s } from './mapping.ts';

const note = { field: 'note', type: 'string' } as const;

describe('a text field', () => {
  it.each([
    ['outer white space is trimmed', s('  Анна \t'), '"Анна"'],
    ['no-break spaces are white space', s('\u00A0Анна\u00A0'), '"Анна"'],
    ['inner white space stays', s('a  b\nc'), '"a  b\\nc"'],
    ['digits in a text cell stay', s('0007'), '"0007"'],
    ['quotes and backslashes are escaped', s('say "hi" \\ bye'), '"say \\"hi\\" \\\\ bye"'],
    ['control characters are escaped', s('a\u0000b\u001Fc'), '"a\\u0000b\\u001fc"'],
    ['half a character is escaped', s('a\uD83Db'), '"a\\ud83db"'],
    ['a whole one beyond 16 bits stays', s('VIP 🙂'), '"VIP 🙂"'],
    ['a joiner inside an emoji stays', s('👩\u200D🚀'), '"👩\u200D🚀"'],
    ['a number is sent as shown', n(7, '0007'), '"0007"'],
    ['a plain number as its digits', n(42), '"42"'],
    ['a fraction as shown', n(0.5, '50%'), '"50%"'],
    ['a number shown in exponents is written out', n(123_456_789_012, '1.23E+11'), '"123456789012"'],
    ['a number that Excel has cut is refused', n(1e15), 'digits-lost'],
    ['the longest number that it keeps is not', n(999_999_999_999_999), '"999999999999999"'],
    ['a date is sent as shown', d('2024-01-31T00:00:00', '31.01.2024'), '"31.01.2024"'],
    ['a date without display in ISO', d('2024-01-31T00:00:00'), '"2024-01-31T00:00:00"'],
    ['yes and no as Excel shows them', b(true), '"TRUE"'],
    ['an Excel error is refused', e('#N/A'), 'cell-error'],
    ['so is its word with white space around it', s(' #DIV/0!\u00a0'), 'cell-error'],
    ['an empty cell leaves the field out', null, 'left out'],
    ['white space alone is empty', s(' \t\u00A0\n'), 'left out'],
    ['the longest text', s('я'.repeat(65_535)), `"${'я'.repeat(65_535)}"`],
    ['one character more', s('я'.repeat(65_536)), 'text-too-long'],
  ])('%s', (_, cell, expected) => {
    expect(outcome(note, cell)).toBe(expected);
  });
});

describe('a tags field', () => {
  it.each([
    ['splits at commas by default', undefined, s('спорт, кино,музыка'), '["спорт","кино","музыка"]'],
    ['splits at the separator given, literally', '.|', s('a.|b|c'), '["a","b|c"]'],
    ['takes a separator in quotation marks for a part of the tag', undefined, s('"x,y",z'), '["x,y","z"]'],
    ['wherever the quoted tag stands', ';', s('a; "b;c" ;d'), '["a","b;c","d"]'],
    ['takes a quoted tag alone the same way', undefined, s('"x,y"'), '["x,y"]'],
    ['takes the marks off a tag that needs none', undefined, s('"x"'), '["x"]'],
    ['takes two marks in a quoted tag for one', undefined, s('"a ""b"", c",d'), '["a \\"b\\", c","d"]'],
    ['leaves marks alone that do not begin a tag', undefined, s('TV 19", ООО "Роза"'), '["TV 19\\"","ООО \\"Роза\\""]'],
    ['leaves marks alone behind which the tag goes on', undefined, s('"Зенит" СПб,ЦСКА'), '["\\"Зенит\\" СПб","ЦСКА"]'],
    ['splits quoted tags at line breaks', '\n', s('"a\nb"\nc'), '["a\\nb","c"]'],
    ['drops a quoted tag with nothing in it', undefined, s('"",a'), '["a"]'],
    ['refuses a mark that nothing closes', undefined, s('"x,y'), 'list-quote-open'],
    ['refuses a mark that is closed inside of the next tag', undefined, s('a,"b,c" d'), 'list-quote-open'],
    ['refuses a cell with a mark and no separator', undefined, s('"x'), 'list-quote-open'],
    ['drops empty parts', ';', s('; a ;; b ;'), '["a","b"]'],
    ['keeps a repeated tag once, at its first place', ',', s('b,a,b'), '["b","a"]'],
    ['tells letter cases apart', ',', s('A,a'), '["A","a"]'],
    ['nothing but separators is empty', ',', s(' , ,'), 'left out'],
    ['a number is one tag as shown', ',', n(1.5, '1,5'), '["1,5"]'],
    ['yes and no are one tag', ',', b(false), '["FALSE"]'],
    ['an Excel error is refused', ',', e('#REF!'), 'cell-error'],
    ['a tag that is too long is refused', ',', s(`a,${'b'.repeat(65_536)}`), 'text-too-long'],
  ])('%s', (_, separator, cell, expected) => {
    expect(outcome({ field: 'interests', type: 'tags', ...(separator === undefined ? {} : { separator }) }, cell)).toBe(expected);
  });

  it('gathers several columns in order, each tag once', () => {
    expect(outcome({ field: 'interests', type: 'tags' }, s('a, b'), null, s('b, c'))).toBe('["a","b","c"]');
  });
});

describe('a list written as one text', () => {
  it.each([
    [['a', 'b'], ', '],
    [['x,y', '"z"', 'TV 19"'], ', '],
    [['a b', 'c'], ' '],
    [['a;b', 'c'], '; '],
  ])('gives %j again', (values, separator) => {
    expect(listParts(listText(values, separator), separator.trim() === '' ? separator : separator.trim())?.map((part) => part.trim())).toEqual(values);
  });
});
