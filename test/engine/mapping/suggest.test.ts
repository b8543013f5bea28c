import { describe, expect, it } from 'vitest';
import type { Cell } from '#contract/cells.ts';
import { guessType, suggestFields, type ColumnSample } from '#engine/mapping/index.ts';
import { b, columnsOf, d, e, n, s } from './mapping.ts';

function columns(table: Readonly<Record<string, readonly Cell[]>>): readonly ColumnSample[] {
  return columnsOf(...Object.keys(table)).map((column) => ({ column, cells: table[column.header] ?? [] }));
}

/** What is suggested for each header of a table without rows. */
function byHeader(...headers: readonly string[]): readonly (string | null)[] {
  return suggestFields(columnsOf(...headers).map((column) => ({ column, cells: [] }))).map((suggestion) => suggestion?.field ?? null);
}

describe('a type', () => {
  it.each<[string, string, readonly Cell[]]>([
    ['email', '', [s('a@example.com'), s('b@example.org'), null]],
    ['email', 'Contact', [...Array.from({ length: 9 }, () => s('a@example.com')), s('none')]],
    ['date', 'x', [d('2024-01-31T00:00:00'), d('1990-02-03T00:00:00')]],
    ['date', 'x', [s('31.01.2024'), s('03.02.1990')]],
    ['date', 'x', [s('12/31/2024'), s('01/02/2024')]],
    ['datetime', 'x', [d('2024-01-31T00:00:00'), d('1990-02-03T10:00:00')]],
    ['datetime', 'x', [s('31.01.2024 10:15')]],
    ['phones', 'x', [s('+7 900 123-45-67'), s('+79001234568')]],
    ['phones', 'Телефон', [s('8 (900) 123-45-67'), n(79_001_234_567)]],
    ['int', 'Client No', [n(79_001_234_567), n(79_001_234_568)]],
    ['gender', 'Пол', [s('м'), s('Ж')]],
    ['gender', 'Sex', [n(1), n(2)]],
    ['string', 'Size', [s('M'), s('F')]],
    ['bool', 'VIP', [s('да'), s('нет')]],
    ['bool', 'VIP', [b(true), b(false)]],
    ['int', 'VIP', [n(1), n(0)]],
    ['int', 'Bonus', [n(5), s('1 200'), null]],
    ['float', 'Score', [n(5), n(20.5)]],
    ['float', 'Score', [s('20,5'), s('3')]],
    ['string', 'Code', [n(7, '0007'), n(8, '0008')]],
    ['string', 'Code', [s('0007'), s('0008')]],
    ['int', 'Client No', [n(7), n(8), n(9), s('0000007')]],
    ['int', 'Client No', [...Array.from({ length: 39 }, () => n(7)), s('A-17')]],
    ['string', 'Client No', [...Array.from({ length: 9 }, () => n(7)), s('A-17')]],
    ['string', 'Card', [s('4000123412341234')]],
    ['tags', 'Interests', [s('спорт, кино'), s('музыка')]],
    ['string', 'Address', [s('Москва, Тверская 1')]],
    ['string', 'Empty', [null, s(' '), e('#N/A')]],
  ])('%s is guessed under “%s” (%#)', (type, header, cells) => {
    expect(guessType(cells, header)).toBe(type);
  });
});

describe('a suggestion', () => {
  it('knows system fields by their usual names in English', () => {
    expect(byHeader('E-mail', 'First name', 'LastName', 'Mobile phone', 'Date of birth', 'Gender', 'City', 'ZIP code', 'Time zone', 'IP address')).toEqual([
      'email', '_fname', '_lname', 'phones', '_bdate', '_sex', '_city', '_postal_code', '_tz', '_ip',
    ]);
  });

  it('knows them in Russian', () => {
    expect(byHeader('Почта', 'Имя', 'ФАМИЛИЯ', 'Телефон', 'Дата рождения', 'Пол', 'Город', 'Индекс', 'Страна', 'Область', 'Дата регистрации')).toEqual([
      'email', '_fname', '_lname', 'phones', '_bdate', '_sex', '_city', '_postal_code', '_country', '_region', '_regdate',
    ]);
  });

  it('knows them by their own names', () => {
    expect(byHeader('_fname', 'bdate', '_postal_code', 'phones', '_regcity')).toEqual(['_fname', '_bdate', '_postal_code', 'phones', '_regcity']);
  });

  it('knows misspelt and longer names, surely less', () => {
    const [misspelt, longer] = suggestFields(columns({ 'Frist name': [s('Anna')], 'Client email': [s('a@example.com')] }));
    expect(misspelt).toMatchObject({ field: '_fname', type: 'string' });
    expect(longer).toMatchObject({ field: 'email', type: 'email', score: 0.75 });
    expect(misspelt?.score).toBeLessThan(1);
  });

  it('is not made for headers that mean something else', () => {
    expect(byHeader('Client No', 'ФИО', 'Full name', 'Company name', 'Note', 'Interests', 'Topics', 'Capacity', 'Mobility', '', 'Имя пользователя')).toEqual(
      Array.from({ length: 11 }, () => null),
    );
  });

  it('is made for one column only, the likeliest, and the first of equals', () => {
    expect(byHeader('Work email', 'Email')).toEqual([null, 'email']);
    expect(byHeader('Mobile', 'Phone')).toEqual(['phones', null]);
  });

  it('goes by the values where the header says nothing', () => {
    expect(suggestFields(columns({ Contact: [s('a@example.com')], Line: [s('+7 900 123-45-67')], Words: [s('abc')] }))).toEqual([
      { field: 'email', type: 'email', score: 0.7 },
      { field: 'phones', type: 'phones', score: 0.6 },
      null,
    ]);
  });

  it('does not believe a header against its values', () => {
    expect(suggestFields(columns({ Email: [s('yes'), s('no')], Name: [s('a@example.com')] }))).toEqual([null, { field: 'email', type: 'email', score: 0.7 }]);
  });

  it('keeps the time of day where there is one', () => {
    expect(suggestFields(columns({ 'Registration date': [d('2024-01-31T10:15:00')] }))).toMatchObject([{ field: '_regdate', type: 'datetime' }]);
    expect(suggestFields(columns({ 'Registration date': [d('2024-01-31T00:00:00')] }))).toMatchObject([{ field: '_regdate', type: 'date' }]);
  });

  it('prefers the database’s own fields, by name or title', () => {
    const known = [
      { name: 'Custom_ID', title: 'Client number', type: 'int', system: false },
      { name: 'interests', title: 'Interests', type: 'tags', system: false },
      { name: 'city_code', title: 'City', type: 'unicode', system: false },
      { name: '_bdate', title: 'Date of birth', type: 'date', system: true },
      { name: '_open_date', title: 'Other', type: 'date', system: true },
    ];
    const sample = columnsOf('custom id', 'Interests', 'City', 'Date of birth', 'Other').map((column) => ({ column, cells: [] }));
    expect(suggestFields(sample, known)).toEqual([
      { field: 'Custom_ID', type: 'int', score: 1 },
      { field: 'interests', type: 'tags', score: 1 },
      { field: 'city_code', type: 'string', score: 1 },
      { field: '_bdate', type: 'date', score: 1 },
      null,
    ]);
  });
});
