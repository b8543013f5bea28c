import { describe, expect, it } from 'vitest';
import { reasonSentence, toldOnce, type RowError } from '#contract/rowErrors.ts';

describe('what is wrong with a cell', () => {
  const error = (field: string, more: Partial<RowError> = {}): RowError => ({ row: 2, column: 'B', header: 'Mail', field, value: 'nobody', reason: 'incorrect-email', ...more });

  it('is told once of all that the cell is meant for, and apart of other cells, rows and reasons', () => {
    const told = toldOnce([error('email'), error('subscriptions[0].email', { leftOut: true }), error('phone', { reason: 'incorrect-phone' }), error('email', { column: 'C' }), error('email', { row: 3 })]);
    expect(told.map(({ row, column, reason, fields, leftOut }) => [row, column, reason, fields, leftOut])).toEqual([
      [2, 'B', 'incorrect-email', ['email', 'subscriptions[0].email'], undefined], [2, 'B', 'incorrect-phone', ['phone'], undefined], [2, 'C', 'incorrect-email', ['email'], undefined], [3, 'B', 'incorrect-email', ['email'], undefined],
    ]);
    expect(toldOnce([error('a', { leftOut: true }), error('b', { leftOut: true })])).toMatchObject([{ fields: ['a', 'b'], leftOut: true }]);
  });

  it('is told of two values in one cell once, unless the values are shown', () => {
    const phones = ['12', '34'].map((value) => error('phones', { value, reason: 'incorrect-phone' }));
    expect([toldOnce(phones).length, toldOnce(phones, { valuesShown: true }).length]).toEqual([1, 2]);
  });
});

describe('why a row is invalid', () => {
  it.each([
    ['12345', 'too few digits (5)'],
    ['12345678901234567', 'more digits (17)'],
    ['тел. 8 916 123-45-67', 'letters stand in it'],
    ['+7 000 000-00-00', 'the country of its code has no such number'],
    ['+00 44 20 7946 0958', 'it begins with 00, which is dialled before calls abroad'],
    ['00 (44) 20 7946 0958', 'it begins with 00, which is dialled before calls abroad'],
    ['+0 916 123-45-67', 'behind + stands 0, with which no country’s code begins'],
    ['8 916 123-45-67', 'neither + nor a country'],
  ])('names the likely cause of the phone %s', (text, cause) => {
    expect(reasonSentence('incorrect-phone', text)).toContain(cause);
  });

  it('names all causes of a phone that is not shown', () => {
    expect(reasonSentence('incorrect-phone')).toContain('no such number exists, there are words beside it, or it has neither + nor a country');
  });

  it.each([
    ['1.23457E+11', 'shows only 6 digits of 12'],
    ['1,2E+05', 'shows only 2 digits of 6'],
    ['123456789012346000', 'Excel keeps 15 of them'],
  ])('says how many digits of %s are there', (text, words) => {
    expect(reasonSentence('digits-lost', text)).toContain(words);
  });
});
