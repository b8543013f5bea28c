import { describe, expect, it } from 'vitest';
import type { FieldRule, MatchingMode, Recipe, SubscriptionRule } from '#contract/recipe.ts';
import { columnsOf, mapperOf, problemsOf, s } from '../mapping.ts';

const columns = columnsOf('Email', 'Phone', 'ID', 'Note');
const note: FieldRule = { field: 'note', type: 'string', column: 'Note' };
const email: FieldRule = { field: 'email', type: 'email', column: 'Email' };
const phones: FieldRule = { field: 'phones', type: 'phones', column: 'Phone', country: 'RU' };
const emailSub: SubscriptionRule = { channel: 'email', resource_id: 28, email: { column: 'Email' } };
const smsSub: SubscriptionRule = { channel: 'sms', resource_id: 29, phone: { column: 'Phone', country: 'RU' } };
const pushSub: SubscriptionRule = { channel: 'push', resource_id: 30, provider: { value: 'android-firebase' }, subscription_id: { column: 'ID' } };
const ownSub: SubscriptionRule = { channel: 'other', code: 'max_bot', resource_id: 31, cc_data: [{ field: 'CRM_ID', type: 'string', column: 'ID' }] };

interface Parts {
  readonly fields?: readonly FieldRule[];
  readonly subscriptions?: readonly SubscriptionRule[];
  readonly fieldName?: string;
}

function recipe(matching: MatchingMode, { fields = [], subscriptions = [], fieldName }: Parts): Recipe {
  return {
    version: 2,
    request: { db_id: 1, matching, ...(fieldName === undefined ? {} : { field_name: fieldName }) },
    fields: [note, ...fields],
    subscriptions: [...subscriptions],
  };
}

const emailEntry = '{"channel":"email","resource_id":28,"email_data":{"email":"Anna@example.com"}}';
const smsEntry = '{"channel":"sms","resource_id":29,"phone":"+79001234567"}';
const full = { row: 2, cells: [s('Anna@example.com'), s('8 900 123-45-67'), s('x-1'), s('n')] };

describe('each matching mode', () => {
  it.each<[MatchingMode, Parts, string, string]>([
    ['email', { fields: [email] }, '"note":"n","email":"Anna@example.com"', 'anna@example.com'],
    ['email', { subscriptions: [emailSub] }, `"note":"n","subscriptions":[${emailEntry}]`, 'anna@example.com'],
    ['email_profile', { fields: [email] }, '"note":"n","email":"Anna@example.com"', 'anna@example.com'],
    ['email_sub', { subscriptions: [emailSub] }, `"note":"n","subscriptions":[${emailEntry}]`, 'anna@example.com'],
    ['phone', { fields: [phones] }, '"note":"n","phones":["+79001234567"]', '+79001234567'],
    ['phone', { subscriptions: [smsSub] }, `"note":"n","subscriptions":[${smsEntry}]`, '+79001234567'],
    ['phone_sub', { subscriptions: [smsSub] }, `"note":"n","subscriptions":[${smsEntry}]`, '+79001234567'],
    ['profile_id', { fields: [{ field: 'profile_id', type: 'string', column: 'ID' }] }, '"note":"n","profile_id":"x-1"', 'x-1'],
    [
      'push_sub',
      { subscriptions: [pushSub] },
      '"note":"n","subscriptions":[{"channel":"push","resource_id":30,"provider":"android-firebase","subscription_id":"x-1"}]',
      'android-firebase x-1',
    ],
    ['custom', { fields: [{ field: 'CRM_ID', type: 'string', column: 'ID' }], fieldName: 'CRM_ID' }, '"note":"n","CRM_ID":"x-1"', 'x-1'],
    ['custom_sub', { subscriptions: [ownSub], fieldName: 'CRM_ID' }, '"note":"n","subscriptions":[{"channel":"max_bot","resource_id":31,"cc_data":{"CRM_ID":"x-1"}}]', 'x-1'],
    ['email_phone', { fields: [phones, email] }, '"note":"n","phones":["+79001234567"],"email":"Anna@example.com"', 'anna@example.com'],
    ['email_phone', { fields: [phones] }, '"note":"n","phones":["+79001234567"]', '+79001234567'],
    ['email_phone_sub', { subscriptions: [smsSub, emailSub] }, `"note":"n","subscriptions":[${smsEntry},${emailEntry}]`, 'anna@example.com'],
  ])('%s takes its key from the item (%#)', (matching, parts, json, key) => {
    expect(mapperOf(recipe(matching, parts), columns).map(full)).toEqual({ kind: 'item', json: `{${json}}`, key });
  });

  it.each<[MatchingMode, string | undefined, string]>([
    ['email', undefined, 'email matching needs a field “email” in fields, as each profile is found by it'],
    ['email_profile', undefined, 'email_profile matching needs a field “email” in fields, as each profile is found by it'],
    ['email_sub', undefined, 'email_sub matching needs email in the channels of subscriptions, as each profile is found by it'],
    ['phone', undefined, 'phone matching needs a field “phones” or “phone” in fields, as each profile is found by it'],
    ['phone_sub', undefined, 'phone_sub matching needs sms in the channels of subscriptions, as each profile is found by it'],
    ['profile_id', undefined, 'profile_id matching needs a field “profile_id” in fields, as each profile is found by it'],
    ['push_sub', undefined, 'push_sub matching needs push in the channels of subscriptions, as each profile is found by it'],
    ['custom', 'CRM_ID', 'custom matching needs a field “CRM_ID” in fields, as each profile is found by it'],
    ['custom_sub', 'CRM_ID', 'custom_sub matching needs “CRM_ID” in the cc_data of a subscription, as each profile is found by it'],
    ['email_phone', undefined, 'email_phone matching needs a field “email”, “phones” or “phone” in fields, as each profile is found by it'],
    ['email_phone_sub', undefined, 'email_phone_sub matching needs email or sms in the channels of subscriptions, as each profile is found by it'],
  ])('%s without its key is refused before any row is read', (matching, fieldName, problem) => {
    const parts = fieldName === undefined ? {} : { fieldName };
    expect(problemsOf(recipe(matching, parts), columns)).toEqual([`request.matching: ${problem}`]);
  });

  it.each<[MatchingMode, Parts, string, string]>([
    ['email_profile', { fields: [email] }, 'email', 'A'],
    ['email_sub', { subscriptions: [emailSub] }, 'subscriptions[0].email', 'A'],
    ['phone_sub', { subscriptions: [smsSub] }, 'subscriptions[0].phone', 'B'],
    ['push_sub', { subscriptions: [pushSub] }, 'subscriptions[0].subscription_id', 'C'],
    ['custom_sub', { subscriptions: [ownSub], fieldName: 'CRM_ID' }, 'subscriptions[0].cc_data.CRM_ID', 'C'],
    ['email_phone', { fields: [email, phones] }, 'email', 'A'],
    ['email_phone_sub', { subscriptions: [emailSub, smsSub] }, 'subscriptions[0].email', 'A'],
  ])('%s needs the key in every row', (matching, parts, field, column) => {
    expect(mapperOf(recipe(matching, parts), columns).map({ row: 2, cells: [null, null, null, s('n')] })).toMatchObject({
      kind: 'invalid',
      errors: [{ field, column, reason: 'key-missing' }],
    });
  });

  it('by profile email is not satisfied by a subscription, nor the other way about', () => {
    expect(problemsOf(recipe('email_profile', { subscriptions: [emailSub] }), columns)).toHaveLength(1);
    expect(problemsOf(recipe('email_sub', { fields: [email] }), columns)).toHaveLength(1);
    expect(problemsOf(recipe('email_phone', { subscriptions: [emailSub] }), columns)).toHaveLength(1);
  });

  it('by email or phone takes either where a row has one of them', () => {
    const mapper = mapperOf(recipe('email_phone', { fields: [email, phones] }), columns);
    expect(mapper.map({ row: 2, cells: [null, s('89001234567')] })).toMatchObject({ kind: 'item', key: '+79001234567' });
    expect(mapper.map({ row: 2, cells: [s('a@example.com')] })).toMatchObject({ kind: 'item', key: 'a@example.com' });
  });

  it('by push subscription needs the provider too', () => {
    const named = recipe('push_sub', { subscriptions: [{ ...pushSub, provider: { column: 'Phone' } }] });
    expect(mapperOf(named, columns).map({ row: 2, cells: [null, null, s('x-1')] })).toMatchObject({
      errors: expect.arrayContaining([expect.objectContaining({ field: 'subscriptions[0].provider', reason: 'contact-incomplete' })]),
    });
  });

  it('takes the profile’s ID under the name that the recipe’s settings give', () => {
    const byId = recipe('profile_id', { fields: [{ field: 'profile_id', type: 'string', column: 'ID' }] });
    expect(mapperOf({ ...byId, settings: { profileIdMember: '_id' } }, columns).map(full)).toMatchObject({ json: '{"note":"n","_id":"x-1"}' });
  });
});

