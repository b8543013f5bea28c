import { describe, expect, it } from 'vitest';
import type { Recipe } from '#contract/recipe.ts';
import { undoPlan, type UndoPlan } from '#engine/jobs/comparison/undoPlan.ts';
import { compileRecipe } from '#engine/mapping/index.ts';
import { columnLetter } from '#contract/cells.ts';

type Entry = Readonly<Record<string, unknown>>;

const recipe: Recipe = { version: 2, request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID' }, fields: [{ field: 'Custom_ID', type: 'int', column: 'No' }] };
const planOf = (sent: readonly Entry[], told: readonly Entry[] | undefined): Promise<UndoPlan> => undoPlan(recipe, [{ item: { Custom_ID: 5, subscriptions: sent }, profile: { id: 'f'.repeat(24), subscriptions: told } }]);

/** What the plan's own recipe makes of its first row. */
function sentBack({ recipe: made, headers, rows }: UndoPlan): unknown {
  const compiled = compileRecipe(made, headers.map((header, index) => ({ index, letter: columnLetter(index), header, ref: header })));
  if (!compiled.ok) throw new Error(compiled.problems.map((problem) => problem()).join());
  const mapped = compiled.mapper.map({ row: 2, cells: [...(rows[0] ?? [])] });
  return mapped.kind === 'item' ? JSON.parse(mapped.json).subscriptions : mapped;
}

const email = (address: string, rest: Entry): Entry => ({ channel: 'email', resource_id: 28, email_data: { email: address }, ...rest });

describe('The subscriptions of an undo plan', () => {
  it('are given back by channel, resource and address, also two of one resource, as far as they were sent', async () => {
    const push = { channel: 'push', resource_id: 30, provider: 'android-firebase', subscription_id: 'token-1' };
    const plan = await planOf(
      [email('a@example.com', { status: 1 }), email('b@example.com', { status: 'subscribed', priority: 0, cats: ['new'] }), { ...push, status: 'suspended' }, { channel: 'whatsapp', resource_id: 31, cc_data: { phone: '+79161234567' }, custom_fields: { note: 'x', visits: { action: 'incr', value: 1 } } }],
      [
        email('B@example.com', { status: 4, priority: 7, cats: ['a|b', 'c'], is_delete: false }), email('a@example.com', { status: 'hardbounced', priority: 2 }), { ...push, status: 'subscribed' },
        { channel: 'whatsapp', resource_id: 31, cc_data: { phone: '+79161234567' }, status: 'subscribed', custom_fields: { visits: 3 } },
      ],
    );
    expect(plan.left).toEqual({ added: 0, subscription: 0, value: 0, email: 0, key: 0 });
    expect(sentBack(plan)).toEqual([
      email('a@example.com', { status: 'hardbounced' }),
      email('b@example.com', { status: 'unconfirmed', priority: 7, cats: ['a|b', 'c'] }),
      { ...push, status: 'subscribed' },
      { channel: 'whatsapp', resource_id: 31, cc_data: { phone: '+79161234567' }, custom_fields: { note: { action: 'unset' }, visits: 3 } },
    ]);
  });

  it.each([
    ['were not there before', email('a@example.com', { status: 'subscribed' }), [], 'added'],
    ['are told as deleted', email('a@example.com', { status: 'subscribed' }), [email('a@example.com', { status: 'subscribed', is_delete: true })], 'subscription'],
    ['are not told at all', email('a@example.com', { status: 'subscribed' }), undefined, 'subscription'],
    ['have a status that is not told', email('a@example.com', { status: 'subscribed' }), [email('a@example.com', {})], 'subscription'],
    ['had no categories, which no update empties', email('a@example.com', { cats: ['new'] }), [email('a@example.com', {})], 'subscription'],
    ['are of a channel that no rule names', { channel: 'max', resource_id: 40, cc_data: { id: 1 }, status: 'subscribed' }, [{ channel: 'max', resource_id: 40, cc_data: { id: 1 }, status: 'unsubscribed' }], 'subscription'],
    ['have more in cc_data than the contact', { channel: 'viber', resource_id: 31, cc_data: { phone: '+79161234567', name: 'x' }, status: 'subscribed' }, [{ channel: 'viber', resource_id: 31, cc_data: { phone: '+79161234567' }, status: 'unsubscribed' }], 'subscription'],
    ['have an address that no cell gives back', { channel: 'sms', resource_id: 29, phone: '12', status: 'subscribed' }, [{ channel: 'sms', resource_id: 29, phone_data: { phone: '12' }, status: 'unsubscribed' }], 'value'],
  ] as const)('stay and are counted where they %s', async (_, sent, told, reason) => {
    const plan = await planOf([sent], told);
    expect(plan.left).toEqual({ added: 0, subscription: 0, value: 0, email: 0, key: 0, [reason]: 1 });
    expect(sentBack(plan)).toBeUndefined();
  });

  it('need no column where only their address was sent', async () => {
    const plan = await planOf([email('a@example.com', {})], [email('a@example.com', { status: 'subscribed' })]);
    expect([plan.left.subscription, sentBack(plan)]).toEqual([0, undefined]);
  });
});
