import { describe, expect, it } from 'vitest';
import type { Cell } from '#contract/cells.ts';
import type { FieldRule, Recipe, SubscriptionRule } from '#contract/recipe.ts';
import { columnsOf, keyed, mapCells, mapperOf, n, problemsOf, s } from '../mapping.ts';

const columns = columnsOf('Key', 'A', 'B', 'C', 'D');
const column = (name: string): { readonly column: string } => ({ column: name });
const recipe = (rules: readonly SubscriptionRule[], rest: Partial<Recipe> = {}): Recipe => keyed([], { version: 2, subscriptions: [...rules], ...rest });

/** The entries of the item, or what is wrong. */
function entries(rules: readonly SubscriptionRule[], ...cells: readonly Cell[]): unknown {
  const mapped = mapCells(recipe(rules), columns, cells);
  if (mapped.kind === 'item') return mapped.json.slice('{"key":1'.length, -1).replace(/^,"subscriptions":/, '');
  return mapped.kind === 'invalid' ? mapped.errors.map(({ field, column: letter, reason }) => `${field} ${letter ?? ''} ${reason}`) : mapped.kind;
}

const push: SubscriptionRule = { channel: 'push', resource_id: 30, provider: column('A'), subscription_id: column('B') };
const telegram: SubscriptionRule = { channel: 'telegram_bot', resource_id: 31, chat_id: column('A') };
const viber: SubscriptionRule = { channel: 'viber', resource_id: 31, phone: { ...column('A'), country: 'RU' } };

describe('a subscription that is none without its status', () => {
  const agreed: SubscriptionRule = { channel: 'telegram_bot', resource_id: 31, chat_id: column('A'), status: { ...column('B'), valueMap: { yes: 'subscribed' }, empty: 'none' } };

  it('is left out where the cell is empty, and wrong where it says something else', () => {
    expect(entries([agreed], n(77), s(' '))).toBe('');
    expect(entries([agreed], n(77), s('yes'))).toContain('"status":"subscribed"');
    expect(entries([agreed], n(77), s('perhaps'))).toEqual([expect.stringContaining('subscriptions[0].status C')]);
    expect(entries([{ ...agreed, status: { ...column('B'), valueMap: { yes: 'subscribed' } } }], n(77), s(' '))).toContain('"resource_id":31');
  });
});

describe('a push subscription', () => {
  it('has its provider and its ID as texts', () => {
    expect(entries([push], s('Firefox'), n(1234))).toBe('[{"channel":"push","resource_id":30,"provider":"Firefox","subscription_id":"1234"}]');
    expect(entries([{ ...push, provider: { ...column('A'), valueMap: { ff: 'Firefox' } } }], s('FF'), s('x'))).toContain('"provider":"Firefox"');
  });

  it('is left out without its ID, and wrong without its provider', () => {
    expect(entries([push], s('Firefox'), s(' '))).toBe('');
    expect(entries([push], null, s('x'))).toEqual(['subscriptions[0].provider B contact-incomplete']);
  });

  it('does not take an ID whose last digits Excel has lost', () => {
    expect(entries([push], s('Firefox'), n(1.2345678901234567e17))).toEqual(['subscriptions[0].subscription_id C digits-lost']);
  });
});

describe('a Telegram subscription', () => {
  it.each<[string, Cell, unknown]>([
    ['a number', n(77), '[{"channel":"telegram_bot","resource_id":31,"cc_data":{"id":77}}]'],
    ['a text of digits', s('1000000000077'), '[{"channel":"telegram_bot","resource_id":31,"cc_data":{"id":1000000000077}}]'],
    ['a group', s('-1001234567890'), '[{"channel":"telegram_bot","resource_id":31,"cc_data":{"id":-1001234567890}}]'],
    ['nothing', null, ''],
    ['a name', s('@anna'), ['subscriptions[0].chat_id B not-integer']],
    ['more digits than ids have', s('12345678901234567'), ['subscriptions[0].chat_id B out-of-range']],
  ])('has its chat as a whole number: %s', (_, cell, expected) => {
    expect(entries([telegram], cell)).toEqual(expected);
  });
});

