import { describe, expect, it } from 'vitest';
import type { Cell } from '#contract/cells.ts';
import { readRecipe, type FieldRule, type Recipe } from '#contract/recipe.ts';
import { xmlItem } from '#engine/api/xmlBody.ts';
import { columnsOf, d, e, keyed, mapCells, n, problemsOf, s } from '../mapping.ts';

const columns = columnsOf('Key', 'City', 'Flat', 'Moved in', 'Phone');
const city = { name: 'city', type: 'string', column: 'City' } as const;
const flat = { name: 'flat', type: 'int', column: 'Flat' } as const;
const address = { field: 'address', type: 'object', members: [city, flat] } as const satisfies Partial<FieldRule>;

/** What the row's other members are, as JSON behind the key, or its errors. */
function written(rule: Partial<FieldRule>, cells: readonly Cell[], rest: Partial<Recipe> = {}): unknown {
  const reading = readRecipe({ ...keyed([]), version: 2, ...rest, fields: [...keyed([]).fields, { ...address, ...rule }] });
  if (!reading.ok) throw new Error(reading.problems.join('\n'));
  const mapped = mapCells(reading.recipe, columns, cells);
  if (mapped.kind === 'invalid') return mapped.errors;
  return mapped.kind === 'item' ? mapped.json.slice('{"key":1'.length, -1).replace(/^,/, '') : mapped.kind;
}

const riga = [s(' Riga '), s('0012'), d('2024-12-31T00:00:00', '31.12.2024'), s('8 900 123-45-67')];

