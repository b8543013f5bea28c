import { describe, expect, it } from 'vitest';
import type { Cell, SheetRow } from '#contract/cells.ts';
import { columnsOf, guessHeader } from '#engine/sheet/index.ts';

const cell = (value: string | number | null): Cell => {
  if (value === null) return null;
  return typeof value === 'number' ? { t: 'n', v: value } : { t: 's', v: value };
};
const row = (number: number, ...values: (string | number | null)[]): SheetRow => ({ row: number, cells: values.map(cell) });
const data = (from: number, ...values: (string | number | null)[]): SheetRow[] => Array.from({ length: 5 }, (_, index) => row(from + index, ...values));

describe('the header row', () => {
  it.each([
    ['is the first row of a plain table', [row(1, 'Email', 'Name', 'Age'), ...data(2, 'a@example.com', 'Ann', 7)], 1],
    ['comes after titles and blank rows', [row(1, 'Clients of 2024'), row(2, 'made by', 'Ann'), row(5, 'Email', 'Name', 'Age', 'City'), ...data(6, 'a', 'b', 7, 'c')], 5],
    ['may leave its first cell empty', [row(1, 'Report'), row(3, null, 'Email', 'Name', 'Age'), ...data(4, 1, 'a', 'b', 7)], 3],
    ['may leave the first column out altogether', [row(2, null, 'Email', 'Name'), ...data(3, null, 'a', 'b')], 2],
    ['may hold numbers among names', [row(1, 'Client', 'City', 2023, 2024), ...data(2, 'a', 'b', 1, 2)], 1],
    ['may be narrower than some rows', [row(1, 'Email', 'Name'), row(2, 'a', 'b', 'x', 'y'), ...data(3, 'a', 'b')], 1],
    ['may be a single column', [row(1, 'Email'), ...data(2, 'a@example.com')], 1],
    ['is not a row of numbers above it', [row(1, 1, 2, 3), row(2, 'Email', 'Name', 'Age'), ...data(3, 'a', 'b', 7)], 2],
    ['is none where nothing looks like one', data(3, 1, 2, 3), 0],
    ['may be as long as a question', [row(1, 'How satisfied were you with our service? '.repeat(9), 'Email'), ...data(2, 'very', 'a@example.com')], 1],
    ['may hold dates as texts', [row(1, 'Email', '01.01.2024', '01.02.2024', '01.03.2024'), ...data(2, 'a@example.com', 'yes', 'no', 'yes')], 1],
    ['is none where the first row has an address', [row(1, 'a@example.com', 'Ann', 'Tver'), ...data(2, 'b@example.com', 'Bob', 'Omsk')], 0],
    ['is none where the first row has a phone', [row(1, 'Ann', '+7 916 123-45-67'), ...data(2, 'Bob', '+7 916 765-43-21')], 0],
    ['is none where the only row has an address', [row(1, 'a@example.com', 'Ann')], 0],
    ['may stand above texts alone', [row(1, 'Name', 'City'), ...data(2, 'Ann', 'Tver')], 1],
    ['may hold years above numbers', [row(1, 'Client', 2023, 2024), ...data(2, 'a', 1, 2)], 1],
    ['is the only row', [row(4, 'Email', 'Name')], 4],
    ['is row 1 where there is none', [], 1],
  ])('%s', (_, rows, expected) => {
    expect(guessHeader(rows).value).toBe(expected);
  });
});

describe('the guess of the header row', () => {
  it('is sure of names above values, likely of names above texts, and open for values', () => {
    expect(guessHeader([row(1, 'Email', 'Name'), ...data(2, 'a@example.com', 'Ann')])).toMatchObject({ value: 1, confidence: 'sure', reason: 'names' });
    expect(guessHeader([row(1, 'Name', 'City'), ...data(2, 'Ann', 'Tver')])).toMatchObject({ value: 1, confidence: 'likely', reason: 'names' });
    for (const first of [['Ann', 'Tver', 25], ['Bob', 'Tver', 'x']] as const) {
      expect(guessHeader([row(1, ...first), row(2, 'Eve', 'Omsk', 31), row(3, 'Carl', 'Tver', 40)])).toMatchObject({ value: 1 });
    }
    expect(guessHeader([row(1, 'Ann', 'Tver', 25), row(2, 'Eve', 'Omsk', 31)])).toMatchObject({ value: 1, confidence: 'open', reason: 'values' });
    expect(guessHeader([row(1, 'Ann', 'Tver'), row(2, 'Eve', 'Omsk'), row(3, 'Bob', 'Tver')])).toMatchObject({ value: 1, confidence: 'open', reason: 'values' });
    expect(guessHeader([row(1, 'a@example.com', 'Ann'), row(2, 'b@example.com', 'Bob')])).toEqual({
      value: 0,
      confidence: 'open',
      reason: 'values',
      alternatives: [{ value: 0, samples: ['A', 'B'] }, { value: 1, samples: ['a@example.com', 'Ann'] }, { value: 2, samples: ['b@example.com', 'Bob'] }],
    });
  });
});

describe('columns', () => {
  it('are named by their headers where those are unique, else by their letters', () => {
    const header: SheetRow = { row: 1, cells: [cell(' E-mail\n address '), cell('Phone'), null, cell('Phone'), { t: 'n', v: 7, text: '0007' }, cell('@A')] };
    expect(columnsOf(header, 8)).toEqual([
      { index: 0, letter: 'A', header: 'E-mail address', ref: 'E-mail address' },
      { index: 1, letter: 'B', header: 'Phone', ref: '@B' },
      { index: 2, letter: 'C', header: '', ref: '@C' },
      { index: 3, letter: 'D', header: 'Phone', ref: '@D' },
      { index: 4, letter: 'E', header: '0007', ref: '0007' },
      { index: 5, letter: 'F', header: '@A', ref: '@F' },
      { index: 6, letter: 'G', header: '', ref: '@G' },
      { index: 7, letter: 'H', header: '', ref: '@H' },
    ]);
  });

  it('are as many as the header has, though the rows are narrower', () => {
    expect(columnsOf(row(1, 'a', 'b', 'c'), 1)).toHaveLength(3);
  });
});
