import { describe, expect, it } from 'vitest';
import type { Cell } from '#contract/cells.ts';
import type { FieldRule } from '#contract/recipe.ts';
import { noteSentence } from '#contract/sourceNotes.ts';
import { compileRecipe, defaultSettings } from '#engine/mapping/index.ts';
import { columnsOf, keyed, n, s } from './mapping.ts';

const date: FieldRule = { field: 'v', type: 'date', column: 'A' };

/** What is noted once all cells of column B (“A”) are mapped, each in its row from 2 on; the first `seen` rows decide. */
function notes(cells: readonly Cell[], { rules = [date], seen = 0, date1904 = false }: { rules?: readonly FieldRule[]; seen?: number; date1904?: boolean } = {}) {
  const rows = cells.map((cell, index) => ({ row: index + 2, cells: [n(1), cell, cell] }));
  const compiled = compileRecipe(keyed(rules, { version: 2 }), columnsOf('Key', 'A', 'B'), { ...defaultSettings, date1904 }, rows.slice(0, seen));
  if (!compiled.ok) throw new Error(compiled.problems.map((problem) => problem()).join());
  for (const row of rows) compiled.mapper.map(row);
  return compiled.notes();
}

describe('numbers without a date format in a date column', () => {
  it('are told once a column, with the first of them and the day read', () => {
    const found = notes([null, s('31.01.2024'), { t: 'd', v: '2024-01-31T00:00:00' }, n(45_000), n(12_345), n(99_999), n(45_001), n(45_002), n(45_003)]);
    expect(found).toEqual([{ kind: 'number-days', count: 6, rows: [5, 6, 7, 8, 9], columns: ['B'], example: { shown: '45000', read: '15.03.2023' } }]);
    expect(noteSentence(found[0]!)).toBe('Numbers without a date format are read as days (column B): 6 cells, first row 5: 45000 → 15.03.2023. Map another column where they are no days.');
  });

  it.each<[string, Cell, FieldRule, number]>([
    ['a number in a text format', { t: 'n', v: 45_000, f: '@' }, date, 1],
    ['a moment', n(45_000.5), { ...date, type: 'datetime' }, 1],
    ['a member of an object', n(45_000), { field: 'v', type: 'object', members: [{ name: 'x', type: 'date', column: 'A' }] }, 1],
    ['the merge’s value', { t: 'm', v: { t: 'n', v: 45_000 } }, { ...date, merged: 'value' }, 1],
    ['digits that are a day themselves', n(19_900_203), date, 0],
    ['a number that is refused', n(35), date, 0],
    ['a number in a format of its own', { t: 'n', v: 45_000, text: '45 000 ₽', f: '# ##0 ₽' }, date, 0],
    ['a date', { t: 'd', v: '2023-03-15T00:00:00', text: '15.03.2023', f: 'dd.mm.yyyy' }, date, 0],
    ['a constant', n(45_000), { field: 'v', type: 'date', value: 45_000 }, 0],
    ['a number for another type', n(45_000), { ...date, type: 'int' }, 0],
  ])('count: %s', (_, cell, rule, count) => {
    expect(notes([cell], { rules: [rule] }).map(({ kind }) => kind)).toEqual(count === 0 ? [] : ['number-days']);
  });

  it('are told once where two rules read the column, and apart for two columns', () => {
    expect(notes([n(45_000)], { rules: [date, { ...date, field: 'w', type: 'datetime' }] })).toHaveLength(1);
    expect(notes([n(45_000)], { rules: [date, { ...date, field: 'w', column: 'B' }] }).map(({ columns }) => columns)).toEqual([['B'], ['C']]);
  });

  it('are days of the workbook’s own system', () => {
    expect(notes([n(45_000)], { date1904: true })).toMatchObject([{ example: { shown: '45000', read: '16.03.2027' } }]);
  });
});

describe('dates in text that only later rows leave open', () => {
  const open = s('01/02/2024');
  it.each<[string, readonly Cell[], number, FieldRule, readonly unknown[]]>([
    ['are told with their rows', [s('2024-01-31'), null, open, s('03/03/2024'), s('02/01/2024')], 2, date, [{ kind: 'date-open', count: 1, rows: [4, 6], columns: ['B'] }]],
    ['are told with the first few rows', [null, ...Array<Cell>(9).fill(open)], 1, date, [{ kind: 'date-open', count: 1, rows: [3, 4, 5, 6, 7], columns: ['B'] }]],
    ['are told with their times', [null, s('01.02.2024 10:00')], 1, { ...date, type: 'datetime' }, [{ kind: 'date-open', count: 1, rows: [3], columns: ['B'] }]],
    ['are none where a later row decides', [null, open, s('13/02/2024')], 1, date, []],
    ['are told once where the first rows told so', [open, open], 1, date, [{ kind: 'date-open', count: 1, rows: [2, 3], columns: ['B'] }]],
    ['are none where the first rows decide', [s('13/02/2024'), open], 1, date, []],
    ['are none where the operator has decided', [null, open], 1, { ...date, order: 'dmy' }, []],
    ['are none where each can be one day only', [null, s('2024-02-01'), s('20240201'), s('13.02.2024'), s('05.05.2024'), s('soon')], 1, date, []],
  ])('%s', (_, cells, seen, rule, expected) => {
    expect(notes(cells, { rules: [rule], seen })).toEqual(expected);
  });
});
