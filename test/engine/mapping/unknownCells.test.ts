import { describe, expect, it } from 'vitest';
import type { Cell, FlawKind, ValueCell } from '#contract/cells.ts';
import type { FieldRule, Recipe } from '#contract/recipe.ts';
import { hidesValue, noDayText } from '#contract/cells.ts';
import { columnsOf, keyed, mapperOf, n, s } from './mapping.ts';

const x = (why: FlawKind, v = ''): Cell => ({ t: 'x', why, v });
const under = (v: ValueCell): Cell => ({ t: 'm', v });
const absent = x('absent');
const hidden = (v: number): ValueCell => ({ t: 'n', v, text: '', f: ';;;' });
const columns = columnsOf('Key', 'A', 'B');

function item(rule: FieldRule | readonly FieldRule[], cells: readonly Cell[], rest: Partial<Recipe> = {}): string {
  const mapped = mapperOf(keyed([rule].flat(), { version: 2, ...rest }), columns).map({ row: 2, cells: [n(1), ...cells] });
  if (mapped.kind === 'item') return mapped.json.slice('{"key":1'.length, -1);
  return mapped.kind === 'empty' ? 'empty' : mapped.errors.map(({ field, reason }) => `${field} ${reason}`).join(', ');
}

const a: FieldRule = { field: 'a', type: 'string', column: 'A' };
const deleted = ',"a":{"action":"unset"}';

