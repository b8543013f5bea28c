import { describe, expect, it } from 'vitest';
import { xmlProblemWords } from '#contract/xmlProblems.ts';
import type { Cell } from '#contract/cells.ts';
import { channels, fieldActions, fieldTypes, matchingModes, readRecipe, type Channel, type FieldRule, type FieldType, type MatchingMode, type SubscriptionRule } from '#contract/recipe.ts';
import { xmlItem } from '#engine/api/xmlBody.ts';
import { columnsOf, mapperOf, s } from '../mapping.ts';
import { samples, type Said } from './samples.ts';

type Action = (typeof fieldActions)[number] | 'none';

const columns = columnsOf('Email', 'Phone', 'ID', 'Value');
const contacts: readonly Cell[] = [s('a@example.com'), s('+79001234567'), s('77')];

interface Key {
  readonly field?: FieldRule;
  readonly name?: string;
  readonly sub?: Channel;
  readonly json: string;
  readonly xml: string;
}

const email = { field: { field: 'email', type: 'email', column: 'Email' }, json: '"email":"a@example.com",', xml: '<email>a@example.com</email>' } as const;

/** The key of each mode: its field, or the subscription that it looks at. */
const keys: Readonly<Record<MatchingMode, Key>> = {
  email,
  email_profile: email,
  email_sub: { json: '', xml: '', sub: 'email' },
  phone: { field: { field: 'phones', type: 'phones', column: 'Phone' }, json: '"phones":["+79001234567"],', xml: "<phones array='true'>+79001234567</phones>" },
  phone_sub: { json: '', xml: '', sub: 'sms' },
  profile_id: { field: { field: 'profile_id', type: 'string', column: 'ID' }, json: '"profile_id":"77",', xml: '<profile_id>77</profile_id>' },
  push_sub: { json: '', xml: '', sub: 'push' },
  custom: { field: { field: 'Custom_ID', type: 'int', column: 'ID' }, json: '"Custom_ID":77,', xml: '<Custom_ID>77</Custom_ID>', name: 'Custom_ID' },
  custom_sub: { json: '', xml: '', sub: 'other', name: 'CRM_ID' },
  email_phone: email,
  email_phone_sub: { json: '', xml: '', sub: 'sms' },
};

interface Entry {
  readonly rule: SubscriptionRule;
  readonly json: string;
  readonly xml: string;
}

/** Each channel's rule and the entry that it becomes. */
const entries: Readonly<Record<Channel, Entry>> = {
  email: {
    rule: { channel: 'email', resource_id: 28, email: { column: 'Email' } },
    json: '"channel":"email","resource_id":28,"email_data":{"email":"a@example.com"}',
    xml: '<channel>email</channel><resource_id>28</resource_id><email_data><email>a@example.com</email></email_data>',
  },
  sms: {
    rule: { channel: 'sms', resource_id: 29, phone: { column: 'Phone' } },
    json: '"channel":"sms","resource_id":29,"phone":"+79001234567"',
    xml: '<channel>sms</channel><resource_id>29</resource_id><phone>+79001234567</phone>',
  },
  push: {
    rule: { channel: 'push', resource_id: 30, provider: { value: 'Firefox' }, subscription_id: { column: 'ID' } },
    json: '"channel":"push","resource_id":30,"provider":"Firefox","subscription_id":"77"',
    xml: '<channel>push</channel><resource_id>30</resource_id><provider>Firefox</provider><subscription_id>77</subscription_id>',
  },
  telegram_bot: {
    rule: { channel: 'telegram_bot', resource_id: 31, chat_id: { column: 'ID' } },
    json: '"channel":"telegram_bot","resource_id":31,"cc_data":{"id":77}',
    xml: '<channel>telegram_bot</channel><resource_id>31</resource_id><cc_data><id>77</id></cc_data>',
  },
  whatsapp: {
    rule: { channel: 'whatsapp', resource_id: 31, phone: { column: 'Phone' } },
    json: '"channel":"whatsapp","resource_id":31,"cc_data":{"phone":"+79001234567"}',
    xml: '<channel>whatsapp</channel><resource_id>31</resource_id><cc_data><phone>+79001234567</phone></cc_data>',
  },
  viber: {
    rule: { channel: 'viber', resource_id: 31, phone: { column: 'Phone' } },
    json: '"channel":"viber","resource_id":31,"cc_data":{"phone":"+79001234567"}',
    xml: '<channel>viber</channel><resource_id>31</resource_id><cc_data><phone>+79001234567</phone></cc_data>',
  },
  notify: {
    rule: { channel: 'notify', resource_id: 31, phone: { column: 'Phone' } },
    json: '"channel":"notify","resource_id":31,"cc_data":{"phone":"+79001234567"}',
    xml: '<channel>notify</channel><resource_id>31</resource_id><cc_data><phone>+79001234567</phone></cc_data>',
  },
  other: {
    rule: { channel: 'other', code: 'max_bot', resource_id: 31, cc_data: [{ field: 'CRM_ID', type: 'string', column: 'ID' }] },
    json: '"channel":"max_bot","resource_id":31,"cc_data":{"CRM_ID":"77"}',
    xml: '<channel>max_bot</channel><resource_id>31</resource_id><cc_data><CRM_ID>77</CRM_ID></cc_data>',
  },
};

