import { describe, expect, it } from 'vitest';
import type { FieldRule, Recipe } from '#contract/recipe.ts';
import { defaultSettings } from '#engine/mapping/index.ts';
import { columnsOf, d, e, keyed, mapperOf, n, s } from './mapping.ts';

describe('a row', () => {
  const columns = columnsOf('Key', 'Email', 'Unmapped');
  const mapper = mapperOf(keyed([{ field: 'email', type: 'email', column: 'Email' }]), columns);

  it('is empty where every cell is, or holds white space', () => {
    expect(mapper.map({ row: 5, cells: [] })).toEqual({ kind: 'empty' });
    expect(mapper.map({ row: 5, cells: [null, s(' \u00A0'), null, s('\t')] })).toEqual({ kind: 'empty' });
  });

  it('is not empty where an unmapped column holds something', () => {
    expect(mapper.map({ row: 5, cells: [null, null, s('x')] })).toEqual({
      kind: 'invalid',
      errors: [{ row: 5, column: 'A', header: 'Key', field: 'key', value: '', reason: 'key-missing' }],
    });
  });

  it('names the number in the cell where the display alone is a whole one', () => {
    for (const [cell, value] of [[n(12.5, '13'), '13 (= 12.5)'], [n(1234.6, '1,235'), '1,235 (= 1234.6)'], [n(12.5), '12.5']] as const) {
      expect(mapper.map({ row: 7, cells: [cell] })).toMatchObject({ errors: [{ reason: 'not-integer', value }] });
    }
  });

  it('is told all its errors, each with row, column, header, field and value', () => {
    expect(mapper.map({ row: 7, cells: [n(12.5, '12,50'), s(' bad ')] })).toEqual({
      kind: 'invalid',
      errors: [
        { row: 7, column: 'A', header: 'Key', field: 'key', value: '12,50', reason: 'not-integer' },
        { row: 7, column: 'B', header: 'Email', field: 'email', value: ' bad ', reason: 'incorrect-email' },
      ],
    });
  });

  it('is told once of a key whose cell is wrong, and of other errors beside a missing key', () => {
    expect(mapper.map({ row: 7, cells: [e('#N/A')] })).toMatchObject({ errors: [{ reason: 'cell-error', value: '#N/A' }] });
    expect(mapper.map({ row: 7, cells: [null, s('bad')] })).toMatchObject({ errors: [{ reason: 'key-missing' }, { reason: 'incorrect-email' }] });
  });

  it('shows at most 200 characters of a value, and no half character', () => {
    const shown = (text: string): string => {
      const mapped = mapper.map({ row: 7, cells: [n(1), s(text)] });
      return mapped.kind === 'invalid' ? (mapped.errors[0]?.value ?? '') : '';
    };
    expect(shown('x'.repeat(500))).toBe('x'.repeat(200));
    expect(shown(`${'x'.repeat(199)}🙂`)).toBe('x'.repeat(199));
  });

  it('has its fields in the order of the recipe, those of empty cells left out, subscriptions last', () => {
    const recipe = keyed(
      [
        { field: 'z', type: 'string', column: 'Unmapped' },
        { field: 'a', type: 'string', value: ' constant ' },
      ],
      { subscriptions: [{ channel: 'email', resource_id: 1, email: { column: 'Email' } }] },
    );
    const map = mapperOf(recipe, columns);
    expect(map.map({ row: 2, cells: [n(1), s('a@example.com'), s('last')] })).toEqual({
      kind: 'item',
      key: '1',
      json: '{"key":1,"z":"last","a":"constant","subscriptions":[{"channel":"email","resource_id":1,"email_data":{"email":"a@example.com"}}]}',
    });
    expect(map.map({ row: 2, cells: [n(1)] })).toMatchObject({ json: '{"key":1,"a":"constant"}' });
  });

  it('may have a field of any name', () => {
    const recipe = keyed([{ field: '__proto__', type: 'string', column: 'Email' }, { field: 'a "b"', type: 'string', column: 'Unmapped' }]);
    expect(mapperOf(recipe, columns).map({ row: 2, cells: [n(1), s('x'), s('y')] })).toMatchObject({ json: '{"key":1,"__proto__":"x","a \\"b\\"":"y"}' });
  });

  it('is too large beyond a million bytes', () => {
    const many = columnsOf('Key', ...Array.from({ length: 20 }, (_, index) => `T${index}`));
    const recipe = keyed(many.slice(1).map(({ header }): FieldRule => ({ field: header, type: 'string', column: header })));
    const map = mapperOf(recipe, many);
    const row = (length: number) => map.map({ row: 2, cells: [n(1), ...Array.from({ length: 20 }, () => s('я'.repeat(length)))] });
    expect(row(24_900).kind).toBe('item');
    expect(row(25_000)).toEqual({ kind: 'invalid', errors: [{ row: 2, column: null, header: null, field: 'item', value: '', reason: 'profile-too-large' }] });
  });
});

