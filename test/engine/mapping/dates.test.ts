import { describe, expect, it } from 'vitest';
import type { Cell } from '#contract/cells.ts';
import { defaultSettings } from '#engine/mapping/settings.ts';
import { b, columnsOf, d, e, keyed, mapperOf, n, outcome, s } from './mapping.ts';

const birthday = { field: '_bdate', type: 'date' } as const;
const visited = { field: 'visited_at', type: 'datetime' } as const;

describe('a date field', () => {
  it.each([
    ['a date cell', d('1990-02-03T00:00:00', '03.02.1990'), '"1990-02-03"'],
    ['a date cell with a time', d('1990-02-03T23:59:59'), '"1990-02-03"'],
    ['a time without a day', d('1899-12-31T10:00:00'), 'incorrect-date'],
    ['ISO', s('1990-02-03'), '"1990-02-03"'],
    ['ISO with a time', s('1990-02-03T10:15:00'), '"1990-02-03"'],
    ['the day as written, whatever its zone', s('1990-02-03T23:30:00Z'), '"1990-02-03"'],
    ['points', s('03.02.1990'), '"1990-02-03"'],
    ['no zeros in front', s('3.2.1990'), '"1990-02-03"'],
    ['slashes', s('03/02/1990'), '"1990-02-03"'],
    ['hyphens', s('03-02-1990'), '"1990-02-03"'],
    ['the year first', s('1990.02.03'), '"1990-02-03"'],
    ['a Russian "year" behind', s('03.02.1990 г.'), '"1990-02-03"'],
    ['a time behind', s('03.02.1990 0:00:00'), '"1990-02-03"'],
    ['eight digits', s('19900203'), '"1990-02-03"'],
    ['marks that nobody sees', s('\u200E03.02.1990'), '"1990-02-03"'],
    ['the 29 February of a leap year', s('29.02.2000'), '"2000-02-29"'],
    ['that of a year that is none', s('29.02.1900'), 'incorrect-date'],
    ['a day that no month has', s('31.02.1990'), 'incorrect-date'],
    ['a month that no year has', s('13.13.1985'), 'incorrect-date'],
    ['two digits of a year', s('03.02.90'), 'incorrect-date'],
    ['how some programs write no date', s('01.01.0001 0:00:00'), 'incorrect-date'],
    ['different separators', s('03.02/1990'), 'incorrect-date'],
    ['words', s('не помнит'), 'incorrect-date'],
    ['a month in Russian words', s('5 января 2024 г.'), 'date-in-words'],
    ['a month in English words', s('Jan 5, 2024'), 'date-in-words'],
    ['a month as Excel shortens it', s('05-Mar-24'), 'date-in-words'],
    ['a month in German words', s('5. März 2024'), 'date-in-words'],
    ['a word with a month inside of it', s('замарал 5 2024'), 'incorrect-date'],
    ['a very long text', s('1'.repeat(10_000)), 'incorrect-date'],
    ['a serial', n(45_322), '"2024-01-31"'],
    ['a serial with a time', n(45_322.9), '"2024-01-31"'],
    ['a serial with its decimals as Russian Excel shows them', n(45_322.5, '45322,5'), '"2024-01-31"'],
    ['a serial in a format of whole numbers', n(45_322, undefined, '0'), '"2024-01-31"'],
    ['a serial in a cell for texts', n(45_322, undefined, '@'), '"2024-01-31"'],
    ['a serial that noise has left below its day', n(45_321.999999999996), '"2024-01-31"'],
    ['a serial right before midnight', n(45_322.9999999653), '"2024-01-31"'],
    ['an age', n(35), 'incorrect-date'],
    ['a count', n(1_742), 'incorrect-date'],
    ['the first number that is no year', n(2_101), '"1905-10-01"'],
    ['serial 60, a day that never was', n(60), 'incorrect-date'],
    ['the last serial', n(2_958_465), '"9999-12-31"'],
    ['a serial beyond', n(2_958_466), 'incorrect-date'],
    ['a time alone', n(0.5), 'incorrect-date'],
    ['a negative number', n(-1), 'incorrect-date'],
    ['a year alone', n(1985), 'incorrect-date'],
    ['a time of day', n(45_322.5, '12:00', 'h:mm'), 'no-date-shown'],
    ['elapsed time', n(1.5, '36:00', '[h]:mm'), 'no-date-shown'],
    ['an amount', n(12_345.5, '12 345,50 ₽', '#,##0.00 [$₽-419]'), 'no-date-shown'],
    ['an amount that is shown as it is stored', n(45_322.25, undefined, '0.00'), 'no-date-shown'],
    ['thousands', n(45_322, '45,322', '#,##0'), 'no-date-shown'],
    ['a percentage', n(45_322, '4532200%', '0%'), 'no-date-shown'],
    ['words behind a number', n(45_322, '45322 шт.', '0" шт."'), 'no-date-shown'],
    ['zeros in front', n(45_322, '0045322', '0000000'), 'no-date-shown'],
    ['a number shown otherwise by a format that is not known', n(45_322, '36:00'), 'no-date-shown'],
    ['a day that never was', n(60, '29.02.1900', 'dd.mm.yyyy'), 'no-date-shown'],
    ['what Excel fills with #', n(-1, undefined, 'dd.mm.yyyy'), 'no-date-shown'],
    ['eight digits shown as a day', n(19_900_203, '1990-02-03', '0000-00-00'), '"1990-02-03"'],
    ['eight digits shown as an amount', n(19_900_203, '19,900,203', '#,##0'), 'no-date-shown'],
    ['the last half millisecond of a day', d('1990-02-03T23:59:59.999', '03.02.1990'), '"1990-02-03"'],
    ['a day written as a number of eight digits', n(19_900_203), '"1990-02-03"'],
    ['an impossible one', n(19_901_303), 'incorrect-date'],
    ['yes or no', b(true), 'incorrect-date'],
    ['an Excel error', e('#VALUE!'), 'cell-error'],
    ['white space', s(' '), 'left out'],
  ])('reads %s', (_, cell, expected) => {
    expect(outcome(birthday, cell)).toBe(expected);
  });

  it.each([
    ['mdy', '12/31/2024', '"2024-12-31"'],
    ['mdy', '31/12/2024', 'date-other-order'],
    ['mdy', '2024-12-31', '"2024-12-31"'],
    ['dmy', '12/31/2024', 'date-other-order'],
    ['ymd', '2024/12/31', '"2024-12-31"'],
    ['ymd', '31.12.2024', 'date-other-order'],
  ] as const)('in the order %s reads %s', (order, text, expected) => {
    expect(outcome({ ...birthday, order }, s(text))).toBe(expected);
  });
});