describe('the match key', () => {
  const keyed = (rule: Partial<FieldRule>): readonly string[] => problemsOf(recipe('email', { fields: [{ ...email, ...rule }] }), columns);

  it.each<[Partial<FieldRule>, string]>([
    [{ action: 'set' }, 'fields[1].action: the match key is a plain value, as each profile is found by it'],
    [{ empty: 'send' }, 'fields[1].empty: the match key can be neither deleted nor sent empty, as each profile is found by it'],
    [{ empty: 'unset' }, 'fields[1].empty: the match key can be neither deleted nor sent empty, as each profile is found by it'],
    [{ unsetWord: '-' }, 'fields[1].unsetWord: the match key cannot be deleted, as each profile is found by it'],
  ])('is never changed by a functional update (%#)', (rule, problem) => {
    expect(keyed(rule)).toEqual([problem]);
  });

  it('is not touched by what the recipe says of empty cells', () => {
    const both = recipe('email_phone', { fields: [email, phones] });
    expect(mapperOf({ ...both, empty: 'unset' }, columns).map({ row: 2, cells: [s('a@example.com'), null, null, s('n')] })).toMatchObject({
      json: '{"note":"n","email":"a@example.com"}',
    });
  });

  it('may be made of several columns, or a part of one', () => {
    const joined = recipe('custom', { fields: [{ field: 'K', type: 'string', template: '{ID}/{Note}' }], fieldName: 'K' });
    expect(mapperOf(joined, columns).map(full)).toMatchObject({ key: 'x-1/n' });
    // Half a key could be somebody else's whole one.
    expect(mapperOf(joined, columns).map({ row: 2, cells: [null, null, null, s('n')] })).toMatchObject({ errors: [{ field: 'K', column: 'C', reason: 'key-missing' }] });
    const part = recipe('custom', { fields: [{ field: 'K', type: 'int', column: 'ID', part: { separator: '-', at: 2 } }], fieldName: 'K' });
    expect(mapperOf(part, columns).map(full)).toMatchObject({ key: '1', json: '{"note":"n","K":1}' });
  });
});
