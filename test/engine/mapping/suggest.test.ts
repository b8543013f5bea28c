import { describe, expect, it } from 'vitest';
import type { Cell } from '#contract/cells.ts';
import { consentOf, countriesDialled, countriesNamed, guessType, phoneCountryOf, suggestFields, type ColumnSample } from '#engine/mapping/index.ts';
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

  it.each(['Client No', 'Client №', 'Номер клиента', '№ клиента', 'ClientNumber', 'customer id', 'Код клиента'])('finds a field of the database by what “%s” says in other words', (header) => {
    const known = [{ name: 'Custom_ID', title: 'Client number', type: 'int', system: false }, { name: 'card', title: 'Card number', type: 'unicode', system: false }];
    const sample = columnsOf(header, 'No', 'Client', 'Номер').map((column) => ({ column, cells: [] }));
    expect(suggestFields(sample, known)).toEqual([{ field: 'Custom_ID', type: 'int', score: header === 'ClientNumber' ? 1 : 0.9 }, null, null, null]);
  });

  it('leaves a header to a person that two fields of the database fit by other words', () => {
    const known = ['Client code', 'Client number'].map((title, at) => ({ name: `field_${at}`, title, type: 'unicode', system: false }));
    expect(suggestFields([{ column: columnsOf('Client ID')[0]!, cells: [] }], known)).toEqual([null]);
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

describe('a status of the whole platform', () => {
  it('is never proposed by a name alone', () => {
    const known = [{ name: '_status', title: 'Status', type: 'int', system: true }, { name: 'status', title: 'Order state', type: 'string', system: false }];
    const named = (header: string, fields: typeof known) => suggestFields(columns({ [header]: [n(1), n(4)] }), fields)[0]?.field ?? null;
    expect([named('Status', known), named('_status', known.slice(0, 1)), named('Статус', [{ name: '_status', title: 'Статус', type: 'int', system: true }])]).toEqual(['status', null, null]);
    expect(byHeader('Status', 'Статус', '_status')).toEqual([null, null, null]);
  });
});

describe('a consent column', () => {
  it.each<[string, readonly Cell[], readonly string[], readonly string[]]>([
    ['Согласие', [s('да'), s('нет'), s('Да '), null], ['да'], ['нет']],
    ['Согласие на рассылку', [s('Да'), s('Нет')], ['Да'], ['Нет']],
    ['Согласен получать рассылку', [s('+'), s('-')], ['+'], ['-']],
    ['Подписка', [n(1), n(0)], ['1'], ['0']],
    ['Рассылка', [b(true), b(false)], ['TRUE'], ['FALSE']],
    ['opt-in', [s('yes'), s('no')], ['yes'], ['no']],
    ['OptIn', [s('Y'), s('N')], ['Y'], ['N']],
    ['Subscribed', [s('true'), s('FALSE')], ['true'], ['FALSE']],
    ['Email consent', [s('yes')], ['yes'], []],
    ['marketing_consent', [s('да\u200B'), s('нет')], ['да'], ['нет']],
  ])('%s is told by header and values', (header, cells, yes, no) => {
    expect(consentOf(cells, header)).toEqual({ yes, no });
  });

  it.each<[string, readonly Cell[]]>([
    ['Согласие', [s('да'), s('может быть')]],
    ['Согласие', [null]],
    ['Подписка', [s('Premium'), s('Basic')]],
    ['VIP', [s('да'), s('нет')]],
    ['Отказ от рассылки', [s('да'), s('нет')]],
    ['Не согласен', [s('да'), s('нет')]],
    ['Opt-out', [s('yes'), s('no')]],
    ['Unsubscribed', [s('1'), s('0')]],
  ])('%s of such values is none (%#)', (header, cells) => {
    expect(consentOf(cells, header)).toBeNull();
  });
});

describe('phones that need a country', () => {
  const russian = Array.from({ length: 9 }, (_, index) => s(`8 (916) 123-45-6${index}`));
  it.each<[string, readonly Cell[], ReturnType<typeof phoneCountryOf>]>([
    ['Телефон', russian, { country: 'RU', right: 9, of: 9 }],
    ['Телефон', [...russian, s('+49 30 1234567'), null], { country: 'RU', right: 10, of: 10 }],
    ['Телефон', [...russian, s('8 (000) 000-00-00')], { country: 'RU', right: 9, of: 10 }],
    ['Контакт', russian, { country: 'RU', right: 9, of: 9 }],
    ['Phone', [s('030 12345678'), s('0151 12345678'), s('089 1234567')], { country: 'DE', right: 3, of: 3 }],
    ['Телефон', [n(79_161_234_567), n(79_161_234_568)], { country: 'RU', right: 2, of: 2 }],
    ['Телефон', [s('050 123 45 67'), s('067 123 45 67')], { country: 'UA', right: 2, of: 2 }],
    ['Phone', [s('+7 916 123-45-67'), s('+49 30 1234567')], null],
    ['Client No', [n(79_161_234_567)], null],
    ['Телефон', [], null],
  ])('%s (%#)', (header, cells, expected) => {
    expect(phoneCountryOf(cells, header)).toEqual(expected);
  });
});

describe('Countries of phones', () => {
  it('are those of numbers with their code, however it is dialled', () => {
    expect([...countriesDialled(['+49 30 1234567', '8 900 000-00-01', '0033 1 23 45 67 89', '+7 701 123 45 67, +48 22 123 45 67', 'x'].map(s))].sort()).toEqual(['DE', 'FR', 'KZ', 'PL']);
  });

  it('are those that a column of countries names', () => {
    expect(countriesNamed('Страна', ['Германия', 'kz', 'Armenia', 'nowhere', ''].map(s))).toEqual(['DE', 'KZ', 'AM']);
    expect(countriesNamed('Comment', [s('DE')])).toEqual([]);
  });
});
