import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell } from '#contract/cells.ts';
import { fieldTypes, type FieldRule, type Recipe, type SubscriptionRule } from '#contract/recipe.ts';
import type { MappedRow } from '#engine/mapping/index.ts';
import { columnsOf, d, e, keyed, mapCells, mapperOf, n, problemsOf, s } from './mapping.ts';

const second = { version: 2, invalid: 'field' } as const;

/** What is sent of a row and what is left out of it, or why it is invalid. */
function told(mapped: MappedRow): unknown {
  if (mapped.kind === 'empty') return 'empty';
  const errors = (mapped.kind === 'item' ? mapped.leftOut ?? [] : mapped.errors).map(({ field, value, reason, leftOut }) => `${leftOut === true ? '' : 'ROW '}${field} “${value}” ${reason}`);
  return mapped.kind === 'item' ? [JSON.parse(mapped.json), ...errors] : ['invalid', ...errors];
}

function mapped(fields: readonly FieldRule[], cells: readonly Cell[], rest: Partial<Recipe> = second): unknown {
  const recipe = keyed(fields, rest);
  return told(mapCells(recipe, columnsOf('Key', 'A', 'B', 'C', 'D'), cells));
}

describe('a value that is not valid, where only it is to be left out', () => {
  it('goes alone, and the rest of the row is sent', () => {
    const fields: FieldRule[] = [{ field: 'phone', type: 'phone', column: 'A', country: 'RU' }, { field: 'email', type: 'email', column: 'B' }];
    expect(mapped(fields, [s('12'), s('a@example.com')])).toEqual([{ key: 1, email: 'a@example.com' }, 'phone “12” incorrect-phone']);
    expect(mapped(fields, [s('12'), s('a@example.com')], { version: 2 })).toEqual(['invalid', 'ROW phone “12” incorrect-phone']);
  });

  it('is chosen for a field against what the recipe says for all', () => {
    const rule: FieldRule = { field: 'born', type: 'date', column: 'A' };
    expect(mapped([{ ...rule, invalid: 'field' }], [s('yesterday')], { version: 2 })).toEqual([{ key: 1 }, 'born “yesterday” incorrect-date']);
    expect(mapped([{ ...rule, invalid: 'row' }], [s('yesterday')])).toEqual(['invalid', 'ROW born “yesterday” incorrect-date']);
  });

  it('never goes alone where it is the match key', () => {
    const recipe: Recipe = { ...keyed([]), ...second };
    expect(told(mapperOf(recipe, columnsOf('Key')).map({ row: 2, cells: [s('x')] }))).toEqual(['invalid', 'ROW key “x” not-integer']);
    expect(problemsOf({ ...recipe, fields: [{ field: 'key', type: 'int', column: 'Key', invalid: 'field' }] }, columnsOf('Key'))[0]).toMatch(/^fields\[0\]\.invalid: .*match key/);
  });

  it('deletes and empties nothing, whatever an empty cell would do', () => {
    for (const empty of ['unset', 'send'] as const) {
      const fields: FieldRule[] = [{ field: 'tags', type: 'tags', column: 'A', valueMap: { a: 'A' }, empty }, { field: 'o', type: 'object', members: [{ name: 'm', type: 'int', column: 'B' }], empty }, { field: 'word', type: 'string', column: 'C', empty }];
      expect(mapped(fields, [s('b'), s('x'), e('#REF!')])).toEqual([{ key: 1 }, 'tags “b” not-in-list', 'o.m “x” not-integer', 'word “#REF!” cell-error']);
    }
  });

  it('leaves a row without a key invalid, and one without anything empty', () => {
    expect(told(mapperOf(keyed([{ field: 'n', type: 'int', column: 'A' }], second), columnsOf('Key', 'A')).map({ row: 2, cells: [null, s('x')] }))).toEqual(['invalid', 'ROW key “” key-missing', 'n “x” not-integer']);
    expect(told(mapperOf(keyed([{ field: 'n', type: 'int', column: 'A' }], second), columnsOf('Key', 'A')).map({ row: 2, cells: [null, s(' ')] }))).toBe('empty');
  });

  it('does not save a row that cannot be believed as a whole', () => {
    const mapper = mapperOf(keyed([{ field: 'n', type: 'int', column: 'A' }], second), columnsOf('Key', 'A'));
    expect(told(mapper.map({ row: 2, cells: [n(1), s('x')], flaw: 'long' }))).toEqual(['invalid', 'ROW row “” row-too-long']);
  });
});

