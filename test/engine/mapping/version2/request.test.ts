import { describe, expect, it } from 'vitest';
import { readRecipe, type Recipe } from '#contract/recipe.ts';
import { bodyFrame, frameBytes, tokenReserve } from '../../../../electron/engine/api/frame.ts';
import { columnsOf, mapperOf, n, s } from '../mapping.ts';

function read(value: object): Recipe {
  const reading = readRecipe({ version: 2, ...value });
  if (!reading.ok) throw new Error(reading.problems.join('\n'));
  return reading.recipe;
}

it('the request of the manual’s update_batch page comes out member for member', () => {
  const recipe = read({
    request: { db_id: 1, matching: 'custom', field_name: 'Custom_ID', skip_triggers: true },
    fields: [
      { field: '_fname', type: 'string', column: 'Name', part: { separator: ' ', at: 1 } },
      { field: '_lname', type: 'string', column: 'Name', part: { separator: ' ', at: 2 } },
      { field: 'Custom_ID', type: 'int', column: 'No' },
      { field: 'email', type: 'email', column: 'Email' },
    ],
    subscriptions: [
      {
        channel: 'email',
        resource_id: 28,
        email: { column: 'Subscribed' },
        custom_fields: [{ field: 'custom_field', type: 'string', column: 'Custom' }],
        cats: { template: '{Cat 1},{Cat 2}' },
      },
    ],
    settings: { emailShape: 'nested' },
  });
  const mapper = mapperOf(recipe, columnsOf('Name', 'No', 'Email', 'Subscribed', 'Custom', 'Cat 1', 'Cat 2'));
  const email = s('example@example.com');
  const rows = [[s('Lala Doe'), n(77), email, email, s('test value'), s('category_1'), s('category_2')], [s('Victor'), n(88), email]];
  const items = rows.map((cells, index) => mapper.map({ row: index + 2, cells })).map((mapped) => (mapped.kind === 'item' ? mapped.json : ''));
  const { head, tail } = bodyFrame(recipe.request, 'abcdefghijklmnqrstuvwxyz');
  expect(JSON.parse(`${head.toString()}${items.join(',')}${tail.toString()}`)).toEqual({
    token: 'abcdefghijklmnqrstuvwxyz',
    db_id: 1,
    matching: 'custom',
    field_name: 'Custom_ID',
    skip_triggers: true,
    data: [
      {
        _fname: 'Lala',
        _lname: 'Doe',
        Custom_ID: 77,
        email: 'example@example.com',
        subscriptions: [
          {
            channel: 'email',
            email_data: { email: 'example@example.com' },
            resource_id: 28,
            custom_fields: { custom_field: 'test value' },
            cats: ['category_1', 'category_2'],
          },
        ],
      },
      { _fname: 'Victor', Custom_ID: 88, email: 'example@example.com' },
    ],
  });
});

describe('further parameters', () => {
  const extra = { detect_geo: true, add_to_segments: [1, 2], remark: 'a "b"', nothing: null, deep: { a: [{ b: 1.5 }] } };
  const { request } = read({ request: { db_id: 1, matching: 'email', extra }, fields: [{ field: 'email', type: 'email', column: 'A' }] });

  it('are sent as they are given, behind the request’s own', () => {
    expect(bodyFrame(request, null).head.toString()).toBe(`{"db_id":1,"matching":"email",${JSON.stringify(extra).slice(1, -1)},"data":[`);
  });

  it('are counted into the size of every request', () => {
    const { head, tail } = bodyFrame(request, null);
    expect(frameBytes(request)).toBe(head.length + tail.length + tokenReserve);
  });
});
