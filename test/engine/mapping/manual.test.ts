import { expect, it } from 'vitest';
import type { Recipe } from '#contract/recipe.ts';
import { readRecipe } from '#contract/recipe.ts';
import { defaultSettings } from '#engine/mapping/index.ts';
import { columnsOf, mapperOf, n, s } from './mapping.ts';

/** The request of the manual's update_batch page: two profiles, custom matching on Custom_ID. */
const recipe: Recipe = {
  version: 1,
  request: { db_id: 1, matching: 'custom', field_name: 'Custom_ID', skip_triggers: true },
  fields: [
    { field: '_fname', type: 'string', column: 'First name' },
    { field: '_lname', type: 'string', column: 'Last name' },
    { field: 'Custom_ID', type: 'int', column: 'No' },
    { field: 'email', type: 'email', column: 'Email' },
  ],
  subscriptions: [
    {
      channel: 'email',
      resource_id: 28,
      email: { column: 'Subscribed email' },
      custom_fields: [{ field: 'custom_field', type: 'string', column: 'Custom' }],
      cats: { column: 'Categories' },
    },
  ],
};

it('gives the profiles of the manual’s example, member for member', () => {
  const columns = columnsOf('First name', 'Last name', 'No', 'Email', 'Subscribed email', 'Custom', 'Categories');
  const mapper = mapperOf(recipe, columns, { ...defaultSettings, emailShape: 'nested' });
  const email = s('example@example.com');
  const first = mapper.map({ row: 2, cells: [s('Lala'), s('Doe'), n(77), email, email, s('test value'), s('category_1, category_2')] });
  const second = mapper.map({ row: 3, cells: [s('Victor'), null, n(88), email] });
  expect([first, second].map((mapped) => (mapped.kind === 'item' ? JSON.parse(mapped.json) : mapped))).toEqual([
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
  ]);
});

it('takes that recipe as it stands', () => {
  expect(readRecipe(recipe)).toEqual({ ok: true, recipe });
});
