import fc from 'fast-check';
import { lowestVersion, type FieldRule, type Recipe } from '#contract/recipe.ts';
import { sampleColumns } from './pageData.ts';

/** Recipes that say anything either version can say, for the columns of `sampleColumns`. */

const refs = sampleColumns.map(({ ref }) => ref);
const column = fc.constantFrom(...refs);
const word = fc.constantFrom('ja', '5', 'Gold', 'crm export', '0');
const whole = fc.integer({ min: 1, max: 99 });

/** Each member is there or not; never as undefined, which JSON has not. */
function some<Members>(shape: { readonly [Name in keyof Members]: fc.Arbitrary<Members[Name]> }): fc.Arbitrary<Partial<Members>> {
  return fc.record({ ...shape }, { requiredKeys: [] }) as fc.Arbitrary<Partial<Members>>;
}

const part = fc.oneof(
  fc.record({ separator: fc.constantFrom(' ', ',', '; '), at: fc.constantFrom(1, 2, -1), rest: fc.constant(true) }, { requiredKeys: ['separator', 'at'] }),
  fc.record({ from: fc.constantFrom(1, -4), length: whole }, { requiredKeys: ['from'] }),
);
const valueMap = fc.dictionary(fc.constantFrom('m', 'f', 'n/a', '1', ' x'), fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null)), { noNullPrototype: true });
const mapping = fc.oneof(fc.constant({}), fc.record({ valueMap, otherValues: fc.constantFrom('refuse', 'keep') }, { requiredKeys: ['valueMap'] }));
const template = fc.constantFrom('{Last name} {First name}', '{{{@D}}}', '{Client No}-{Mobile}');
const zone = fc.constantFrom('Z', '+03:00', 'Europe/Moscow');
const order = fc.constantFrom('dmy', 'mdy', 'ymd');

const typed: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  fc.record({ type: fc.constantFrom('string', 'email') }).chain((rule) => some({ case: fc.constantFrom('lower', 'upper', 'title') }).map((more) => ({ ...rule, ...more }))),
  fc.constantFrom('float', 'gender', 'ip', 'country', 'timezone', 'status', 'version', 'int').map((type) => ({ type })),
  some({ yes: fc.constant(['oui']), no: fc.constant(['non', 'nee']) }).map((more) => ({ type: 'bool', ...more })),
  some({ order }).map((more) => ({ type: 'date', ...more })),
  some({ order, zone }).map((more) => ({ type: 'datetime', ...more })),
  some({ country: fc.constantFrom('RU', 'KZ'), check: fc.constantFrom('valid', 'possible') }).map((more) => ({ type: 'phone', ...more })),
  some({ values: fc.uniqueArray(fc.oneof(word, whole), { minLength: 1, maxLength: 4 }) }).map((more) => ({ type: 'enum', ...more })),
  some({ separator: fc.constantFrom(',', ';'), action: fc.constantFrom('set', 'add', 'delete') }).map((more) => ({ type: 'tags', ...more })),
  fc.constantFrom('object', 'arr_object').map((type) => ({ type })),
  fc.constantFrom('int', 'float').map((type) => ({ type, action: 'incr' })),
  fc.constantFrom('add', 'delete').chain((action) => some({ valueType: fc.constantFrom('tags', 'arr_object') }).map((more) => ({ type: 'arr_object', action, submatch: 'items.id', ...more }))),
  some({ valueType: fc.constantFrom('int', 'bool', 'string') }).map((more) => ({ type: 'object', action: 'upsert', submatch: 'address.city', ...more })),
);

const listColumns = fc.uniqueArray(column, { minLength: 2, maxLength: 3 });
const hasNoTransforms = (type: unknown): boolean => type === 'object' || type === 'arr_object' || type === 'phones';

const fromCells = typed.chain((rule) => {
  const empty = some({ empty: fc.constantFrom('skip', 'unset'), invalid: fc.constantFrom('row', 'field') });
  const map = hasNoTransforms(rule['type']) ? fc.constant({}) : mapping;
  const single = fc.tuple(column, hasNoTransforms(rule['type']) ? fc.constant({}) : some({ part }), some({ unsetWord: fc.constant('DEL') })).map(([ref, ...more]) => Object.assign({ column: ref }, ...more) as object);
  const sources = [single, template.map((text) => ({ template: text })), ...(rule['type'] === 'tags' ? [listColumns.map((columns) => ({ columns }))] : [])];
  return fc.tuple(fc.oneof(...sources), empty, map).map((more) => Object.assign({}, rule, ...more) as object);
});

const constants = fc.oneof(
  fc.tuple(fc.constantFrom('string', 'enum', 'int', 'status'), fc.oneof(word, fc.integer(), fc.boolean())).map(([type, value]) => ({ type, value })),
  fc.constant({ type: 'tags', value: ['one', 'two, three'], separator: ';' }),
  fc.constantFrom('string', 'tags', 'object').map((type) => ({ type, action: 'unset' })),
  listColumns.chain((columns) => some({ country: fc.constantFrom('RU', 'KZ') }).map((more) => ({ type: 'phones', columns, ...more }))),
);

/** Objects of several columns; their members have the sources and options of fields. */
const isPlain = (rule: object): boolean => !['action', 'empty', 'invalid', 'unsetWord', 'columns'].some((name) => name in rule);
const objects = fc
  .tuple(
    fc.array(fc.oneof(fromCells.filter(isPlain), word.map((value) => ({ type: 'string', value }))), { minLength: 1, maxLength: 3 }),
    fc.constantFrom({ type: 'object' }, { type: 'arr_object' }, { type: 'object', action: 'upsert', submatch: 'a.b', valueType: 'object' }, { type: 'arr_object', action: 'add', submatch: 'id' }),
  )
  .map(([rules, rule]) => ({ ...rule, members: rules.map((member, index) => ({ name: `member_${index}`, ...member })) }));

