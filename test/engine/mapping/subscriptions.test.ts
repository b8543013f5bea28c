import { describe, expect, it } from 'vitest';
import type { Cell } from '#contract/cells.ts';
import type { SubscriptionRule } from '#contract/recipe.ts';
import { defaultSettings, type MappedRow } from '#engine/mapping/index.ts';
import { columnsOf, e, keyed, mapCells, mapperOf, n, problemsOf, s } from './mapping.ts';

const email: SubscriptionRule = { channel: 'email', resource_id: 28, email: { column: 'Email' } };
const columns = columnsOf('Key', 'Email', 'Other', 'Phone');

function map(rules: readonly SubscriptionRule[], ...cells: readonly Cell[]): MappedRow {
  return mapCells(keyed([], { subscriptions: [...rules] }), columns, cells);
}

/** The JSON of the subscriptions, or the errors. */
function entries(rules: readonly SubscriptionRule[], ...cells: readonly Cell[]): unknown {
  const mapped = map(rules, ...cells);
  if (mapped.kind === 'item') return mapped.json.replace(/^\{"key":1,?/, '').replace(/\}$/, '');
  return mapped.kind === 'invalid' ? mapped.errors.map(({ field, column, reason }) => `${field} ${column ?? ''} ${reason}`) : mapped.kind;
}

describe('an email subscription', () => {
  it('carries channel, resource and address', () => {
    expect(entries([email], s(' Anna@Example.COM '))).toBe('"subscriptions":[{"channel":"email","resource_id":28,"email_data":{"email":"Anna@example.com"}}]');
  });

  it('carries everything else a recipe gives', () => {
    const full: SubscriptionRule = {
      ...email,
      status: { value: 'subscribed' },
      priority: { value: 0 },
      cats: { column: 'Other', separator: ';' },
      custom_fields: [
        { field: 'note', type: 'string', value: 'by hand' },
        { field: 'visits', type: 'int', column: 'Phone' },
      ],
    };
    expect(entries([full], s('a@example.com'), s('news; sale;'), n(3))).toBe(
      '"subscriptions":[{"channel":"email","resource_id":28,"email_data":{"email":"a@example.com"},"status":"subscribed","priority":0,"cats":["news","sale"],"custom_fields":{"note":"by hand","visits":3}}]',
    );
  });

  it('is left out without an address, whatever else the row says', () => {
    const rule: SubscriptionRule = { ...email, status: { column: 'Other' } };
    expect(entries([rule], s(' '), s('no such status'))).toBe('');
  });

  it('tells of a wrong address and of everything else that is wrong', () => {
    const rule: SubscriptionRule = { ...email, status: { column: 'Other' }, custom_fields: [{ field: 'visits', type: 'int', column: 'Phone' }] };
    expect(entries([rule], s('bad'), s('gone'), e('#N/A'))).toEqual([
      'subscriptions[0].email B incorrect-email',
      'subscriptions[0].status C unknown-status',
      'subscriptions[0].custom_fields.visits D cell-error',
    ]);
  });

  it('leaves custom_fields and cats out where they would be empty', () => {
    const rule: SubscriptionRule = { ...email, cats: { column: 'Other' }, custom_fields: [{ field: 'note', type: 'string', column: 'Phone' }] };
    expect(entries([rule], s('a@example.com'), s(' , '), null)).toBe('"subscriptions":[{"channel":"email","resource_id":28,"email_data":{"email":"a@example.com"}}]');
  });

  it('can name its address as the manual’s tables do', () => {
    const mapper = mapperOf(keyed([], { subscriptions: [email] }), columns, { ...defaultSettings, emailShape: 'flat' });
    expect(mapper.map({ row: 2, cells: [n(1), s('a@example.com')] })).toMatchObject({
      json: '{"key":1,"subscriptions":[{"channel":"email","resource_id":28,"email":"a@example.com"}]}',
    });
  });
});