describe('of a list only the bad member goes', () => {
  it.each<[string, Omit<FieldRule, 'field'>, Cell[], unknown]>([
    ['phones in a cell', { type: 'phones', column: 'A', country: 'RU' }, [s('+79161234567, 12, 8 916 765-43-21')], [['+79161234567', '+79167654321'], '12 incorrect-phone']],
    ['phones in several columns', { type: 'phones', columns: ['A', 'B'], country: 'RU' }, [s('+79161234567'), s('12')], [['+79161234567'], '12 incorrect-phone']],
    ['a phone with an extension', { type: 'phones', column: 'A' }, [s('+79161234567; +79167654321 ext. 5')], [['+79161234567'], '+79167654321 ext. 5 phone-extension']],
    ['the only phone', { type: 'phones', column: 'A' }, [s('12')], [undefined, '12 incorrect-phone']],
    ['tags that a map does not name', { type: 'tags', column: 'A', valueMap: { a: 'A', b: 'B' } }, [s('a, x, "y, z", b')], [['A', 'B'], 'x not-in-list', 'y, z not-in-list']],
    ['tags that are too long', { type: 'tags', column: 'A' }, [s(`a,${'x'.repeat(65_536)},b`)], [['a', 'b'], `${'x'.repeat(200)} text-too-long`]],
    ['tags whose digits are lost', { type: 'tags', column: 'A' }, [s('a,1.23457E+12')], [['a'], '1.23457E+12 digits-lost']],
    ['a list nobody can take apart', { type: 'tags', column: 'A' }, [s('"a, b')], [undefined, '"a, b list-quote-open']],
    ['a cell that is an error', { type: 'tags', columns: ['A', 'B'] }, [s('a'), e('#N/A')], [['a'], '#N/A cell-error']],
  ])('%s', (_, rule, cells, expected) => {
    const [value, ...errors] = expected as readonly [unknown, ...string[]];
    const twice = mapperOf(keyed([{ field: 'list', ...rule }], second), columnsOf('Key', 'A', 'B'));
    // Lists are remembered by their text; what is told of them is told each time.
    for (const row of [2, 3]) {
      const [item, ...found] = told(twice.map({ row, cells: [n(1), ...cells] })) as [Record<string, unknown>, ...string[]];
      expect(item['list']).toEqual(value);
      expect(found.map((text) => text.replace(/^list “(.*)” /s, '$1 '))).toEqual(errors);
    }
    expect(told(mapperOf(keyed([{ field: 'list', ...rule }], { version: 2 }), columnsOf('Key', 'A', 'B')).map({ row: 2, cells: [n(1), ...cells] }))).toEqual(expect.arrayContaining(['invalid']));
  });

  it('of an object only the bad member, of a template all of it', () => {
    const fields: FieldRule[] = [
      { field: 'address', type: 'object', members: [{ name: 'city', type: 'string', column: 'A' }, { name: 'flat', type: 'int', column: 'B' }] },
      { field: 'line', type: 'string', template: '{A}, {C}' },
    ];
    expect(mapped(fields, [s('Riga'), s('x'), e('#REF!')])).toEqual([{ key: 1, address: { city: 'Riga' } }, 'address.flat “x” not-integer', 'line “#REF!” cell-error']);
  });

  it('a constant or a value map that is wrong is a problem of the recipe all the same', () => {
    expect(problemsOf(keyed([{ field: 'p', type: 'phones', value: '+79161234567, 12' }], second), columnsOf('Key'))).toHaveLength(1);
    expect(problemsOf(keyed([{ field: 'p', type: 'tags', column: 'Key', valueMap: { a: '1.23457E+12,b' } }], second), columnsOf('Key'))).toHaveLength(1);
  });
});

