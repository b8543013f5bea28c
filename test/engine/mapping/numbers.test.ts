import { describe, expect, it } from 'vitest';
import { b, d, e, n, outcome, s } from './mapping.ts';

const date = d('2024-01-31T00:00:00');

describe('an int field', () => {
  it.each([
    ['a number', n(77), '77'],
    ['zero', n(0), '0'],
    ['minus zero', n(-0), '0'],
    ['a negative number', n(-5), '-5'],
    ['a number shown with zeros in front', n(77, '0000077'), '77'],
    ['fifteen digits', n(999_999_999_999_999), '999999999999999'],
    ['sixteen digits, of which Excel keeps fifteen', n(1_234_567_890_123_450), 'digits-lost'],
    ['a fraction', n(12.5), 'not-integer'],
    ['text', s('77'), '77'],
    ['zeros in front', s('0000077'), '77'],
    ['only zeros', s('000'), '0'],
    ['minus zero in text', s('-0'), '0'],
    ['a plus in front', s('+7'), '7'],
    ['a minus in front', s('-12'), '-12'],
    ['a typographic minus', s('\u221212'), '-12'],
    ['thousands with spaces', s('1 234 567'), '1234567'],
    ['thousands with no-break spaces', s('1\u00A0234\u202F567'), '1234567'],
    ['a space that groups no thousands', s('12 34'), 'not-integer'],
    ['zeros after the point, as programs write whole numbers', s('77.0'), '77'],
    ['and after a comma', s('77,00'), '77'],
    ['three zeros after the point, which may be thousands', s('77.000'), 'not-integer'],
    ['a fraction in text', s('12.5'), 'not-integer'],
    ['seventeen digits in text', s('12345678901234567'), '12345678901234567'],
    ['the largest number of 64 bits', s('9223372036854775807'), '9223372036854775807'],
    ['the smallest', s('-9223372036854775808'), '-9223372036854775808'],
    ['one more than the largest', s('9223372036854775808'), 'out-of-range'],
    ['forty digits', s('1'.repeat(40)), 'out-of-range'],
    ['marks that nobody sees', s('\u200E77\u200B'), '77'],
    ['letters', s('A-17'), 'not-integer'],
    ['an exponent', s('1e3'), 'not-integer'],
    ['hexadecimal digits', s('0x1F'), 'not-integer'],
    ['yes or no', b(true), 'not-integer'],
    ['a date', date, 'not-integer'],
    ['an Excel error', e('#DIV/0!'), 'cell-error'],
  ])('%s', (_, cell, expected) => {
    expect(outcome({ field: 'bonus', type: 'int' }, cell)).toBe(expected);
  });
});

describe('a float field', () => {
  it.each([
    ['a number as stored, whatever is shown', n(20.5, '21'), '20.5'],
    ['a large number', n(1e21), '1e+21'],
    ['a number beyond fifteen digits', n(1e15), '1000000000000000'],
    ['a point', s('20.5'), '20.5'],
    ['a comma', s('20,5'), '20.5'],
    ['a single comma is the decimal one', s('1,234'), '1.234'],
    ['thousands with spaces and a comma', s('1 234,5'), '1234.5'],
    ['thousands with commas and a point', s('1,234,567.89'), '1234567.89'],
    ['thousands with points and a comma', s('1.234.567,89'), '1234567.89'],
    ['a negative number', s('-0,25'), '-0.25'],
    ['a typographic minus', s('\u22120.25'), '-0.25'],
    ['no digit before the point', s('.5'), '0.5'],
    ['an exponent', s('1.5e3'), '1500'],
    ['more than a double holds', s('1e999'), 'not-number'],
    ['the word NaN', s('NaN'), 'not-number'],
    ['the word Infinity', s('Infinity'), 'not-number'],
    ['two commas', s('1,2,3'), 'not-number'],
    ['a per cent sign', s('50%'), 'not-number'],
    ['a sign alone', s('-'), 'not-number'],
    ['a point alone', s('.'), 'not-number'],
    ['yes or no', b(false), 'not-number'],
    ['a date', date, 'not-number'],
    ['an Excel error', e('#VALUE!'), 'cell-error'],
    ['white space', s('  '), 'left out'],
  ])('%s', (_, cell, expected) => {
    expect(outcome({ field: 'score', type: 'float' }, cell)).toBe(expected);
  });
});
