import { describe, expect, it } from 'vitest';
import type { Cell } from '#contract/cells.ts';
import { readRecipe, type MendRule, type Recipe } from '#contract/recipe.ts';
import { compileRecipe } from '#engine/mapping/index.ts';
import { columnsOf, keyed, mapCells, mapperOf, n, problemsOf, s } from './mapping.ts';

const columns = columnsOf('Key', 'Born', 'Sum');
const born = { field: 'born', type: 'date', column: 'Born' } as const;
const sum = { field: 'sum', type: 'float', column: 'Sum' } as const;
const nothing: MendRule = { column: 'Born', do: [{ kind: 'map', values: { нет: '' } }] };
const digits: MendRule = { column: 'Sum', do: [{ kind: 'replace', find: ' EUR', with: '' }] };
const recipe = (mends: readonly MendRule[], more: Partial<Recipe> = {}): Recipe => keyed([born, sum], { version: 2, mends: [...mends], ...more });
const map = (mends: readonly MendRule[], cells: readonly Cell[], more?: Partial<Recipe>): ReturnType<typeof mapCells> => mapCells(recipe(mends, more), columns, cells);

describe('mends in a recipe', () => {
  it('put a wrong cell right, each column on its own', () => {
    expect(map([nothing, digits], [s('нет'), s('5 EUR')])).toEqual({ kind: 'item', key: '1', json: '{"key":1,"sum":5}' });
    expect(map([nothing, digits], [s('нет'), s('five')])).toMatchObject({ kind: 'invalid', errors: [{ row: 2, column: 'C', value: 'five', reason: 'not-number' }] });
  });

  it('leave a cell as it was where it is wrong all the same', () => {
    const half: MendRule = { column: 'Sum', do: [{ kind: 'case', to: 'upper' }] };
    expect(map([half], [null, s('five')])).toEqual(map([], [null, s('five')]));
  });

  it('are tried in their order, and the first that makes it right counts', () => {
    const first: MendRule = { column: 'Sum', do: [{ kind: 'replace', find: 'l', with: '1' }] };
    const second: MendRule = { column: 'Sum', do: [{ kind: 'set', value: '7' }] };
    expect(map([first, second], [null, s('l2')])).toMatchObject({ json: '{"key":1,"sum":12}' });
    expect(map([first, second], [null, s('l2x')])).toMatchObject({ json: '{"key":1,"sum":7}' });
  });

  it('leave a good cell as it is, but for those that are always done', () => {
    const set: MendRule = { column: 'Sum', do: [{ kind: 'set', value: '7' }] };
    expect(map([set], [s('x'), n(5)])).toMatchObject({ kind: 'invalid', errors: [{ column: 'B' }] });
    expect(map([set], [null, n(5)])).toMatchObject({ json: '{"key":1,"sum":5}' });
    expect(map([{ ...set, when: 'always' }], [null, n(5)])).toMatchObject({ json: '{"key":1,"sum":7}' });
  });

  it('put a value right that would be left out', () => {
    expect(map([nothing, digits], [s('нет'), s('5 EUR')], { invalid: 'field' })).toEqual({ kind: 'item', key: '1', json: '{"key":1,"sum":5}' });
    expect(map([digits], [s('нет'), s('5 EUR')], { invalid: 'field' })).toMatchObject({ json: '{"key":1,"sum":5}', leftOut: [{ row: 2, column: 'B' }] });
  });

  it('do not fill empty rows, nor rows that cannot be believed', () => {
    const mapper = mapperOf(recipe([{ column: 'Key', do: [{ kind: 'set', value: '9' }], when: 'always' }]), columns);
    expect(mapper.map({ row: 5, cells: [null, s(' ')] })).toEqual({ kind: 'empty' });
    expect(mapper.map({ row: 5, cells: [n(1), null, null, s('x')], flaw: 'long' })).toMatchObject({ errors: [{ reason: 'row-too-long' }] });
  });

  it('count nothing twice that the notes tell of the rows', () => {
    const compiled = compileRecipe(recipe([digits]), columns);
    if (!compiled.ok) throw new Error(compiled.problems.map((problem) => problem()).join());
    compiled.mapper.map({ row: 2, cells: [n(1), n(45_000), s('5 EUR')] });
    expect(compiled.notes()).toMatchObject([{ kind: 'number-days', count: 1, rows: [2] }]);
  });

  it('are told by their place where a column or a country is not there', () => {
    const wrong = recipe([nothing, { column: 'Birth', do: [{ kind: 'country', country: 'XX' }] }]);
    expect(problemsOf(wrong, columns)).toEqual([expect.stringMatching(/^mends\[1\]\.column: no column with the header “Birth”/), expect.stringMatching(/^mends\[1\]\.do\[0\]\.country: /)]);
  });

  it('are read strictly, and by version 2 alone', () => {
    const problems = (value: unknown): readonly string[] => {
      const reading = readRecipe(value);
      return reading.ok ? [] : reading.problems;
    };
    expect(problems(recipe([nothing]))).toEqual([]);
    expect(problems({ ...recipe([nothing]), version: 1 })).toEqual(['version: must be 2, as version 1 does not know what stands in mends']);
    const wrong = { ...recipe([]), mends: [{ column: 'Born', do: [{ kind: 'trimm' }] }, { column: 'Born', do: [] }, { column: 'Born', do: [{ kind: 'set', valu: 'x' }] }, { column: 'Born', do: [{ kind: 'trim' }], when: 'never' }] };
    expect(problems(wrong)).toEqual([
      expect.stringMatching(/^mends\[0\]\.do\[0\]\.kind: expected one of the mends: replace, .*; found "trimm"$/),
      'mends[1].do: must have at least one entry',
      'mends[2].do[0].valu: unknown member, probably “value”; known here are kind, value',
      'mends[3].when: expected one of invalid, always; found "never"',
    ]);
  });
});
