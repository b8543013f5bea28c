import { describe, expect, it } from 'vitest';
import { b, d, e, n, outcome, s } from './mapping.ts';

describe('a bool field', () => {
  const vip = { field: 'vip', type: 'bool' } as const;

  it.each(['yes', 'YES', 'true', 'True', '1', 'y', 'да', 'Да', 'истина', ' ИСТИНА '])('takes %s for true', (word) => {
    expect(outcome(vip, s(word))).toBe('true');
  });

  it.each(['no', 'No', 'false', '0', 'n', 'нет', 'НЕТ', 'ложь'])('takes %s for false', (word) => {
    expect(outcome(vip, s(word))).toBe('false');
  });

  it.each([
    ['a boolean cell', b(true), 'true'],
    ['the number 1', n(1), 'true'],
    ['1 with noise', n(1.0000000000000002), 'true'],
    ['the number 0', n(0), 'false'],
    ['another number', n(2), 'not-boolean'],
    ['another word', s('maybe'), 'not-boolean'],
    ['a date', d('2024-01-31T00:00:00'), 'not-boolean'],
    ['an Excel error', e('#NAME?'), 'cell-error'],
    ['an empty cell', null, 'left out'],
  ])('reads %s', (_, cell, expected) => {
    expect(outcome(vip, cell)).toBe(expected);
  });
});

describe('a gender field', () => {
  const sex = { field: '_sex', type: 'gender' } as const;

  it.each(['male', 'Male', '1', 'MASCULINE', 'M', 'm', 'MAN', '♂', 'М', 'м', 'МУЖ', 'муж.', 'МУЖСК', 'мужской', 'МУЖЧИНА'])('takes %s for male', (word) => {
    expect(outcome(sex, s(word))).toBe('"male"');
  });

  it.each(['female', 'Female', '2', 'FEM', 'FEMININE', 'F', 'f', 'WOMAN', 'W', '♀', 'Ж', 'жен', 'ЖЕНСК', 'женский', 'ЖЕНЩИНА'])('takes %s for female', (word) => {
    expect(outcome(sex, s(word))).toBe('"female"');
  });

  it.each([
    ['the number 1', n(1), '"male"'],
    ['the number 2', n(2), '"female"'],
    ['0, which is in no list', n(0), 'unknown-gender'],
    ['a word that is in no list', s('unknown'), 'unknown-gender'],
    ['yes or no', b(true), 'unknown-gender'],
    ['an Excel error', e('#N/A'), 'cell-error'],
    ['white space', s(' '), 'left out'],
  ])('reads %s', (_, cell, expected) => {
    expect(outcome(sex, cell)).toBe(expected);
  });
});

describe('the global status', () => {
  it.each([
    ['a status', n(0), '0'],
    ['the last one', s('6'), '6'],
    ['a number beyond', n(7), 'out-of-range'],
    ['a word', s('subscribed'), 'not-integer'],
  ])('reads %s', (_, cell, expected) => {
    expect(outcome({ field: '_status', type: 'int' }, cell)).toBe(expected);
  });
});