describe('a cell without a value', () => {
  it.each<[string, FieldRule, readonly Cell[], string]>([
    ['an empty cell deletes', a, [null], deleted],
    ['so does white space', a, [s(' \u00A0')], deleted],
    ['and what nobody sees', a, [s('\u200B\uFEFF')], deleted],
    ['a cell that is not there does not', a, [absent], ''],
    ['a cell under a merge does not', a, [under({ t: 's', v: 'Acme' })], ''],
    ['with its value it is written', { ...a, merged: 'value' }, [under({ t: 's', v: 'Acme' })], ',"a":"Acme"'],
    ['and read as its type', { field: 'a', type: 'int', column: 'A', merged: 'value' }, [under({ t: 's', v: 'Acme' })], 'a not-integer'],
    ['an error under a merge is one', { ...a, merged: 'value' }, [under({ t: 'e', v: '#N/A' })], 'a cell-error'],
    ['a formula without a result is refused', a, [x('uncalculated')], 'a formula-uncalculated'],
    ['a damaged one', a, [x('damaged', 'Ив\uFFFDн')], 'a cell-damaged'],
    ['one with a zero byte', a, [x('control', 'a\u0000')], 'a control-character'],
    ['a list with one column not there and the other empty', { field: 'a', type: 'phones', columns: ['A', 'B'] }, [null, absent], ''],
    ['a list of empty ones', { field: 'a', type: 'phones', columns: ['A', 'B'] }, [null, null], deleted],
    ['a list with one of two merged', { field: 'a', type: 'tags', columns: ['A', 'B'], merged: 'value' }, [s('x'), under({ t: 's', v: 'y' })], ',"a":["x","y"]'],
    ['a template of cells that are not there', { field: 'a', type: 'string', template: '{A} {B}' }, [null, absent], ''],
    ['a template of empty cells', { field: 'a', type: 'string', template: '{A} {B}' }, [null, null], deleted],
    ['a template with the merge’s value', { field: 'a', type: 'string', template: '{A} {B}', merged: 'value' }, [s('x'), under({ t: 's', v: 'y' })], ',"a":"x y"'],
    ['a template with a damaged cell', { field: 'a', type: 'string', template: '{A} {B}' }, [s('x'), x('damaged', '\uFFFD')], 'a cell-damaged'],
    ['an object with a member not there', { field: 'a', type: 'object', members: [{ name: 'x', type: 'string', column: 'A' }, { name: 'y', type: 'string', column: 'B' }] }, [null, absent], ''],
    ['an object of empty cells', { field: 'a', type: 'object', members: [{ name: 'x', type: 'string', column: 'A' }, { name: 'y', type: 'string', column: 'B' }] }, [null, null], deleted],
    ['an object with the values of merges', { field: 'a', type: 'object', merged: 'value', members: [{ name: 'x', type: 'string', column: 'A' }] }, [under({ t: 's', v: 'y' })], ',"a":{"x":"y"}'],
    ['a value mapped to nothing', { ...a, valueMap: { '-': null } }, [s('-')], deleted],
    ['the same under a merge', { ...a, valueMap: { '-': null } }, [under({ t: 's', v: '-' })], ''],
    ['the word to delete by, under a merge', { ...a, unsetWord: 'none' }, [under({ t: 's', v: 'none' })], ''],
    ['that word as the merge’s value', { ...a, unsetWord: 'none', merged: 'value' }, [under({ t: 's', v: 'none' })], deleted],
    ['that word in a damaged cell', { ...a, unsetWord: 'none' }, [x('damaged', 'none')], 'a cell-damaged'],
    ['that word with a mark nobody sees', { ...a, unsetWord: 'Йod' }, [s('и\u0306OD\u200B')], deleted],
    ['a number that its format hides deletes nothing', a, [hidden(5)], ''],
    ['a day that its format hides', a, [{ t: 'd', v: '2024-01-31T00:00:00', text: '', f: '[>1]"";dd.mm.yyyy' }], ''],
    ['a hidden number as the merge’s value', { ...a, merged: 'value' }, [under(hidden(5))], ''],
    ['a hidden number for a number', { field: 'a', type: 'int', column: 'A' }, [hidden(5)], ',"a":5'],
    ['a text that its format hides', a, [{ t: 's', v: '', written: 'x', f: ';;;' }], ''],
    ['for tags', { field: 'a', type: 'tags', columns: ['A', 'B'] }, [hidden(5), null], ''],
    ['in a template', { field: 'a', type: 'string', template: '{A} {B}' }, [null, hidden(0)], ''],
    ['through a part', { ...a, part: { from: 1, length: 2 } }, [hidden(5)], ''],
    ['through a value map, which names what is shown', { ...a, valueMap: { 5: 'five' } }, [hidden(5)], ''],
    ['in an object', { field: 'a', type: 'object', members: [{ name: 'x', type: 'string', column: 'A' }, { name: 'y', type: 'string', column: 'B' }] }, [hidden(5), null], ''],
  ])('%s', (_, rule, cells, expected) => {
    expect(item({ ...rule, empty: 'unset' }, cells)).toBe(expected);
    if (rule.unsetWord === undefined) expect(item(rule, cells, { empty: 'unset' })).toBe(expected);
    const sent = expected.replace('{"action":"unset"}', rule.type === 'object' ? '{}' : rule.type === 'phones' || rule.type === 'tags' ? '[]' : '""');
    if (rule.type !== 'int' && rule.unsetWord === undefined) expect(item({ ...rule, empty: 'send' }, cells)).toBe(sent);
  });

  it.each<[string, FieldRule]>([
    ...(['string', 'int', 'float', 'date', 'datetime', 'bool', 'phone', 'phones', 'tags', 'gender', 'enum', 'object'] as const).map((type): [string, FieldRule] => [type, { field: 'a', type, column: 'A', ...(type === 'enum' ? { values: [-1] } : {}) }]),
    ['template', { field: 'a', type: 'string', template: '{A}!' }],
    ['value map', { ...a, valueMap: { '-1': 'x' } }],
    ['part', { ...a, part: { from: 1, length: 2 } }],
    ['object', { field: 'a', type: 'object', members: [{ name: 'x', type: 'string', column: 'A' }] }],
    ['merge', { ...a, merged: 'value' }],
  ])('refuses a number where Excel shows ####, whatever it is for: %s', (name, rule) => {
    const cell: ValueCell = { t: 'n', v: -1, text: noDayText, f: 'dd.mm.yyyy' };
    expect(item(rule, [name === 'merge' ? under(cell) : cell])).toMatch(/^a(?:\.x)? no-such-day$/);
  });

  it('leaves members of subscriptions out, and refuses damaged ones', () => {
    const subscriptions: Recipe['subscriptions'] = [{ channel: 'email', resource_id: 3, email: { column: 'A' }, custom_fields: [{ field: 'f', type: 'string', column: 'B', empty: 'unset' }] }];
    expect(item([], [absent, null], { subscriptions })).toBe('');
    expect(item([], [s('a@example.com'), absent], { subscriptions })).not.toContain('unset');
    expect(item([], [s('a@example.com'), null], { subscriptions })).toContain('"custom_fields":{"f":{"action":"unset"}}');
    expect(item([], [s('a@example.com'), x('damaged', '\uFFFD')], { subscriptions })).toBe('subscriptions[0].custom_fields.f cell-damaged');
    expect(item([], [under({ t: 's', v: 'a@example.com' })], { subscriptions })).toBe('');
    const merged: Recipe['subscriptions'] = [{ channel: 'other', code: 'max', resource_id: 3, cc_data: [{ field: 'id', type: 'string', column: 'A', merged: 'value' }] }];
    expect(item([], [under({ t: 's', v: 'u1' })], { subscriptions: merged })).toContain('"cc_data":{"id":"u1"}');
  });

  it('is no key, and says so', () => {
    const recipe = keyed([a]);
    const text: Recipe = { ...recipe, fields: [{ field: 'key', type: 'string', column: 'Key' }, a] };
    const mapped = (cell: Cell) => mapperOf(cell !== null && hidesValue(cell) ? text : recipe, columns).map({ row: 2, cells: [cell, s('x')] });
    for (const cell of [null, absent, under({ t: 'n', v: 1 }), hidden(1)]) expect(mapped(cell)).toMatchObject({ kind: 'invalid', errors: [{ column: 'A', field: 'key', reason: 'key-missing' }] });
    expect(mapped(x('damaged', '\uFFFD'))).toMatchObject({ kind: 'invalid', errors: [{ reason: 'cell-damaged' }] });
    const byMerge = mapperOf({ ...recipe, version: 2, fields: [{ field: 'key', type: 'int', column: 'Key', merged: 'value' }, a] }, columns);
    expect(byMerge.map({ row: 2, cells: [under({ t: 'n', v: 1 }), s('x')] })).toMatchObject({ kind: 'item', key: '1' });
  });

  it('makes an empty row where there is nothing else, and no invalid one', () => {
    const mapper = mapperOf(keyed([a]), columns);
    for (const cells of [[null], [absent, absent], [s('\u200B')], [under({ t: 'n', v: 1 }), under({ t: 's', v: 'x' })]]) expect(mapper.map({ row: 2, cells })).toEqual({ kind: 'empty' });
  });
});