describe('a datetime field', () => {
  it.each([
    ['a date cell', d('2024-01-31T10:15:30'), '"2024-01-31T10:15:30Z"'],
    ['a date cell without a time', d('2024-01-31T00:00:00'), '"2024-01-31T00:00:00Z"'],
    ['a fraction that is nearly a second', d('2024-01-31T09:59:59.999'), '"2024-01-31T10:00:00Z"'],
    ['one before midnight, whose day stays', d('2024-01-31T23:59:59.999'), '"2024-01-31T23:59:59Z"'],
    ['a serial before midnight, whose day stays', n(45_322.9999999653), '"2024-01-31T23:59:59Z"'],
    ['a time of day without a day', n(0.5, '12:00', 'h:mm'), 'no-date-shown'],
    ['a day alone', s('31.01.2024'), '"2024-01-31T00:00:00Z"'],
    ['minutes', s('31.01.2024 9:05'), '"2024-01-31T09:05:00Z"'],
    ['a comma before the time', s('31.01.2024, 09:05'), '"2024-01-31T09:05:00Z"'],
    ['ISO with a space', s('2024-01-31 09:05:07'), '"2024-01-31T09:05:07Z"'],
    ['fractions of a second', s('2024-01-31T09:05:07.123456Z'), '"2024-01-31T09:05:07Z"'],
    ['an offset of its own', s('2024-01-31T09:05+03:00'), '"2024-01-31T09:05:00+03:00"'],
    ['an offset without colon', s('2024-01-31T09:05:07-0530'), '"2024-01-31T09:05:07-05:30"'],
    ['UTC in letters', s('2024-01-31 09:05:07 UTC'), '"2024-01-31T09:05:07Z"'],
    ['the afternoon', s('31.01.2024 1:05 PM'), '"2024-01-31T13:05:00Z"'],
    ['midnight on a clock of twelve', s('31.01.2024 12:05 AM'), '"2024-01-31T00:05:00Z"'],
    ['thirteen in the afternoon', s('31.01.2024 13:05 PM'), 'incorrect-date'],
    ['hour 24', s('31.01.2024 24:00'), 'incorrect-date'],
    ['minute 60', s('31.01.2024 10:60'), 'incorrect-date'],
    ['an offset that is nowhere', s('2024-01-31T09:05:00+15:00'), 'incorrect-date'],
    ['a serial', n(45_322.5), '"2024-01-31T12:00:00Z"'],
    ['a serial one second before midnight', n(45_322.999_988_425_9), '"2024-01-31T23:59:59Z"'],
    ['a time alone', s('10:15'), 'incorrect-date'],
  ])('reads %s', (_, cell, expected) => {
    expect(outcome(visited, cell)).toBe(expected);
  });

  it('takes wall-clock times as meant in the zone given, and leaves a zone of the text alone', () => {
    const zoned = { ...visited, zone: '+03:00' };
    expect(outcome(zoned, d('2024-01-31T10:15:30'))).toBe('"2024-01-31T10:15:30+03:00"');
    expect(outcome(zoned, s('31.01.2024'))).toBe('"2024-01-31T00:00:00+03:00"');
    expect(outcome(zoned, s('2024-01-31T10:15:30Z'))).toBe('"2024-01-31T10:15:30Z"');
  });
});

describe('a number in a workbook that counts its days from 1904', () => {
  const columns = columnsOf('Key', 'When');
  const recipe = keyed([{ ...birthday, column: 'When' }, { ...visited, column: 'When' }]);
  const mapped = (cell: Cell) => mapperOf(recipe, columns, { ...defaultSettings, date1904: true }).map({ row: 2, cells: [n(1), cell] });

  it.each([
    [38_921, '2010-07-24'],
    [2_101, '1909-10-02'],
    [20_100_724, '2010-07-24'],
  ])('means the day by that system: %d', (value, day) => {
    expect(mapped(n(value))).toMatchObject({ kind: 'item', json: `{"key":1,"_bdate":"${day}","visited_at":"${day}T00:00:00Z"}` });
  });

  it('is no day where it is as small as a year, or shows none', () => {
    expect(mapped(n(0))).toMatchObject({ errors: [{ reason: 'incorrect-date' }, { reason: 'incorrect-date' }] });
    expect(mapped(n(1.25, '6:00', 'h:mm'))).toMatchObject({ errors: [{ reason: 'no-date-shown' }, { reason: 'no-date-shown' }] });
  });
});