describe('within subscriptions only that entry goes', () => {
  const first: SubscriptionRule = { channel: 'email', resource_id: 1, email: { column: 'A' }, status: { column: 'B' }, custom_fields: [{ field: 'n', type: 'int', column: 'C' }] };
  const other: SubscriptionRule = { channel: 'sms', resource_id: 2, phone: { column: 'D' } };
  const columns = columnsOf('Key', 'A', 'B', 'C', 'D');
  const sms = { channel: 'sms', resource_id: 2, phone: '+79161234567' };
  const cells = (email: string, status: string, field: string): Cell[] => [s(email), s(status), s(field), s('+79161234567')];
  const map = (rule: SubscriptionRule, of: Cell[], rest: Partial<Recipe> = second): unknown => told(mapCells(keyed([], { ...rest, subscriptions: [rule, other] }), columns, of));

  it('with a status that is none, which would else be the platform’s own choice', () => {
    expect(map(first, cells('a@example.com', 'maybe', '1'))).toEqual([{ key: 1, subscriptions: [sms] }, 'subscriptions[0].status “maybe” unknown-status']);
    expect(map(first, cells('a@example.com', '1', '1'))).toEqual([{ key: 1, subscriptions: [sms] }, 'subscriptions[0].status “1” status-digit']);
  });

  it('with a contact or a field that is wrong', () => {
    expect(map(first, cells('nobody', 'subscribed', '1'))).toEqual([{ key: 1, subscriptions: [sms] }, 'subscriptions[0].email “nobody” incorrect-email']);
    expect(map(first, cells('a@example.com', 'subscribed', 'x'))).toEqual([{ key: 1, subscriptions: [sms] }, 'subscriptions[0].custom_fields.n “x” not-integer']);
  });

  it('but for a field that says for itself what becomes of it', () => {
    const alone = map({ ...first, custom_fields: [{ field: 'n', type: 'int', column: 'C', invalid: 'field' }] }, cells('a@example.com', 'subscribed', 'x'));
    expect(alone).toEqual([{ key: 1, subscriptions: [{ channel: 'email', resource_id: 1, email_data: { email: 'a@example.com' }, status: 'subscribed' }, sms] }, 'subscriptions[0].custom_fields.n “x” not-integer']);
    const row = map({ ...first, custom_fields: [{ field: 'n', type: 'int', column: 'C', invalid: 'row' }] }, cells('a@example.com', 'maybe', 'x'));
    expect(row).toEqual(['invalid', 'subscriptions[0].status “maybe” unknown-status', 'ROW subscriptions[0].custom_fields.n “x” not-integer']);
  });

  it('by its own word against that of the recipe', () => {
    expect(map({ ...first, invalid: 'row' }, cells('nobody', 'subscribed', '1'))).toEqual(['invalid', 'ROW subscriptions[0].email “nobody” incorrect-email']);
    expect(map({ ...first, invalid: 'field' }, cells('nobody', 'subscribed', '1'), { version: 2 })).toEqual([{ key: 1, subscriptions: [sms] }, 'subscriptions[0].email “nobody” incorrect-email']);
  });

  it('but not where it names the profile', () => {
    const recipe: Recipe = { version: 2, invalid: 'field', request: { db_id: 1, matching: 'email_phone_sub' }, fields: [{ field: 'x', type: 'string', value: 'y' }], subscriptions: [first, other] };
    const by = (of: Cell[]): unknown => told(mapperOf(recipe, columns).map({ row: 2, cells: [null, ...of] }));
    expect(by(cells('nobody', 'subscribed', '1'))).toEqual(['invalid', 'ROW subscriptions[0].email “nobody” incorrect-email']);
    expect(by(cells('a@example.com', 'maybe', '1'))).toEqual(['invalid', 'ROW subscriptions[0].status “maybe” unknown-status']);
    expect(by([s('a@example.com'), s('subscribed'), null, s('12')])).toMatchObject([{ subscriptions: [{ channel: 'email' }] }, 'subscriptions[1].phone “12” incorrect-phone']);
    // An empty contact is no wrong one: the next names the profile, as ever.
    expect(by([null, null, null, s('+79161234567')])).toMatchObject([{ subscriptions: [sms] }]);
  });

  it('also where a field of the profile names it before', () => {
    const recipe: Recipe = { version: 2, invalid: 'field', request: { db_id: 1, matching: 'email' }, fields: [{ field: 'email', type: 'email', column: 'Key' }], subscriptions: [first] };
    const by = (...of: Cell[]): unknown => told(mapperOf(recipe, columns).map({ row: 2, cells: of }));
    expect(by(s('a@example.com'), s('nobody'), s('subscribed'))).toEqual([{ email: 'a@example.com' }, 'subscriptions[0].email “nobody” incorrect-email']);
    expect(by(null, s('nobody'), s('subscribed'))).toEqual(['invalid', 'ROW email “” key-missing', 'ROW subscriptions[0].email “nobody” incorrect-email']);
  });

  it('custom_sub: the entry that has the key never goes alone', () => {
    const data = (column: string): SubscriptionRule => ({ channel: 'viber', resource_id: 1, phone: { column: 'D' }, cc_data: [{ field: 'id', type: 'int', column }] });
    const recipe: Recipe = { version: 2, invalid: 'field', request: { db_id: 1, matching: 'custom_sub', field_name: 'id' }, fields: [{ field: 'x', type: 'string', value: 'y' }], subscriptions: [data('A'), data('B')] };
    const by = (...of: Cell[]): unknown => told(mapperOf(recipe, columns).map({ row: 2, cells: [null, ...of] }));
    expect(by(s('x'), n(2), null, s('+79161234567'))).toEqual(['invalid', 'ROW subscriptions[0].cc_data.id “x” not-integer']);
    expect(by(n(1), s('x'), null, s('+79161234567'))).toMatchObject([{ subscriptions: [{ cc_data: { id: 1 } }] }, 'subscriptions[1].cc_data.id “x” not-integer']);
  });
});

