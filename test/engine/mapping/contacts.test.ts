import { describe, expect, it } from 'vitest';
import { b, d, e, n, outcome, s } from './mapping.ts';

describe('an email field', () => {
  it.each([
    ['an address', s('anna@example.com'), '"anna@example.com"'],
    ['outer white space', s(' anna@example.com\u00A0'), '"anna@example.com"'],
    ['marks that nobody sees', s('\uFEFFanna@example.com\u200B'), '"anna@example.com"'],
    ['only the domain is put in small letters', s('Anna.Petrova@Example.COM'), '"Anna.Petrova@example.com"'],
    ['a tag and dots', s('anna.p+news@mail.example.org'), '"anna.p+news@mail.example.org"'],
    ['an apostrophe', s("o'neil@example.com"), '"o\'neil@example.com"'],
    ['other scripts stay as they are', s('анна@Почта.рф'), '"анна@почта.рф"'],
    ['a punycode domain stays', s('a@xn--80a1acny.xn--p1ai'), '"a@xn--80a1acny.xn--p1ai"'],
    ['no @', s('anna.example.com'), 'incorrect-email'],
    ['two @', s('anna@@example.com'), 'incorrect-email'],
    ['a space inside', s('anna petrova@example.com'), 'incorrect-email'],
    ['no domain', s('anna@'), 'incorrect-email'],
    ['a domain of one name', s('anna@localhost'), 'incorrect-email'],
    ['an IP address as domain', s('anna@192.0.2.1'), 'incorrect-email'],
    ['a dot in front', s('.anna@example.com'), 'incorrect-email'],
    ['two dots', s('an..na@example.com'), 'incorrect-email'],
    ['a dot at the end of the domain', s('anna@example.com.'), 'incorrect-email'],
    ['a hyphen at the edge of a label', s('anna@-example.com'), 'incorrect-email'],
    ['two addresses', s('a@example.com, b@example.com'), 'incorrect-email'],
    ['a name beside it', s('Anna <anna@example.com>'), 'incorrect-email'],
    ['64 characters before the @', s(`${'a'.repeat(64)}@example.com`), `"${'a'.repeat(64)}@example.com"`],
    ['65 of them', s(`${'a'.repeat(65)}@example.com`), 'incorrect-email'],
    ['254 characters', s(`a@${'b'.repeat(61)}.${'c'.repeat(61)}.${'d'.repeat(61)}.${'e'.repeat(62)}.com`), `"a@${'b'.repeat(61)}.${'c'.repeat(61)}.${'d'.repeat(61)}.${'e'.repeat(62)}.com"`],
    ['255 of them', s(`aa@${'b'.repeat(61)}.${'c'.repeat(61)}.${'d'.repeat(61)}.${'e'.repeat(62)}.com`), 'incorrect-email'],
    ['a number', n(7), 'incorrect-email'],
    ['a date', d('2024-01-31T00:00:00'), 'incorrect-email'],
    ['an Excel error', e('#N/A'), 'cell-error'],
    ['white space', s(' '), 'left out'],
  ])('reads %s', (_, cell, expected) => {
    expect(outcome({ field: 'email', type: 'email' }, cell)).toBe(expected);
  });
});

