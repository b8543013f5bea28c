import type { Recipe } from '#contract/recipe.ts';

/** The recipe that the sample workbook is made for. */
export const sampleRecipe: Recipe = {
  version: 1,
  source: { sheet: 'Profiles', headerRow: 1 },
  request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID', skip_triggers: true, skip_invalid_subscriptions: false },
  fields: [
    { field: 'Custom_ID', type: 'int', column: 'Client No' },
    { field: '_fname', type: 'string', column: 'First name' },
    { field: 'email', type: 'email', column: '@D' },
    { field: 'phones', type: 'phones', columns: ['Mobile', 'Home'], country: 'RU' },
    { field: '_bdate', type: 'date', column: 'Birthday' },
    { field: 'interests', type: 'tags', column: 'Interests', separator: ',' },
    { field: 'source', type: 'string', value: 'crm-export' },
  ],
  subscriptions: [
    {
      channel: 'email',
      resource_id: 28,
      email: { column: 'Email' },
      status: { value: 'subscribed' },
      cats: { column: 'Topics', separator: ';' },
      custom_fields: [{ field: 'note', type: 'string', column: 'Note' }],
    },
  ],
  empty: 'skip',
  duplicates: 'last',
};
