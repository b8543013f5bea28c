import { describe, expect, it } from 'vitest';
import { practiceProfile } from '../../electron/practice/index.ts';
import { practice, type Practice } from './client.ts';

async function read(it: Practice, key: object): Promise<Record<string, unknown>> {
  const { json } = await it.call('profiles/get/', { db_id: 7, ...key });
  expect(json.error).toBe(0);
  return json.data as unknown as Record<string, unknown>;
}
const byId = (number: number): object => ({ matching: 'custom', field_name: 'Custom_ID', field_value: number });

describe('profiles/get', () => {
  it('finds the same profile by each of the eleven modes', async () => {
    await using it = await practice();
    const { email, phone, profileId, pushSubscriptionId, crmId } = practiceProfile(12);
    const keys: readonly object[] = [
      { email },
      { matching: 'email_profile', email },
      { matching: 'email_sub', email, resource_id: 28 },
      { matching: 'phone', phone },
      { matching: 'phone_sub', phone },
      { matching: 'profile_id', profile_id: profileId },
      { matching: 'push_sub', provider: 'android-firebase', subscription_id: pushSubscriptionId },
      byId(12),
      { matching: 'custom_sub', field_name: 'CRM_ID', field_value: crmId },
      { matching: 'email_phone', phone },
      { matching: 'email_phone_sub', email },
    ];
    for (const key of keys) expect(await read(it, key)).toMatchObject({ id: profileId, db_id: 7, email, Custom_ID: 12 });
  });

  it.each([
    [{ matching: 'custom', field_name: 'Custom_ID', field_value: 5_000 }, 404, 'profile not found'],
    [{ matching: 'custom', field_name: 'Custom_ID' }, 400, 'field_value'],
    [{ matching: 'custom', field_value: 5 }, 400, 'field_name'],
    [{ matching: 'email' }, 400, 'email'],
    [{ matching: 'push_sub', subscription_id: 'push-1' }, 400, 'subscription_id'],
    [{ matching: 'name', email: 'a@example.com' }, 400, 'matching'],
    [{ db_id: 9, email: 'user1@example.com' }, 403, ''],
    [{ db_id: 5, email: 'user1@example.com' }, 404, 'Database'],
    [{ db_id: '7', email: 'user1@example.com' }, 400, 'db_id'],
  ])('refuses %j by %i', async (key, code, words) => {
    await using it = await practice();
    const { status, json } = await it.call('profiles/get/', { db_id: 7, ...key });
    expect([status, json.error]).toEqual([code, code]);
    expect(json.error_text).toContain(words);
  });

  it('tells a profile as accepted items have left it, and no other', async () => {
    await using it = await practice();
    const before = await read(it, byId(11));
    expect(before).toMatchObject({ interests: ['sport'], bonus: 11 });
    await it.batch([
      {
        Custom_ID: 11, _fname: 'Olga', _bdate: '1990-02-22', _sex: 'Ж', tier: 'gold', _city: { action: 'unset' },
        bonus: { action: 'incr', value: 4 }, interests: { action: 'add', value: ['sport', 'art'] },
        subscriptions: [{ resource_id: 28, channel: 'email', email: 'user11@example.com', status: 1 }, { resource_id: 32, channel: 'sms', phone: '+79000000011' }],
      },
      { Custom_ID: 12, _fname: 7 },
    ]);
    const after = await read(it, byId(11));
    expect(after).toMatchObject({ _fname: 'Olga', _bdate: '1990-02-22T00:00:00.000Z', _sex: 'female', tier: 3, bonus: 15, interests: ['sport', 'art'], _lname: before['_lname'] });
    expect(after).not.toHaveProperty('_city');
    expect(after['subscriptions']).toMatchObject([
      { resource_id: 28, status: 'unsubscribed' }, { resource_id: 29, status: 'subscribed' }, { resource_id: 30 }, { resource_id: 32, phone_data: { phone: '+79000000011' } },
    ]);
    expect(await read(it, byId(12))).toMatchObject({ _fname: practiceName(12) });
  });
});

/** The refused item left the name that the formula gives. */
const practiceName = (number: number): string => ['Anna', 'Boris', 'Vera', 'Gleb', 'Daria', 'Egor', 'Zhanna', 'Ivan'][number % 8] ?? '';