describe('a row that cannot be believed', () => {
  it.each([['long', 'row-too-long'], ['cut', 'row-cut-off']] as const)('because it is %s is refused as a whole', (flaw, reason) => {
    const mapper = mapperOf(keyed([{ field: 'a', type: 'int', column: 'A' }], { empty: 'unset' }), columns);
    expect(mapper.map({ row: 151, cells: [n(1), s('LLC')], flaw })).toEqual({
      kind: 'invalid',
      errors: [{ row: 151, column: null, header: null, field: 'row', value: '', reason }],
    });
  });
});

describe('keys that look the same', () => {
  it('are one key, and what is sent is what is compared', () => {
    const mapper = mapperOf({ version: 2, request: { db_id: 1, matching: 'custom', field_name: 'key' }, fields: [{ field: 'key', type: 'string', column: 'Key' }] }, columns);
    const key = (text: string) => mapper.map({ row: 2, cells: [s(text), s('x')] });
    for (const text of ['Йод-1', 'И\u0306од-1', '\uFEFFЙод-1\u200B', 'Йод\u200B-1\u00A0']) expect(key(text)).toEqual({ kind: 'item', key: 'Йод-1', json: '{"key":"Йод-1"}' });
    expect(key('\u200B')).toMatchObject({ kind: 'invalid', errors: [{ reason: 'key-missing' }] });
  });
});