describe('the match key', () => {
  const columns = columnsOf('A', 'B');

  function keyOf(request: Recipe['request'], fields: readonly FieldRule[], ...cells: Parameters<typeof n>[] | (ReturnType<typeof s>)[]): unknown {
    const mapped = mapperOf({ version: 1, request, fields: [...fields] }, columns).map({ row: 2, cells: cells as ReturnType<typeof s>[] });
    return mapped.kind === 'item' ? mapped.key : mapped;
  }

  it('by email is the address without regard to case', () => {
    const rule: FieldRule = { field: 'email', type: 'email', column: 'A' };
    expect(keyOf({ db_id: 1, matching: 'email' }, [rule], s('Anna@Example.com'))).toBe('anna@example.com');
  });

  it('by phone is the first number in E.164', () => {
    const rule: FieldRule = { field: 'phones', type: 'phones', columns: ['A', 'B'], country: 'RU' };
    expect(keyOf({ db_id: 1, matching: 'phone' }, [rule], null, s('8 900 123-45-67, 84951234567'))).toBe('+79001234567');
    expect(keyOf({ db_id: 1, matching: 'phone' }, [{ field: 'phone', type: 'phone', column: 'A' }], s('+79001234567'))).toBe('+79001234567');
  });

  it('by a custom field is its text: zeros in front count in a text and not in a number', () => {
    const request = { db_id: 1, matching: 'custom', field_name: 'id' } as const;
    expect(keyOf(request, [{ field: 'id', type: 'int', column: 'A' }], s('007'))).toBe('7');
    expect(keyOf(request, [{ field: 'id', type: 'string', column: 'A' }], n(7, '007'))).toBe('007');
    expect(keyOf(request, [{ field: 'id', type: 'string', column: 'A' }], s('Ab'))).toBe('Ab');
    expect(keyOf(request, [{ field: 'id', type: 'date', column: 'A' }], d('2024-01-31T00:00:00'))).toBe('2024-01-31');
  });

  it('by profile ID stands in the member that the settings name', () => {
    const recipe: Recipe = { version: 1, request: { db_id: 1, matching: 'profile_id' }, fields: [{ field: 'profile_id', type: 'string', column: 'A' }] };
    const row = { row: 2, cells: [s('663a138cee44bb50a67115cd')] };
    expect(mapperOf(recipe, columns).map(row)).toEqual({ kind: 'item', key: '663a138cee44bb50a67115cd', json: '{"profile_id":"663a138cee44bb50a67115cd"}' });
    expect(mapperOf(recipe, columns, { ...defaultSettings, profileIdMember: '_id' }).map(row)).toMatchObject({ json: '{"_id":"663a138cee44bb50a67115cd"}' });
  });

  it('may come from the subscription where no field holds it', () => {
    const recipe: Recipe = {
      version: 1,
      request: { db_id: 1, matching: 'email' },
      fields: [{ field: 'note', type: 'string', column: 'B' }],
      subscriptions: [{ channel: 'email', resource_id: 28, email: { column: 'A' } }],
    };
    const mapper = mapperOf(recipe, columns);
    expect(mapper.map({ row: 2, cells: [s('Anna@example.com')] })).toMatchObject({ kind: 'item', key: 'anna@example.com' });
    expect(mapper.map({ row: 2, cells: [null, s('x')] })).toMatchObject({ errors: [{ column: 'A', field: 'subscriptions[0].email', reason: 'key-missing' }] });
    expect(mapper.map({ row: 2, cells: [s('bad'), s('x')] })).toMatchObject({ errors: [{ column: 'A', reason: 'incorrect-email' }] });
  });
});