describe('a subscription by cc_data', () => {
  it.each(['viber', 'whatsapp', 'notify'] as const)('in %s has its phone there, and further members', (channel) => {
    const data: FieldRule[] = [{ field: 'name', type: 'string', column: 'B' }, { field: 'n', type: 'int', column: 'C' }];
    expect(entries([{ ...viber, channel, cc_data: data }], s('8 900 123-45-67'), s('Anna'), null)).toBe(
      `[{"channel":"${channel}","resource_id":31,"cc_data":{"phone":"+79001234567","name":"Anna"}}]`,
    );
    expect(entries([{ ...viber, channel, cc_data: data }], null, s('Anna'), n(1))).toBe('');
  });

  it('in a channel of another code has what the recipe says, and is left out where all of it is empty', () => {
    const own: SubscriptionRule = { channel: 'other', code: 'max_bot', resource_id: 9, cc_data: [{ field: 'id', type: 'int', column: 'A' }, { field: 'name', type: 'string', column: 'B' }], status: column('C') };
    expect(entries([own], n(5), null, s('subscribed'))).toBe('[{"channel":"max_bot","resource_id":9,"cc_data":{"id":5},"status":"subscribed"}]');
    expect(entries([own], null, null, s('subscribed'))).toBe('');
  });

  it('has its objects as they stand, as it knows no functional updates', () => {
    const own: SubscriptionRule = { ...telegram, cc_data: [{ field: 'extra', type: 'object', column: 'B' }] };
    expect(entries([own], n(5), s('{"action":"unset"}'))).toBe('[{"channel":"telegram_bot","resource_id":31,"cc_data":{"id":5,"extra":{"action":"unset"}}}]');
  });

  it('cannot fill its contact twice', () => {
    expect(problemsOf(recipe([{ ...telegram, cc_data: [{ field: 'id', type: 'int', column: 'B' }] }]), columns)).toEqual([
      'subscriptions[0].cc_data[0].field: “id” is filled by subscriptions[0].chat_id already',
    ]);
  });
});

describe('several subscriptions of one profile', () => {
  it('come from different columns, those without contact left out', () => {
    const emails = ['A', 'B', 'C'].map((name): SubscriptionRule => ({ channel: 'email', resource_id: 28, email: column(name) }));
    expect(entries([...emails, { ...telegram, chat_id: column('D') }], s('a@example.com'), null, s('c@example.com'), n(7))).toBe(
      '[{"channel":"email","resource_id":28,"email_data":{"email":"a@example.com"}},{"channel":"email","resource_id":28,"email_data":{"email":"c@example.com"}},{"channel":"telegram_bot","resource_id":31,"cc_data":{"id":7}}]',
    );
  });
});

describe('the members of a subscription', () => {
  it('may be mapped and joined', () => {
    const rule: SubscriptionRule = { ...viber, status: { ...column('B'), valueMap: { да: 'subscribed', нет: 'unsubscribed', '?': -1 } }, cats: { template: '{C},{D}' } };
    const entry = (status: string): string => `[{"channel":"viber","resource_id":31,"cc_data":{"phone":"+79001234567"}${status},"cats":["x","y"]}]`;
    expect(entries([rule], s('89001234567'), s('Нет'), s('x'), s('y'))).toBe(entry(',"status":"unsubscribed"'));
    expect(entries([rule], s('89001234567'), s('?'), s('x'), s('y'))).toBe(entry(''));
    expect(entries([rule], s('89001234567'), s('maybe'), s('x'))).toEqual(['subscriptions[0].status C not-in-list']);
  });

  it('may have functional updates in its own fields', () => {
    const rule: SubscriptionRule = { ...viber, custom_fields: [{ field: 'visits', type: 'int', column: 'B', action: 'incr' }, { field: 'note', type: 'string', column: 'C', empty: 'unset' }] };
    expect(entries([rule], s('89001234567'), n(1))).toBe(
      '[{"channel":"viber","resource_id":31,"cc_data":{"phone":"+79001234567"},"custom_fields":{"visits":{"action":"incr","value":1},"note":{"action":"unset"}}}]',
    );
  });

  it('are not emptied by what the recipe says of the empty cells of profile fields', () => {
    const rule: SubscriptionRule = { ...viber, custom_fields: [{ field: 'note', type: 'string', column: 'B' }] };
    expect(mapperOf(recipe([rule], { empty: 'unset' }), columns).map({ row: 2, cells: [n(1), s('89001234567')] })).toMatchObject({
      json: '{"key":1,"subscriptions":[{"channel":"viber","resource_id":31,"cc_data":{"phone":"+79001234567"}}]}',
    });
  });
});
