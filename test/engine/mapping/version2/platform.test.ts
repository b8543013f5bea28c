import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell } from '#contract/cells.ts';
import { readRecipe, type Recipe } from '#contract/recipe.ts';
import { bodyFrame } from '../../../../electron/engine/api/frame.ts';
import { practiceSettingsSchema } from '../../../../electron/practice/options.ts';
import { processBatch } from '../../../../electron/practice/platform/batch.ts';
import { createPopulation } from '../../../../electron/practice/platform/population.ts';
import { columnsOf, mapperOf, s } from '../mapping.ts';
import { samples } from './samples.ts';

/** A failure says which seed to use again; this one makes every run the same. */
const fixed = { seed: 20_240_229, numRuns: 1_500 };

const settings = practiceSettingsSchema.parse({ population: 1_000 });
const population = createPopulation(settings);

/** What the strict practice platform says of one item: its words, or "applied". It reads the very body that would be sent. */
function verdict(recipe: Recipe, item: string): string {
  const { head, tail } = bodyFrame(recipe.request, null);
  const body: unknown = JSON.parse(Buffer.concat([head, Buffer.from(item), tail]).toString('utf8'));
  let skipped = 0;
  const outcome = processBatch(body, {
    settings,
    population,
    refuse: [],
    reject: [],
    rejectedBefore: () => 0,
    applied: () => undefined,
    subscriptions: (_, wrong) => { skipped += wrong; },
  });
  if (outcome.kind === 'refused') return outcome.refusal.text;
  return outcome.result.refused.get(0)?.text ?? (skipped === 0 ? 'applied' : 'subscription skipped');
}