describe('an sms subscription', () => {
  it('carries the phone in E.164', () => {
    const sms: SubscriptionRule = { channel: 'sms', resource_id: 29, phone: { column: 'Phone', country: 'RU' } };
    expect(entries([email, sms], s('a@example.com'), null, s('8 900 123-45-67'))).toBe(
      '"subscriptions":[{"channel":"email","resource_id":28,"email_data":{"email":"a@example.com"}},{"channel":"sms","resource_id":29,"phone":"+79001234567"}]',
    );
    expect(entries([email, sms], null, null, s('8 900 123-45-67'))).toBe('"subscriptions":[{"channel":"sms","resource_id":29,"phone":"+79001234567"}]');
    expect(entries([email, sms], null, null, s('8 900'))).toEqual(['subscriptions[1].phone D incorrect-phone']);
  });
});

describe('a subscription’s status', () => {
  const withStatus: SubscriptionRule = { ...email, status: { column: 'Other' } };

  it.each([
    ['a word', s('Unsubscribed'), '"status":"unsubscribed"'],
    ['-1, which leaves it as it is', n(-1), ''],
    ['-1 in text', s('-1'), ''],
    ['an empty cell', null, ''],
  ])('can be %s', (_, cell, expected) => {
    const tail = expected === '' ? '' : `,${expected}`;
    expect(entries([withStatus], s('a@example.com'), cell)).toBe(`"subscriptions":[{"channel":"email","resource_id":28,"email_data":{"email":"a@example.com"}${tail}}]`);
  });

  it.each([s('active'), n(7), n(1.5)])('cannot be anything else (%#)', (cell) => {
    expect(entries([withStatus], s('a@example.com'), cell)).toEqual(['subscriptions[0].status C unknown-status']);
  });

  it.each([n(0), n(1), s('0'), s(' 1 '), s('6')])('is no digit, which may mean consent (%#)', (cell) => {
    expect(entries([withStatus], s('a@example.com'), cell)).toEqual(['subscriptions[0].status C status-digit']);
    expect(entries([{ ...email, status: { column: 'Other', valueMap: { yes: 'subscribed' }, otherValues: 'keep' } }], s('a@example.com'), cell)).toEqual(['subscriptions[0].status C status-digit']);
  });

  it('is what a value map or a constant makes of it, in words or in the platform’s numbers', () => {
    const map = (valueMap: Record<string, string | number>): SubscriptionRule => ({ ...email, status: { column: 'Other', valueMap } });
    expect(entries([map({ 0: 'unsubscribed', 1: 'subscribed' })], s('a@example.com'), n(1))).toContain('"status":"subscribed"');
    expect(entries([map({ 0: 0, 1: 1 })], s('a@example.com'), s('1'))).toContain('"status":"unsubscribed"');
    expect(entries([{ ...email, status: { value: 1 } }], s('a@example.com'))).toContain('"status":"unsubscribed"');
  });

  it('is checked before any row is read where it is the same for all', () => {
    const wrong: SubscriptionRule = { ...email, status: { value: 'active' } };
    expect(problemsOf(keyed([], { subscriptions: [wrong] }), columns)).toEqual([
      expect.stringMatching(/^subscriptions\[0\]\.status\.value: "active": subscription status not in the platform’s list/),
    ]);
    expect(entries([{ ...email, status: { value: -1 } }], s('a@example.com'))).not.toContain('status');
  });
});

describe('a subscription’s priority', () => {
  const withPriority: SubscriptionRule = { ...email, priority: { column: 'Other' } };

  it.each([
    ['0 counts', n(0), ',"priority":0'],
    ['text', s('5'), ',"priority":5'],
    ['-1 leaves it as it is', n(-1), ''],
    ['empty leaves it as it is', null, ''],
  ])('%s', (_, cell, tail) => {
    expect(entries([withPriority], s('a@example.com'), cell)).toBe(`"subscriptions":[{"channel":"email","resource_id":28,"email_data":{"email":"a@example.com"}${tail}}]`);
  });

  it('is a whole number from 0', () => {
    expect(entries([withPriority], s('a@example.com'), n(-2))).toEqual(['subscriptions[0].priority C out-of-range']);
    expect(entries([withPriority], s('a@example.com'), s('high'))).toEqual(['subscriptions[0].priority C not-integer']);
  });
});