describe('phones that need only be as long as one', () => {
  const as = (check: 'valid' | 'possible' | undefined, text: string, country?: string): unknown => {
    const [first, error] = mapped([{ field: 'p', type: 'phone', column: 'A', check, country, invalid: 'field' }], [s(text)]) as [{ p?: string }, string?];
    return first.p ?? error?.replace(/.* /s, '');
  };

  it.each([
    ['+70001234567', undefined, 'incorrect-phone', '+70001234567'],
    ['8 (000) 123-45-67', 'RU', 'incorrect-phone', '+70001234567'],
    ['0001234567', 'RU', 'incorrect-phone', '+70001234567'],
    ['+79161234567', undefined, '+79161234567', '+79161234567'],
    ['+7916123', undefined, 'incorrect-phone', 'incorrect-phone'],
    ['+7916123456789', undefined, 'incorrect-phone', 'incorrect-phone'],
    ['+9991234567', undefined, 'incorrect-phone', 'incorrect-phone'],
    ['0001234567', undefined, 'incorrect-phone', 'incorrect-phone'],
    ['+70001234567 ext. 5', undefined, 'phone-extension', 'phone-extension'],
    ['+7 8 000 123 45 67', undefined, 'incorrect-phone', 'phone-trunk'],
    ['+70001234567, +70001234568', undefined, 'several-phones', 'several-phones'],
    ['phone +70001234567', undefined, 'incorrect-phone', 'incorrect-phone'],
    ['+491531234567', undefined, 'incorrect-phone', '+491531234567'],
    ['0153 12345678', 'DE', 'incorrect-phone', '+4915312345678'],
    ['810 000 1234', 'US', 'incorrect-phone', '+18100001234'],
    ['011 0123 4567', 'IN', 'incorrect-phone', '+911101234567'],
    ['8 10 44 20 7946 0958', 'RU', '+442079460958', '+442079460958'],
  ])('%s of %s', (text, country, valid, possible) => {
    expect(as(undefined, text, country)).toBe(valid);
    expect(as('valid', text, country)).toBe(valid);
    expect(as('possible', text, country)).toBe(possible);
  });

  it.each([
    ['00 44 20 7946 0958', 'RU'], ['0044 20 7946 0958', 'KZ'], ['00 380 44 123 4567', 'RU'], ['00 86 10 1234 5678', 'KZ'], ['(00)44 20 0000 0000', 'RU'], ['00 44 20 7946 0958', 'JP'],
    ['+00 44 20 7946 0958', 'RU'], ['+7 00 44 20 7946 0958', 'RU'], ['011 44 20 7946 0958', 'DE'], ['011 44 20 0000 0000', 'DE'], ['011 44 20 7946 0958', 'ID'],
    ['+43 43 664 1234567', 'AT'], ['0 43 664 1234567', 'AT'], ['+7 7 916 123 45 67', 'RU'], ['79161234567', 'AT'],
    ['+7 8916123456', undefined], ['8916123456', 'RU'], ['8 916 123 45 67 1234', 'RU'], ['+7 916 123 45 67 1234', undefined],
  ])('never what is surely another number: %s in %s', (text, country) => {
    expect(as('possible', text, country)).toBe('incorrect-phone');
  });

  it('also in lists, objects and subscriptions', () => {
    const recipe = keyed([{ field: 'p', type: 'phones', column: 'A', check: 'possible' }, { field: 'o', type: 'object', members: [{ name: 'p', type: 'phone', column: 'A', check: 'possible' }] }], { version: 2, subscriptions: [{ channel: 'sms', resource_id: 1, phone: { column: 'A', check: 'possible' } }] });
    expect(told(mapCells(recipe, columnsOf('Key', 'A'), [s('+70001234567')]))).toMatchObject([{ p: ['+70001234567'], o: { p: '+70001234567' }, subscriptions: [{ phone: '+70001234567' }] }]);
  });
});