describe('an object of several columns', () => {
  it.each<[string, Partial<FieldRule>, string, string]>([
    ['as it stands', {}, '"address":{"city":"Riga","flat":12}', '<address><city>Riga</city><flat>12</flat></address>'],
    ['set', { action: 'set' }, '"address":{"action":"set","value":{"city":"Riga","flat":12}}', '<address><action>set</action><value><city>Riga</city><flat>12</flat></value></address>'],
    [
      'put at a path',
      { action: 'upsert', submatch: 'home', valueType: 'object' },
      '"address":{"action":"upsert","value":{"city":"Riga","flat":12},"submatch":"home"}',
      '<address><action>upsert</action><value><city>Riga</city><flat>12</flat></value><submatch>home</submatch></address>',
    ],
    [
      'put at a path as a list',
      { action: 'upsert', submatch: 'homes', valueType: 'arr_object' },
      '"address":{"action":"upsert","value":[{"city":"Riga","flat":12}],"submatch":"homes"}',
      "<address><action>upsert</action><value array='true'><city>Riga</city><flat>12</flat></value><submatch>homes</submatch></address>",
    ],
    ['as the only one of a list', { type: 'arr_object' }, '"address":[{"city":"Riga","flat":12}]', "<address array='true'><city>Riga</city><flat>12</flat></address>"],
    [
      'added to a list',
      { type: 'arr_object', action: 'add', submatch: 'id' },
      '"address":{"action":"add","value":[{"city":"Riga","flat":12}],"submatch":"id"}',
      "<address><action>add</action><value array='true'><city>Riga</city><flat>12</flat></value><submatch>id</submatch></address>",
    ],
    [
      'deleted from a list',
      { type: 'arr_object', action: 'delete', submatch: 'id' },
      '"address":{"action":"delete","value":[{"city":"Riga","flat":12}],"submatch":"id"}',
      "<address><action>delete</action><value array='true'><city>Riga</city><flat>12</flat></value><submatch>id</submatch></address>",
    ],
  ])('%s', (_, rule, json, xml) => {
    expect(written(rule, riga)).toBe(json);
    expect(xmlItem(`{${json}}`)).toEqual({ ok: true, xml: `<data>${xml}</data>` });
  });

  it('has members of every source and option that a field has', () => {
    const members: FieldRule['members'] = [
      { name: 'kind', type: 'string', value: 'home' },
      { name: 'line', type: 'string', template: '{City}, {Flat}', case: 'upper' },
      { name: 'since', type: 'datetime', column: 'Moved in', zone: 'Europe/Riga' },
      { name: 'phone', type: 'phone', column: 'Phone', country: 'RU' },
      { name: 'code', type: 'string', column: 'Phone', part: { separator: ' ', at: 2 }, valueMap: { 900: 'mobile' } },
      { name: 'more', type: 'object', value: '{"a":1}' },
    ];
    expect(written({ members }, riga)).toBe(
      '"address":{"kind":"home","line":"RIGA, 0012","since":"2024-12-31T00:00:00+02:00","phone":"+79001234567","code":"mobile","more":{"a":1}}',
    );
  });

  it('leaves out the members of empty cells', () => {
    expect(written({}, [s('Riga'), s(' ')])).toBe('"address":{"city":"Riga"}');
    expect(written({}, [null, n(12)])).toBe('"address":{"flat":12}');
  });

  it('counts as an empty cell where all its cells are empty, whatever is the same for every row', () => {
    const members = [{ name: 'kind', type: 'string', value: 'home' }, city] as const;
    for (const own of [address.members, members]) {
      const rule = { members: [...own] };
      expect(written(rule, [s(' ')])).toBe('');
      expect(written({ ...rule, empty: 'unset' }, [])).toBe('"address":{"action":"unset"}');
      expect(written({ ...rule, empty: 'send' }, [])).toBe('"address":{}');
      expect(written(rule, [], { empty: 'unset' })).toBe('"address":{"action":"unset"}');
      expect(written({ ...rule, type: 'arr_object' }, [], { empty: 'send' })).toBe('"address":[]');
    }
    expect(written({ members: [...members] }, [s('Riga')])).toBe('"address":{"kind":"home","city":"Riga"}');
    expect(written({ members: [members[0]] }, [])).toBe('"address":{"kind":"home"}');
  });

  it('tells what is wrong with a member by its column, header, value and path', () => {
    expect(written({ empty: 'unset' }, [e('#N/A'), s('12a')])).toEqual([
      { row: 2, column: 'B', header: 'City', field: 'address.city', value: '#N/A', reason: 'cell-error' },
      { row: 2, column: 'C', header: 'Flat', field: 'address.flat', value: '12a', reason: 'not-integer' },
    ]);
    const rule: FieldRule = { ...address, members: [...address.members] };
    const sub: Recipe['subscriptions'] = [{ channel: 'email', resource_id: 1, email: { value: 'a@example.com' }, custom_fields: [rule] }];
    expect(written({ field: 'other' }, [null, s('x')], { subscriptions: sub })).toMatchObject([{ field: 'other.flat' }, { column: 'C', field: 'subscriptions[0].custom_fields.address.flat', value: 'x' }]);
  });

  it('is never taken for a functional update', () => {
    const members = [{ name: 'action', type: 'string', column: 'City' }] as const;
    expect(written({ members: [...members] }, [s('unset')])).toBe('"address":{"action":"set","value":{"action":"unset"}}');
    expect(written({ members: [...members, flat] }, [null, n(1)])).toBe('"address":{"flat":1}');
  });

  it('may have a member of any name', () => {
    expect(written({ members: [{ ...city, name: '__proto__' }, { ...flat, name: 'a "b"' }] }, riga)).toBe('"address":{"__proto__":"Riga","a \\"b\\"":12}');
  });

  it('can be a member of a subscription’s data', () => {
    const rule: FieldRule = { ...address, members: [...address.members] };
    const subscriptions: Recipe['subscriptions'] = [{ channel: 'other', code: 'max', resource_id: 1, cc_data: [rule] }];
    expect(written({ type: 'string', members: undefined, value: 'x' }, riga, { subscriptions })).toBe(
      '"address":"x","subscriptions":[{"channel":"max","resource_id":1,"cc_data":{"address":{"city":"Riga","flat":12}}}]',
    );
  });

  it.each<[string, NonNullable<FieldRule['members']>, string]>([
    ['a column that is not there', [{ ...city, column: 'Citty' }], 'fields[1].members[0].column: no column with the header “Citty”; nearest: “City”'],
    ['a wrong constant', [city, { name: 'n', type: 'int', value: 'x' }], 'fields[1].members[1].value: "x": not a whole number'],
    ['an empty constant', [city, { name: 'n', type: 'string', value: ' ' }], 'fields[1].members[1].value: a constant must not be empty; leave the member out instead'],
    ['a zone that is none', [{ name: 'd', type: 'datetime', column: 'City', zone: 'Nowhere' }], 'fields[1].members[0].zone: no time zone “Nowhere”; expected an offset such as +03:00 or a name such as Europe/Moscow'],
    ['a template that is none', [{ name: 't', type: 'string', template: '{' }], 'fields[1].members[0].template: a single { stands for nothing; a column is written {Header}, a brace {{'],
  ])('with %s is a problem', (_, members, problem) => {
    expect(problemsOf(keyed([{ ...address, members }], { version: 2 }), columns)).toEqual([problem]);
  });
});