interface Expected {
  readonly rule: FieldRule;
  readonly cell: Cell;
  readonly said: Said;
}

/** What no sample says: the actions that only some types have, and `unset`, which is the same for all. */
const unset: Said = ['{"action":"unset"}', '<f><action>unset</action></f>'];
const incr: Expected = { rule: { field: 'f', type: 'int', column: 'Value', action: 'incr' }, cell: s('-5'), said: ['{"action":"incr","value":-5}', '<f><action>incr</action><value>-5</value></f>'] };
const upsert: Expected = {
  rule: { field: 'f', type: 'object', column: 'Value', action: 'upsert', submatch: 'a.b', valueType: 'int' },
  cell: s('7'),
  said: ['{"action":"upsert","value":7,"submatch":"a.b"}', '<f><action>upsert</action><value>7</value><submatch>a.b</submatch></f>'],
};
const ofTags: Readonly<Record<'add' | 'delete', readonly Expected[]>> = {
  add: [
    { rule: { field: 'f', type: 'tags', column: 'Value', action: 'add' }, cell: s('a, b'), said: ['{"action":"add","value":["a","b"]}', '<f><action>add</action><value>a</value><value>b</value></f>'] },
    { rule: { field: 'f', type: 'tags', column: 'Value', action: 'add' }, cell: s('a'), said: ['{"action":"add","value":["a"]}', "<f><action>add</action><value array='true'>a</value></f>"] },
  ],
  delete: [
    { rule: { field: 'f', type: 'tags', column: 'Value', action: 'delete' }, cell: s('a, b'), said: ['{"action":"delete","value":["a","b"]}', '<f><action>delete</action><value>a</value><value>b</value></f>'] },
    { rule: { field: 'f', type: 'tags', column: 'Value', action: 'delete' }, cell: s('a'), said: ['{"action":"delete","value":["a"]}', "<f><action>delete</action><value array='true'>a</value></f>"] },
  ],
};
const texts: FieldRule = { field: 'f', type: 'arr_object', column: 'Value', submatch: 'id', valueType: 'tags' };
const textsOfObjects: Readonly<Record<'add' | 'delete', Expected>> = {
  add: {
    rule: { ...texts, action: 'add' },
    cell: s('a, b'),
    said: ['{"action":"add","value":["a","b"],"submatch":"id"}', '<f><action>add</action><value>a</value><value>b</value><submatch>id</submatch></f>'],
  },
  delete: {
    rule: { ...texts, action: 'delete' },
    cell: s('a'),
    said: ['{"action":"delete","value":["a"],"submatch":"id"}', "<f><action>delete</action><value array='true'>a</value><submatch>id</submatch></f>"],
  },
};
const ofObjects: Readonly<Record<'add' | 'delete', Expected>> = {
  add: {
    rule: { field: 'f', type: 'arr_object', column: 'Value', action: 'add', submatch: 'id' },
    cell: s('[{"id":1},{"id":2}]'),
    said: ['{"action":"add","value":[{"id":1},{"id":2}],"submatch":"id"}', '<f><action>add</action><value><id>1</id></value><value><id>2</id></value><submatch>id</submatch></f>'],
  },
  delete: {
    rule: { field: 'f', type: 'arr_object', column: 'Value', action: 'delete', submatch: 'id' },
    cell: s('[{"id":1}]'),
    said: ['{"action":"delete","value":[{"id":1}],"submatch":"id"}', "<f><action>delete</action><value array='true'><id>1</id></value><submatch>id</submatch></f>"],
  },
};

