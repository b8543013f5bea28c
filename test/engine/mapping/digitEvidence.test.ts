import { describe, expect, it } from 'vitest';
import type { Cell } from '#contract/cells.ts';
import type { FieldRule } from '#contract/recipe.ts';
import { noteSentence } from '#contract/sourceNotes.ts';
import { compileRecipe, defaultSettings } from '#engine/mapping/index.ts';
import { columnsOf, keyed, n, s } from './mapping.ts';

/** What is noted once the cells of column B (“A”) are mapped, each in its row from 2 on. */
function notes(cells: readonly Cell[], ...rules: readonly FieldRule[]) {
  const compiled = compileRecipe(keyed(rules, { version: 2 }), columnsOf('Key', 'A'), defaultSettings);
  if (!compiled.ok) throw new Error(compiled.problems.map((problem) => problem()).join());
  cells.forEach((cell, index) => compiled.mapper.map({ row: index + 2, cells: [n(1), cell] }));
  return compiled.notes();
}

const int: FieldRule = { field: 'v', type: 'int', column: 'A' };

describe('digits of another script', () => {
  it('are told with the first rows, each cell once, whatever number of fields it is for', () => {
    const found = notes([s('１２'), s('12'), s('٣٤'), n(5), null, s('no')], int, { field: 'w', type: 'float', column: 'A' });
    expect(found).toEqual([{ kind: 'other-digits', count: 2, rows: [2, 4], columns: ['B'] }]);
    expect(noteSentence(found[0]!)).toBe('2 cells hold digits of another script, as １２３ or ٣٤ (column B) (rows 2, 4); they are sent as plain digits.');
  });

  it.each<[string, string, FieldRule, boolean]>([
    ['a phone', '+７ ９１６ １２３-４５-６７', { field: 'v', type: 'phones', column: 'A' }, true],
    ['an Arabic phone', '+٧ ٩١٦ ١٢٣ ٤٥ ٦٧', { field: 'v', type: 'phone', column: 'A' }, true],
    ['an amount', '１２,５', { field: 'v', type: 'float', column: 'A', decimal: ',' }, true],
    ['an address of full width', 'anna１@example.com', { field: 'v', type: 'email', column: 'A' }, true],
    ['a text, which is sent as shown', '１２', { field: 'v', type: 'string', column: 'A' }, false],
    ['tags', '１２', { field: 'v', type: 'tags', column: 'A' }, false],
    ['what is refused', '１２ x', int, false],
    ['what a map gives', '１', { ...int, valueMap: { '１': '7' } }, false],
    ['plain digits', '12', int, false],
  ])('in %s: %s', (_, text, rule, isTold) => {
    expect(notes([s(text)], rule).map(({ kind }) => kind)).toEqual(isTold ? ['other-digits'] : []);
  });
});