describe('any cells at all', () => {
  const text = fc.constantFrom('', ' ', 'x', '1', '1,5', '31.12.2024', 'да', 'M', 'a@example.com', 'a@b', '8 900 123-45-67', '12', '"', '192.0.2.1', 'RU', 'Europe/Moscow', 'subscribed', '1.12.0', '{"a":1}', '[{"a":1}]');
  const cell: fc.Arbitrary<Cell> = fc.oneof(fc.constant(null), text.map(s), fc.double().filter(Number.isFinite).map((v) => n(v)), fc.constantFrom('2024-01-31', 'x').map((v) => d(v)), fc.boolean().map((v): Cell => ({ t: 'b', v })), fc.constantFrom('#N/A', '#REF!').map(e), fc.constantFrom('uncalculated', 'damaged', 'control', 'absent').map((why): Cell => ({ t: 'x', v: '', why })));
  const absent: Cell = { t: 'x', v: '', why: 'absent' };
  const fields = fieldTypes.map((type): FieldRule => ({ field: `a ${type}`, type, column: type, ...(type.startsWith('phone') ? { country: 'RU' } : {}), ...(type === 'date' ? { empty: 'unset' } : {}) }));
  const members = ['email', 'status', 'priority', 'cats', 'own'].map((name) => `S ${name}`);
  const columns = columnsOf('Key', ...fieldTypes, ...members);
  const subscriptions: SubscriptionRule[] = [{ channel: 'email', resource_id: 28, email: { column: 'S email' }, status: { column: 'S status' }, priority: { column: 'S priority' }, cats: { column: 'S cats' }, custom_fields: [{ field: 'own', type: 'int', column: 'S own' }] }];
  const lenient = mapperOf(keyed(fields, { ...second, subscriptions }), columns);
  const strict = mapperOf(keyed(fields, { version: 2, subscriptions }), columns);

  it('beside a valid match key are ready, with the item of the row whose bad cells are not there', () => {
    fc.assert(
      fc.property(fc.array(cell, { minLength: columns.length - 1, maxLength: columns.length - 1 }), (others) => {
        const cells = [n(1), ...others];
        const found = lenient.map({ row: 2, cells });
        if (found.kind !== 'item') throw new Error(`it is ${found.kind}`);
        const bad = found.leftOut ?? [];
        const without = [...cells];
        const isEntry = bad.some(({ field }) => field.startsWith('subscriptions'));
        columns.forEach(({ index, letter, header }) => {
          if (bad.some(({ column }) => column === letter) || (isEntry && header.startsWith('S '))) without[index] = absent;
        });
        expect(bad.every(({ leftOut }) => leftOut === true)).toBe(true);
        expect(strict.map({ row: 2, cells: without })).toEqual({ kind: 'item', key: '1', json: found.json });
        const asRow = strict.map({ row: 2, cells });
        expect(new Set((asRow.kind === 'invalid' ? asRow.errors : []).map(({ column }) => column))).toEqual(new Set(bad.map(({ column }) => column)));
      }),
      { seed: 20_261_127, numRuns: 2_000 },
    );
  });
});
