import { expect, it } from 'vitest';
import { becomesWords, rowNowWords } from '#contract/correctingWords.ts';
import type { RowError } from '#contract/rowErrors.ts';

const error = (column: string | null): RowError => ({ row: 4, column, header: 'Name', field: 'f', value: 'x', reason: 'not-integer' });
const five = ['A', 'B', 'C', 'D', 'E'].map(error);

it('What comes of a row names three reasons and counts the others, and says still only of a row that is invalid already', () => {
  expect(becomesWords({ state: 'invalid', becomes: 'invalid', errors: five })).toBe('still invalid, column A: not a whole number; column B: not a whole number; column C: not a whole number; and 2 more reasons');
  expect(becomesWords({ state: 'ready', becomes: 'invalid', errors: five.slice(0, 1) })).toBe('invalid then, column A: not a whole number');
  expect(becomesWords({ state: 'accepted', becomes: 'ready', errors: [] })).toBe('fit to be sent once more');
  expect(rowNowWords({ row: 4, state: 'invalid', errors: five.slice(0, 4), duplicateOf: null })).toMatch(/^row 4 is invalid, and not sent, column A “Name”: not a whole number; .*; and 1 more reason$/);
  expect(rowNowWords({ row: 4, state: 'invalid', errors: [error(null)], duplicateOf: null })).toBe('row 4 is invalid, and not sent, not a whole number');
});
