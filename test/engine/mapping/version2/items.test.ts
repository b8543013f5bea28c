import { describe, expect, it } from 'vitest';
import type { Cell } from '#contract/cells.ts';
import { channels, fieldActions, fieldTypes, matchingModes, readRecipe, type Channel, type FieldRule, type FieldType, type MatchingMode, type SubscriptionRule } from '#contract/recipe.ts';
import { columnsOf, mapperOf, s } from '../mapping.ts';
import { samples } from './samples.ts';

type Action = (typeof fieldActions)[number] | 'none';

const columns = columnsOf('Email', 'Phone', 'ID', 'Value');
const contacts: readonly Cell[] = [s('a@example.com'), s('+79001234567'), s('77')];

/** The key of each mode: its field, or the subscription that it looks at. */
const keys: Readonly<Record<MatchingMode, { readonly field?: FieldRule; readonly json: string; readonly name?: string; readonly sub?: Channel }>> = {
  email: { field: { field: 'email', type: 'email', column: 'Email' }, json: '"email":"a@example.com",' },
  email_profile: { field: { field: 'email', type: 'email', column: 'Email' }, json: '"email":"a@example.com",' },
  email_sub: { json: '', sub: 'email' },
  phone: { field: { field: 'phones', type: 'phones', column: 'Phone' }, json: '"phones":["+79001234567"],' },
  phone_sub: { json: '', sub: 'sms' },
  profile_id: { field: { field: 'profile_id', type: 'string', column: 'ID' }, json: '"profile_id":"77",' },
  push_sub: { json: '', sub: 'push' },
  custom: { field: { field: 'Custom_ID', type: 'int', column: 'ID' }, json: '"Custom_ID":77,', name: 'Custom_ID' },
  custom_sub: { json: '', sub: 'other', name: 'CRM_ID' },
  email_phone: { field: { field: 'email', type: 'email', column: 'Email' }, json: '"email":"a@example.com",' },
  email_phone_sub: { json: '', sub: 'sms' },
};

/** Each channel's rule and the entry that it becomes. */
const entries: Readonly<Record<Channel, { readonly rule: SubscriptionRule; readonly json: string }>> = {
  email: { rule: { channel: 'email', resource_id: 28, email: { column: 'Email' } }, json: '"channel":"email","resource_id":28,"email":"a@example.com"' },
  sms: { rule: { channel: 'sms', resource_id: 29, phone: { column: 'Phone' } }, json: '"channel":"sms","resource_id":29,"phone":"+79001234567"' },
  push: {
    rule: { channel: 'push', resource_id: 30, provider: { value: 'Firefox' }, subscription_id: { column: 'ID' } },
    json: '"channel":"push","resource_id":30,"provider":"Firefox","subscription_id":"77"',
  },
  telegram_bot: { rule: { channel: 'telegram_bot', resource_id: 31, chat_id: { column: 'ID' } }, json: '"channel":"telegram_bot","resource_id":31,"cc_data":{"id":77}' },
  whatsapp: { rule: { channel: 'whatsapp', resource_id: 31, phone: { column: 'Phone' } }, json: '"channel":"whatsapp","resource_id":31,"cc_data":{"phone":"+79001234567"}' },
  viber: { rule: { channel: 'viber', resource_id: 31, phone: { column: 'Phone' } }, json: '"channel":"viber","resource_id":31,"cc_data":{"phone":"+79001234567"}' },
  notify: { rule: { channel: 'notify', resource_id: 31, phone: { column: 'Phone' } }, json: '"channel":"notify","resource_id":31,"cc_data":{"phone":"+79001234567"}' },
  other: {
    rule: { channel: 'other', code: 'max_bot', resource_id: 31, cc_data: [{ field: 'CRM_ID', type: 'string', column: 'ID' }] },
    json: '"channel":"max_bot","resource_id":31,"cc_data":{"CRM_ID":"77"}',
  },
};

interface Expected {
  readonly rule: FieldRule;
  readonly json: string;
  readonly cell: Cell;
}

/** What each action makes of each type; null where the recipe is refused. */
function expected(type: FieldType, action: Action): Expected | null {
  const { cell, json, options = {} } = samples[type];
  const rule: FieldRule = { field: 'f', type, column: 'Value', ...options };
  switch (action) {
    case 'none':
      return { rule, json, cell };
    case 'set':
      return { rule: { ...rule, action }, json: `{"action":"set","value":${json}}`, cell };
    case 'unset':
      return { rule: { field: 'f', type, action }, json: '{"action":"unset"}', cell };
    case 'incr':
      return type === 'int' || type === 'float' ? { rule: { field: 'f', type, column: 'Value', action }, json: '{"action":"incr","value":-5}', cell: s('-5') } : null;
    case 'add':
    case 'delete':
      if (type === 'tags') return { rule: { ...rule, action }, json: `{"action":"${action}","value":${json}}`, cell };
      return type === 'arr_object' ? { rule: { ...rule, action, submatch: 'id' }, json: `{"action":"${action}","value":${json},"submatch":"id"}`, cell } : null;
    case 'upsert':
      if (type !== 'object' && type !== 'arr_object') return null;
      return { rule: { field: 'f', type, column: 'Value', action, submatch: 'a.b', valueType: 'int' }, json: '{"action":"upsert","value":7,"submatch":"a.b"}', cell: s('7') };
  }
}

const actions: readonly Action[] = ['none', ...fieldActions];
const pairs = matchingModes.flatMap((matching) => channels.map((channel) => ({ matching, channel })));

describe('an item', () => {
  it.each(pairs)('under $matching matching with a $channel subscription has every type with every action exactly so', ({ matching, channel }) => {
    const key = keys[matching];
    const subscriptions = [...(key.sub === undefined || key.sub === channel ? [] : [entries[key.sub]]), entries[channel]];
    for (const type of fieldTypes) {
      for (const action of actions) {
        const wanted = expected(type, action);
        if (wanted === null) continue;
        const reading = readRecipe({
          version: 2,
          request: { db_id: 1, matching, ...(key.name === undefined ? {} : { field_name: key.name }) },
          fields: [...(key.field === undefined ? [] : [key.field]), wanted.rule],
          subscriptions: subscriptions.map(({ rule }, index) => (index === subscriptions.length - 1 ? { ...rule, custom_fields: [wanted.rule] } : rule)),
        });
        if (!reading.ok) throw new Error(`${type} ${action}: ${reading.problems.join('; ')}`);
        const bodies = subscriptions.map(({ json }, index) => (index === subscriptions.length - 1 ? `{${json},"custom_fields":{"f":${wanted.json}}}` : `{${json}}`));
        expect(mapperOf(reading.recipe, columns).map({ row: 2, cells: [...contacts, wanted.cell] })).toMatchObject({
          kind: 'item',
          json: `{${key.json}"f":${wanted.json},"subscriptions":[${bodies.join(',')}]}`,
        });
      }
    }
  });

  it.each(fieldTypes)('of type %s takes the actions of the manual and no others', (type) => {
    for (const action of fieldActions) {
      const reading = readRecipe({
        version: 2,
        request: { db_id: 1, matching: 'email' },
        fields: [expected(type, action)?.rule ?? { field: 'f', type, column: 'Value', action, ...(action === 'upsert' ? { submatch: 'a' } : {}) }],
      });
      expect(reading.ok).toBe(expected(type, action) !== null);
    }
  });
});
