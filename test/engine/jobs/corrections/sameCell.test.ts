import { describe, expect, it } from 'vitest';
import type { Cell } from '#contract/cells.ts';
import { compareCell } from '#engine/jobs/corrections/workbook/sameCell.ts';

const text = (v: string): Cell => ({ t: 's', v });
const number = (v: number, shown?: string, f?: string): Cell => ({ t: 'n', v, ...(shown === undefined ? {} : { text: shown }), ...(f === undefined ? {} : { f }) });
const date = (v: string, shown: string, f: string): Cell => ({ t: 'd', v, text: shown, f });

/** Before, now, verdict. */
const cases: readonly (readonly [string, Cell, Cell, string])[] = [
  ['nothing', null, null, 'same'],
  ['nothing, blanks now', null, text('  '), 'same'],
  ['nothing, a text now', null, text('x'), 'edited'],
  ['a text emptied', text('x'), null, 'edited'],
  ['zero emptied', number(0, '', '#'), null, 'edited'],
  ['what is not there', { t: 'x', why: 'absent', v: '' }, null, 'same'],
  ['a formula without a result', { t: 'x', why: 'uncalculated', v: '' }, null, 'same'],
  ['under a merge', { t: 'm', v: { t: 's', v: 'x' } }, null, 'same'],
  ['under a merge, typed now', { t: 'm', v: { t: 's', v: 'x' } }, text('y'), 'edited'],
  ['line ends', text('a\r\nb'), text('a\nb'), 'same'],
  ['half a character', text('a\ud800'), { t: 'x', why: 'damaged', v: 'a\ufffd' }, 'same'],
  ['letter case', text('anna'), text('Anna'), 'edited'],
  ['a blank behind', text('anna'), text('anna '), 'edited'],
  ['digits as a number', text('12345'), number(12_345), 'same'],
  ['leading zeros lost', text('007'), number(7), 'converted'],
  ['leading zeros typed away', text('007'), text('7'), 'edited'],
  ['another number', text('007'), number(8), 'edited'],
  ['a plus lost', text('+79161234567'), number(79_161_234_567), 'converted'],
  ['a long number cut', text('12345678901234567890'), number(12_345_678_901_234_600_000), 'converted'],
  ['a decimal mark', text('1,5'), number(1.5), 'edited'],
  ['a date that was a text', text('01/02/2024'), date('2024-02-01T00:00:00', '01/02/2024', 'dd/mm/yyyy'), 'edited'],
  ['a word as a boolean', text('true'), { t: 'b', v: true }, 'converted'],
  ['a text that a format shows', { t: 's', v: '+79161234567', written: '9161234567', f: '"+7"@' }, text('9161234567'), 'same'],
  ['a text that a format shows now', text('9161234567'), { t: 's', v: '+79161234567', written: '9161234567', f: '"+7"@' }, 'same'],
  ['a text cut by Excel', text('x'.repeat(40_000)), text('x'.repeat(32_767)), 'cut'],
  ['a day', date('2024-01-31T00:00:00', '31.01.2024', 'dd.mm.yyyy'), date('2024-01-31T00:00:00', '2024-01-31', 'yyyy-mm-dd'), 'same'],
  ['a day without its format', date('2024-01-31T00:00:00', '31.01.2024', 'dd.mm.yyyy'), number(45_322), 'same'],
  ['another day', date('2024-01-31T00:00:00', '31.01.2024', 'dd.mm.yyyy'), date('2024-02-01T00:00:00', '01.02.2024', 'dd.mm.yyyy'), 'edited'],
  ['a moment to the millisecond', date('2024-01-31T12:00:00.123', '12:00', 'dd.mm.yyyy hh:mm'), date('2024-01-31T12:00:00.124', '12:00', 'dd.mm.yyyy hh:mm'), 'same'],
  ['the day that only Excel has', number(60, '29.02.1900', 'dd.mm.yyyy'), date('1900-02-28T00:00:00', '28.02.1900', 'dd.mm.yyyy'), 'same'],
  ['no day at all', number(2_958_466, '########', 'dd.mm.yyyy'), { t: 'e', v: '#VALUE!' }, 'same'],
  ['another second', date('2024-01-31T12:00:00', '12:00', 'dd.mm.yyyy hh:mm'), date('2024-01-31T12:00:01', '12:00', 'dd.mm.yyyy hh:mm'), 'edited'],
  ['the day as it was shown', date('2024-01-31T00:00:00', '31.01.2024', 'dd.mm.yyyy'), text('31.01.2024'), 'same'],
  ...['02/01/1980', '01/02/1980', '1/2/1980', '01.02.1980', '01-02-80', '2/1/80', '1980-02-01', '80-02-01', '1980/2/1', '02/01/1980 00:00:00', '1980-02-01T00:00:00', '2/1/1980 12:00 AM', ' 02/01/1980 '].map(
    (now) => [`the first of February as the text ${now}`, date('1980-02-01T00:00:00', '1 Feb 80', 'd mmm yy'), text(now), 'converted'] as const,
  ),
  ...['03/01/1980', '02/01/1981', '02/01/81', '1980-01-02', '02/01', '12/01/1980', '02/01/1980 10:00', '02.01.1980 maybe'].map(
    (now) => [`the first of February, then the text ${now}`, date('1980-02-01T00:00:00', '01.02.1980', 'dd.mm.yyyy'), text(now), 'edited'] as const,
  ),
  ['a moment as the text of another order', date('1980-02-01T15:20:30', '01.02.1980 15:20', 'dd.mm.yyyy hh:mm'), text('02/01/1980 3:20 PM'), 'converted'],
  ['a moment whose time is another', date('1980-02-01T15:20:30', '01.02.1980 15:20', 'dd.mm.yyyy hh:mm'), text('02/01/1980 15:21'), 'edited'],
  ['a moment whose time was typed away', date('1980-02-01T15:20:30', '01.02.1980 15:20', 'dd.mm.yyyy hh:mm'), text('02/01/1980'), 'edited'],
  ['a moment of which the day alone was shown', date('1980-02-01T15:20:30', '01.02.1980', 'dd.mm.yyyy'), text('02/01/1980'), 'converted'],
  ['elapsed time', number(1.5, '36:00', '[h]:mm'), number(1.500_000_005, '36:00', '[h]:mm'), 'same'],
  ['elapsed time, a minute more', number(1.5, '36:00', '[h]:mm'), number(1.5 + 1 / 1440, '36:01', '[h]:mm'), 'edited'],
  ['a percentage', number(0.125, '12.5%', '0.0%'), number(0.125, '12.5%', '0.0%'), 'same'],
  ['a percentage that is shown as a number', number(0.125, '12.5%', '0.0%'), number(0.125), 'formatted'],
  ['fifteen digits', number(0.1 + 0.2), number(0.3), 'same'],
  ['a last digit rounded away', number(1.041_392_685_158_225_1), number(1.041_392_685_158_225), 'same'],
  ['another id of fifteen digits', number(999_999_999_999_999), number(999_999_999_999_998), 'edited'],
  ['a small difference', number(0.3), number(0.300_000_001), 'edited'],
  ['a number as its text', number(7), text('7'), 'same'],
  ['a shown number as its plain text', number(7, '0007', '0000'), text('7'), 'converted'],
  ['a boolean as a number', { t: 'b', v: true }, number(1), 'converted'],
  ['a boolean as a word', { t: 'b', v: true }, text('ИСТИНА'), 'same'],
  ['the other boolean', { t: 'b', v: true }, { t: 'b', v: false }, 'edited'],
  ['an error of another kind', { t: 'e', v: '#SPILL!' }, { t: 'e', v: '#VALUE!' }, 'same'],
  ['an error mended', { t: 'e', v: '#N/A' }, text('x'), 'edited'],
  ['an error where none was', text('x'), { t: 'e', v: '#REF!' }, 'unreadable'],
  ['a formula without a result where none was', text('x'), { t: 'x', why: 'uncalculated', v: '' }, 'unreadable'],
  ['merged now', text('x'), { t: 'm', v: { t: 's', v: 'y' } }, 'unreadable'],
];

describe('a cell that comes back from a workbook', () => {
  it.each(cases)('%s', (_, before, now, verdict) => {
    expect(compareCell(before, now, false)).toBe(verdict);
  });
});