const fields = (prefix: string, maxLength: number): fc.Arbitrary<object[]> =>
  fc.array(fc.oneof({ weight: 6, arbitrary: fromCells }, { weight: 2, arbitrary: constants }, objects), { minLength: 1, maxLength }).map((rules) => rules.map((rule, index) => ({ field: `${prefix}_${index}`, ...rule })));

/** `cc_data` is replaced as it stands and has no functional updates. */
const data = fc.array(fc.record({ type: fc.constantFrom('string', 'int'), column }), { minLength: 1, maxLength: 2 }).map((rules) => rules.map((rule, index) => ({ field: `data_${index}`, ...rule })));

const member = fc.oneof(
  fc.tuple(column.map((ref) => ({ column: ref })), some({ part }), mapping).map((more) => Object.assign({}, ...more) as object),
  template.map((text) => ({ template: text })),
  word.map((value) => ({ value })),
);
const shared = some({ status: fc.oneof(member, fc.constant({ column: 'Agreed', empty: 'none' }), fc.constant({ value: 'subscribed' })), priority: fc.oneof(member, fc.constant({ value: 0 })), cats: fc.oneof(member, fc.constant({ column: 'Topics', separator: ';' })), custom_fields: fields('own', 3) });
const withPhone = fc.constantFrom('sms', 'whatsapp', 'viber', 'notify').chain((channel) => fc.record({ channel: fc.constant(channel), phone: member }));
const subscription = fc
  .tuple(
    fc.oneof(
      fc.record({ channel: fc.constant('email'), email: member }),
      withPhone,
      fc.record({ channel: fc.constant('push'), provider: member, subscription_id: member }),
      fc.record({ channel: fc.constant('telegram_bot'), chat_id: member, cc_data: data }, { requiredKeys: ['channel', 'chat_id'] }),
      fc.record({ channel: fc.constant('other'), code: fc.constantFrom('max', 'own_channel'), cc_data: data }),
    ),
    whole,
    shared,
  )
  .chain(([contact, resource, more]) => some({ invalid: fc.constantFrom('row', 'field') }).map((policy) => ({ ...contact, resource_id: resource, ...more, ...policy })));

const extra = fc.dictionary(fc.constantFrom('detect_geo', 'add_to_segments', 'note'), fc.oneof(word, fc.boolean(), whole, fc.array(whole), fc.constant('true'), fc.constant('')), { minKeys: 1, noNullPrototype: true });
const request = fc
  .oneof(
    fc.tuple(fc.constantFrom('email', 'email_profile', 'email_sub', 'phone', 'phone_sub', 'email_phone', 'email_phone_sub'), some({ resource_id: whole })).map(([matching, more]) => ({ matching, ...more })),
    fc.constantFrom('push_sub', 'profile_id').map((matching) => ({ matching })),
    fc.constantFrom('custom', 'custom_sub').map((matching) => ({ matching, field_name: 'Custom_ID' })),
  )
  .chain((own) => some({ extra }).map((more) => ({ db_id: 7, ...own, skip_triggers: true, skip_invalid_subscriptions: false, ...more })));

const mend = fc.oneof(
  fc.constantFrom('trim', 'spaces', 'address', 'float', 'letters', 'domain', 'width', 'clear', 'extension').map((kind) => ({ kind })),
  some({ whole: fc.constant(true) }).map((more) => ({ kind: 'replace', find: 'n/a', with: '', ...more })),
  fc.dictionary(fc.constantFrom('нет', 'x', '__proto__'), fc.constantFrom('', '5'), { minKeys: 1, noNullPrototype: true }).map((values) => ({ kind: 'map', values })),
  some({ separator: fc.constantFrom(';', ' / ') }).map((more) => ({ kind: 'take', at: -1, ...more })),
  fc.tuple(order, some({ years: fc.constantFrom('excel', '2000') })).map(([wanted, more]) => ({ kind: 'dates', order: wanted, ...more })),
  fc.constantFrom('RU', 'KZ').map((country) => ({ kind: 'country', country })),
  fc.constantFrom('lower', 'upper', 'title').map((to) => ({ kind: 'case', to })),
);
const mendRule = fc.record({ column, do: fc.array(mend, { minLength: 1, maxLength: 3 }), when: fc.constantFrom('invalid', 'always') }, { requiredKeys: ['column', 'do'] });

/** Recipes as JSON, with the members that the window always writes, in the lowest version that can say them. */
export const anyRecipe: fc.Arbitrary<unknown> = fc
  .tuple(
    request,
    fields('field', 6),
    some({ subscriptions: fc.array(subscription, { minLength: 1, maxLength: 3 }), invalid: fc.constant('field'), mends: fc.array(mendRule, { minLength: 1, maxLength: 3 }), settings: fc.constantFrom({ profileIdMember: 'id' }, { emailShape: 'flat' }) }),
    fc.constantFrom('skip', 'unset', 'send'),
    fc.constantFrom('first', 'last', 'all'),
  )
  .map(([frame, rules, more, empty, duplicates]) => {
    const members = { source: { sheet: 'Profiles', headerRow: 1 }, request: frame, fields: rules, ...more, empty, duplicates };
    return { version: lowestVersion(members), ...members };
  });

function sorted(rules: readonly FieldRule[]): readonly FieldRule[] {
  return rules
    .map((rule) => (rule.columns === undefined ? rule : { ...rule, columns: [...rule.columns].sort() }))
    .sort((one, other) => one.field.localeCompare(other.field));
}

/** The mapping stands in the order of the sheet, which means nothing to the recipe. */
export function inOrder(recipe: Recipe): unknown {
  return { ...recipe, fields: sorted(recipe.fields) };
}