/** What each action makes of each type; none where the recipe is refused. */
function expected(type: FieldType, action: Action): readonly Expected[] {
  const rule: FieldRule = { field: 'f', type, column: 'Value' };
  switch (action) {
    case 'none':
      return samples[type].map(({ cell, options, plain }) => ({ rule: { ...rule, ...options }, cell, said: plain }));
    case 'set':
      return samples[type].map(({ cell, options, set }) => ({ rule: { ...rule, ...options, action }, cell, said: set }));
    case 'unset':
      return [{ rule: { field: 'f', type, action }, cell: null, said: unset }];
    case 'incr':
      return type === 'int' || type === 'float' ? [{ ...incr, rule: { ...incr.rule, type } }] : [];
    case 'add':
    case 'delete':
      if (type === 'tags') return ofTags[action];
      return type === 'arr_object' ? [ofObjects[action], textsOfObjects[action]] : [];
    case 'upsert':
      return type === 'object' || type === 'arr_object' ? [{ ...upsert, rule: { ...upsert.rule, type } }] : [];
  }
}

const actions: readonly Action[] = ['none', ...fieldActions];
const pairs = matchingModes.flatMap((matching) => channels.map((channel) => ({ matching, channel })));
/** Every type with every action, tried with every pair of matching and channel. */
const cases = fieldTypes.flatMap((type) => actions.flatMap((action) => expected(type, action)));

function mapped(matching: MatchingMode, rule: FieldRule, subscriptions: readonly SubscriptionRule[], cell: Cell) {
  const key = keys[matching];
  const reading = readRecipe({
    version: 2,
    request: { db_id: 1, matching, ...(key.name === undefined ? {} : { field_name: key.name }) },
    fields: [...(key.field === undefined ? [] : [key.field]), rule],
    subscriptions,
  });
  if (!reading.ok) throw new Error(`${JSON.stringify(rule)}: ${reading.problems.join('; ')}`);
  return mapperOf(reading.recipe, columns).map({ row: 2, cells: [...contacts, cell] });
}

/** The XML of the item, or in brackets why there is none. */
function inXml(json: string): string {
  const item = xmlItem(json);
  return item.ok ? item.xml : `(${xmlProblemWords(item.problem)})`;
}

describe('an item', () => {
  it.each(pairs)('under $matching matching with a $channel subscription has every type with every action exactly so, in JSON and in XML', ({ matching, channel }) => {
    const key = keys[matching];
    const own = entries[channel];
    const first = key.sub === undefined || key.sub === channel ? null : entries[key.sub];
    for (const { rule, cell, said: [json, xml] } of cases) {
      const item = mapped(matching, rule, [...(first === null ? [] : [first.rule]), { ...own.rule, custom_fields: [rule] }], cell);
      const firstJson = first === null ? '' : `{${first.json}},`;
      const wanted = `{${key.json}"f":${json},"subscriptions":[${firstJson}{${own.json},"custom_fields":{"f":${json}}}]}`;
      expect(item).toMatchObject({ kind: 'item', json: wanted });
      const entry = `${own.xml}<custom_fields>${xml}</custom_fields>`;
      const listed = first === null ? `<subscriptions array='true'>${entry}</subscriptions>` : `<subscriptions>${first.xml}</subscriptions><subscriptions>${entry}</subscriptions>`;
      expect(inXml(wanted)).toBe(xml.startsWith('(') ? xml : `<data>${key.xml}${xml}${listed}</data>`);
    }
  });

  it.each(fieldTypes)('of type %s takes the actions of the manual and no others', (type) => {
    for (const action of fieldActions) {
      const [allowed] = expected(type, action);
      const reading = readRecipe({
        version: 2,
        request: { db_id: 1, matching: 'email' },
        fields: [allowed?.rule ?? { field: 'f', type, column: 'Value', action, ...(action === 'upsert' ? { submatch: 'a' } : {}) }],
      });
      expect(reading.ok).toBe(allowed !== undefined);
    }
  });
});