const nearly = [
  '', ' ', '-', '0007', '7', '-7', '1 234', '1,5', '1e999', '9223372036854775807', '31.12.2024', '2024-02-30', '2024-12-31T10:00+03:00', 'да', 'M', '-1', '6', 'user7@example.com', 'a@b', 'a"@example.com',
  '8 900 123-45-67, 1', '+79000000007', '"', '\\', '\u0000', '\uD800', 'a\uFEFF', '\u200B', '192.0.2.1', '::ffff:192.0.2.1', 'fe80::1%eth0', '1.2.3', 'ru', 'XX', 'Europe/Moscow', '+03:00', 'utc', 'subscribed', 'v1.12.0-rc.1', '1.2.3.4.5',
  'gold', '4', '{"a": 1}', '{"action":"unset"}', '{"action":1}', '{"a":{"action":"x"}}', '[{"a":"\uD800"}]', '[]', '{}', '[1]', '[null]', ',', ';', 'a,,b',
];
const text = fc.oneof(fc.constantFrom(...nearly), fc.constantFrom(...nearly), fc.string({ unit: 'binary' }), fc.json());
const cell: fc.Arbitrary<Cell> = fc.oneof(
  { arbitrary: text.map((v): Cell => ({ t: 's', v })), weight: 6 },
  { arbitrary: fc.constant(null), weight: 2 },
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((v): Cell => ({ t: 'n', v })),
  fc.integer({ min: -10, max: 50_000 }).map((v): Cell => ({ t: 'n', v })),
  fc.tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), text).map(([v, shown]): Cell => ({ t: 'n', v, text: shown })),
  fc.date({ min: new Date('1900-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }).map((day): Cell => ({ t: 'd', v: day.toISOString().slice(0, 19) })),
  fc.boolean().map((v): Cell => ({ t: 'b', v })),
  fc.constantFrom('#N/A', '#REF!').map((v): Cell => ({ t: 'e', v })),
);

/** Every field that the practice database has, each from a column of its own, with further ways to write some. */
const targets: readonly object[] = [
  { field: 'phones', type: 'phones', country: 'RU' },
  { field: '_fname', type: 'string', case: 'title', unsetWord: '-' },
  { field: '_lname', type: 'string', part: { separator: ' ', at: -1 } },
  { field: '_bdate', type: 'date', order: 'dmy' },
  { field: '_sex', type: 'gender' },
  { field: '_status', type: 'status' },
  { field: '_regdate', type: 'datetime', zone: 'America/New_York' },
  { field: '_regip', type: 'ip' },
  { field: '_regcountry', type: 'country' },
  { field: '_ip', type: 'string' },
  { field: '_country', type: 'string' },
  { field: '_postal_code', type: 'string' },
  { field: '_tz', type: 'timezone' },
  { field: '_vendor', type: 'string', part: { from: 2, length: 3 } },
  { field: 'interests', type: 'tags', case: 'upper' },
  { field: 'source', type: 'string', valueMap: { '7': 'seven', gold: null, да: 'yes' }, otherValues: 'keep' },
  { field: 'note', type: 'string', action: 'set' },
  { field: 'bonus', type: 'int', action: 'incr' },
  { field: 'score', type: 'float' },
  { field: 'vip', type: 'bool', yes: ['gold'], no: ['-'] },
  { field: 'contract_date', type: 'date', order: 'mdy' },
  { field: 'visited_at', type: 'datetime', zone: '+05:30' },
  { field: 'tier', type: 'enum', values: [1, 2, 3, 4, 'basic', 'silver', 'gold', 'platinum'] },
  { field: 'meta', type: 'object' },
  { field: 'addresses', type: 'arr_object' },
  { field: 'app_version', type: 'version' },
  { field: 'last_ip', type: 'ip' },
];
const changes: readonly object[] = [
  { field: 'interests', type: 'tags', action: 'add' },
  { field: 'meta', type: 'object', action: 'upsert', submatch: 'a.b', valueType: 'tags' },
  { field: 'addresses', type: 'arr_object', action: 'delete', submatch: 'id', valueType: 'tags' },
  { field: 'score', type: 'float', action: 'incr' },
  { field: 'vip', type: 'bool', action: 'set' },
];
/** Members of all types, one of them named as if the object were a functional update. */
const members = [
  { name: 'action', type: 'string', column: 'C0' },
  { name: 'value', type: 'tags', column: 'C1' },
  { name: 'submatch', type: 'int', column: 'C2' },
  { name: 'phone', type: 'phones', column: 'C3', country: 'RU' },
  { name: 'since', type: 'datetime', column: 'C4', zone: 'Europe/Moscow' },
  { name: 'more', type: 'object', column: 'C5' },
  { name: 'joined', type: 'string', template: '{C6} {C7}' },
  { name: 'kind', type: 'string', value: 'unset' },
];
const objects: readonly object[] = [
  { field: 'meta', type: 'object', members, empty: 'send' },
  { field: 'addresses', type: 'arr_object', members },
];
const objectChanges: readonly object[] = [
  { field: 'meta', type: 'object', members, action: 'upsert', submatch: 'a', valueType: 'object' },
  { field: 'addresses', type: 'arr_object', members, action: 'add', submatch: 'id', empty: 'unset' },
];
const headers = targets.map((_, index) => `C${index}`);
const columns = columnsOf('Key', ...headers);
const sourced = (rules: readonly object[]): readonly object[] => rules.map((rule, index) => ({ ...rule, column: headers[index] }));

const member = (index: number) => ({ column: headers[index] });
const subscriptions = [
  { channel: 'email', resource_id: 28, email: member(0), status: member(1), priority: member(2), cats: member(3), custom_fields: [{ field: 'visits', type: 'int', ...member(4) }, { field: '_os_ver', type: 'version', ...member(5), empty: 'unset' }] },
  { channel: 'sms', resource_id: 29, phone: { ...member(1), country: 'RU' }, custom_fields: [{ field: 'note', type: 'string', ...member(6), empty: 'send' }] },
  { channel: 'push', resource_id: 30, provider: member(2), subscription_id: member(3), custom_fields: [{ field: '_ad_track', type: 'bool', ...member(7) }] },
  { channel: 'telegram_bot', resource_id: 31, chat_id: member(4), cc_data: [{ field: 'extra', type: 'object', ...member(5) }] },
  { channel: 'viber', resource_id: 31, phone: member(6), status: member(8) },
  { channel: 'notify', resource_id: 31, phone: { template: '+7900{C7}' } },
];

function recipeOf(rest: object): Recipe {
  const reading = readRecipe({ version: 2, request: { db_id: 1, matching: 'custom', field_name: 'Custom_ID', extra: { detect_geo: true } }, ...rest });
  if (!reading.ok) throw new Error(reading.problems.join('\n'));
  return reading.recipe;
}

const key = { field: 'Custom_ID', type: 'int', column: 'Key' };
const recipes: readonly (readonly [string, Recipe])[] = [
  ['empty cells skipped', recipeOf({ fields: [key, ...sourced(targets)] })],
  ['empty cells sent', recipeOf({ fields: [key, ...sourced(targets)], empty: 'send' })],
  ['empty cells deleting their fields', recipeOf({ fields: [key, ...sourced(targets)], empty: 'unset' })],
  ['functional updates', recipeOf({ fields: [key, ...sourced(changes)] })],
  ['objects of several columns', recipeOf({ fields: [key, ...objects] })],
  ['functional updates of such objects', recipeOf({ fields: [key, ...objectChanges] })],
  ['subscriptions', recipeOf({ fields: [key], subscriptions, settings: { emailShape: 'flat' } })],
];

describe('any cells at all', () => {
  it.each(recipes)('with %s give errors of the row or an item that the strict platform applies', (_, recipe) => {
    const mapper = mapperOf(recipe, columns);
    let applied = 0;
    fc.assert(
      fc.property(fc.array(cell, { maxLength: headers.length }), (cells) => {
        const mapped = mapper.map({ row: 2, cells: [{ t: 'n', v: 7 }, ...cells] });
        if (mapped.kind !== 'item') return;
        applied += 1;
        expect(verdict(recipe, mapped.json)).toBe('applied');
      }),
      fixed,
    );
    expect(applied).toBeGreaterThan(20);
  });

  it.each(targets.map((rule, index) => [JSON.stringify(rule), rule, index] as const))('of one column for %s give an item that the strict platform applies', (_, rule) => {
    const recipe = recipeOf({ fields: [key, { ...rule, column: 'C0' }] });
    const mapper = mapperOf(recipe, columns);
    fc.assert(
      fc.property(cell, (one) => {
        const mapped = mapper.map({ row: 2, cells: [{ t: 'n', v: 7 }, one] });
        if (mapped.kind === 'item') expect(verdict(recipe, mapped.json)).toBe('applied');
      }),
      { ...fixed, numRuns: 400 },
    );
  });

  it('as any key of any mode are told or read as a key by the platform', () => {
    const modes: readonly object[] = [
      { request: { db_id: 1, matching: 'email' }, fields: [{ field: 'email', type: 'email', column: 'Key' }] },
      { request: { db_id: 1, matching: 'phone', resource_id: 29 }, fields: [{ field: 'phones', type: 'phones', column: 'Key', country: 'RU' }] },
      { request: { db_id: 1, matching: 'profile_id' }, fields: [{ field: 'profile_id', type: 'string', column: 'Key' }] },
      { request: { db_id: 1, matching: 'custom', field_name: 'CRM_ID' }, fields: [{ field: 'CRM_ID', type: 'string', column: 'Key' }] },
      { request: { db_id: 1, matching: 'email_phone' }, fields: [{ field: 'email', type: 'email', column: 'Key' }, { field: 'phones', type: 'phones', column: 'C0' }] },
      { request: { db_id: 1, matching: 'push_sub' }, fields: [{ field: 'note', type: 'string', value: 'x' }], subscriptions: [{ channel: 'push', resource_id: 30, provider: { value: 'android-firebase' }, subscription_id: { column: 'Key' } }] },
      { request: { db_id: 1, matching: 'email_phone_sub' }, fields: [{ field: 'note', type: 'string', value: 'x' }], subscriptions: [subscriptions[0], { channel: 'email', resource_id: 28, email: { column: 'Key' } }] },
      { request: { db_id: 1, matching: 'custom_sub', field_name: 'CRM_ID' }, fields: [{ field: 'note', type: 'string', value: 'x' }], subscriptions: [{ channel: 'telegram_bot', resource_id: 31, chat_id: { value: 5 }, cc_data: [{ field: 'CRM_ID', type: 'string', column: 'Key' }] }] },
    ];
    for (const mode of modes) {
      const recipe = recipeOf(mode);
      const mapper = mapperOf(recipe, columns);
      fc.assert(
        fc.property(cell, cell, (one, other) => {
          const mapped = mapper.map({ row: 2, cells: [one, other] });
          if (mapped.kind === 'item') expect(verdict(recipe, mapped.json)).toMatch(/^(?:applied|profile not found)$/);
        }),
        { ...fixed, numRuns: 300 },
      );
    }
  });
});

it('the platform takes a sample of every type', () => {
  const rules = targets.flatMap((rule) => {
    const { field, type } = rule as { field: string; type: keyof typeof samples };
    return ['action', 'part', 'order', 'valueMap'].some((member) => member in rule) || field === '_ip' ? [] : [{ rule: { ...rule, ...samples[type][0].options }, cell: type === 'enum' ? s('Gold') : samples[type][0].cell }];
  });
  const recipe = recipeOf({ fields: [key, ...rules.map(({ rule }, index) => ({ ...rule, column: headers[index] }))] });
  const mapped = mapperOf(recipe, columns).map({ row: 2, cells: [{ t: 'n', v: 7 }, ...rules.map((one) => one.cell)] });
  expect(mapped).toMatchObject({ kind: 'item' });
  if (mapped.kind === 'item') expect(verdict(recipe, mapped.json)).toBe('applied');
});