describe('a phone field', () => {
  const russian = { field: 'mobile', type: 'phone', country: 'RU' } as const;

  it.each([
    ['with the trunk 8', s('8 900 123-45-67')],
    ['with +7', s('+7 (900) 123-45-67')],
    ['with 7 alone', s('79001234567')],
    ['without either', s('9001234567')],
    ['with no-break spaces', s('\u00A0+7\u00A0900\u00A0123\u00A045\u00A067')],
    ['with marks that an address book adds', s('\u202A+7 900 123-45-67\u202C')],
    ['as a number', n(79_001_234_567)],
    ['as a number with noise', n(79_001_234_567.00002)],
    ['as a number shown in exponents', n(79_001_234_567, '7.9E+10')],
    ['as a number shown as a phone', n(9_001_234_567, '(900) 123-45-67')],
    ['as a number whose format adds the plus', n(79_001_234_567, '+79001234567')],
    ['as a telephone link', s('tel:+79001234567')],
    ['as a telephone link with marks', s('TEL:+7-900-123-45-67')],
    ['as a telephone link within a context', s('tel:900-123-45-67;phone-context=+7')],
  ])('reads one and the same number %s', (_, cell) => {
    expect(outcome(russian, cell)).toBe('"+79001234567"');
  });

  it.each([
    ['a number of another country with +', s('+44 20 7946 0958'), '"+442079460958"'],
    ['too few digits', s('12345'), 'incorrect-phone'],
    ['too many digits', s('+7 900 000 00 00 00 00'), 'incorrect-phone'],
    ['a number range that nobody has', s('+7 000 000-00-00'), 'incorrect-phone'],
    ['words', s('перезвонить'), 'incorrect-phone'],
    ['words beside the number', s('89001234567 мама'), 'incorrect-phone'],
    ['two numbers', s('89001234567, 89001234568'), 'several-phones'],
    ['two numbers with a semicolon', s('+79001234567; +79001234568'), 'several-phones'],
    ['two numbers with a slash', s('+7 900 123-45-67/+7 900 123-45-68'), 'several-phones'],
    ['two numbers in two lines', s('89001234567\n89001234568'), 'several-phones'],
    ['two numbers with a word', s('8 900 123-45-67 или 8 900 123-45-68'), 'several-phones'],
    ['two numbers with nothing but a space', s('8 900 123-45-67 8 900 123-45-68'), 'several-phones'],
    ['an extension in Russian', s('8 (900) 123-45-67 доб. 12'), 'phone-extension'],
    ['an extension behind a comma', s('+7 495 123-45-67, доб 12'), 'phone-extension'],
    ['an extension in brackets', s('+74951234567 (доб. 12)'), 'phone-extension'],
    ['an inner number', s('+74951234567 вн. 3'), 'phone-extension'],
    ['an inner number in full', s('+74951234567 внутр. 3'), 'phone-extension'],
    ['an extension in English', s('+7 495 123-45-67 ext. 5'), 'phone-extension'],
    ['an extension behind x', s('+74951234567x12'), 'phone-extension'],
    ['an extension behind a Cyrillic х', s('+74951234567 х12'), 'phone-extension'],
    ['an extension behind #', s('+74951234567 #12'), 'phone-extension'],
    ['an extension in a telephone link', s('tel:+74951234567;ext=12'), 'phone-extension'],
    ['digits behind a comma', s('+74951234567, 12'), 'phone-extension'],
    ['a trunk digit behind +7', s('+7 8 900 123-45-67'), 'phone-trunk'],
    ['a trunk digit in the brackets', s('+7 (8900) 123-45-67'), 'phone-trunk'],
    ['a trunk digit in brackets of its own', s('+7 (8) 900 123-45-67'), 'phone-trunk'],
    ['a trunk digit behind 7 without +', s('789001234567'), 'phone-trunk'],
    ['a trunk digit behind another code', s('+44 020 7946 0958'), 'phone-trunk'],
    ['(0) as numbers are printed for callers from abroad', s('+44 (0)20 7946 0958'), '"+442079460958"'],
    ['a number of Italy, whose 0 belongs to it', s('+39 06 698 12345'), '"+390669812345"'],
    ['a number that begins with the trunk digit', s('+7 800 555-35-35'), '"+78005553535"'],
    ['a call abroad', s('8 10 44 20 7946 0958'), '"+442079460958"'],
    ['a fraction', n(1.5), 'incorrect-phone'],
    ['a negative number', n(-79_001_234_567), 'incorrect-phone'],
    ['yes or no', b(true), 'incorrect-phone'],
    ['a date', d('2024-01-31T00:00:00'), 'incorrect-phone'],
    ['an Excel error', e('#N/A'), 'cell-error'],
    ['white space', s(' '), 'left out'],
  ])('reads %s', (_, cell, expected) => {
    expect(outcome(russian, cell)).toBe(expected);
  });

  it('refuses numbers without + where no country is given', () => {
    expect(outcome({ field: 'mobile', type: 'phone' }, s('89001234567'))).toBe('incorrect-phone');
    expect(outcome({ field: 'mobile', type: 'phone' }, s('+79001234567'))).toBe('"+79001234567"');
  });
});

describe('a phones field', () => {
  const phones = { field: 'phones', type: 'phones', country: 'RU' } as const;

  it.each([
    ['one number', s('8 900 123-45-67'), '["+79001234567"]'],
    ['commas', s('89001234567, 8 (495) 123-45-67'), '["+79001234567","+74951234567"]'],
    ['semicolons, slashes and line breaks', s('89001234567;\n84951234567 / +44 20 7946 0958'), '["+79001234567","+74951234567","+442079460958"]'],
    ['the same number written twice', s('89001234567, +7 900 123 45 67'), '["+79001234567"]'],
    ['nothing but separators', s(' , ; '), 'left out'],
    ['one wrong number among right ones', s('89001234567, 123'), 'incorrect-phone'],
    ['one of them with an extension', s('89001234567, 84951234567 доб. 12'), 'phone-extension'],
    ['an extension behind a comma', s('84951234567, доб. 12'), 'phone-extension'],
    ['telephone links, one with an extension', s('tel:+79001234567, tel:+74951234567;ext=5'), 'phone-extension'],
    ['telephone links', s('tel:+79001234567; tel:+74951234567'), '["+79001234567","+74951234567"]'],
    ['a trunk digit behind +7', s('+78900123-45-67'), 'phone-trunk'],
    ['numbers with another mark between them', s('89001234567 | 84951234567'), 'several-phones'],
    ['a number cell', n(89_001_234_567), '["+79001234567"]'],
  ])('reads %s', (_, cell, expected) => {
    expect(outcome(phones, cell)).toBe(expected);
  });

  it('gathers several columns in order, each number once', () => {
    expect(outcome(phones, s('84951234567'), null, s('89001234567, 8 495 123-45-67'))).toBe('["+74951234567","+79001234567"]');
  });

  it('tells of every column with a wrong number', () => {
    expect(outcome(phones, s('1'), s('89001234567'), s('2'))).toBe('incorrect-phone incorrect-phone');
  });
});
