import { describe, expect, it } from 'vitest';
import { practiceProfile } from '../../electron/practice/index.ts';
import { answered, clients, practice } from './client.ts';

const someone = practiceProfile(5);

/** What the platform answers to one item for profile 5 with these members. */
async function verdict(members: object, frame: object = {}, options: object = {}): Promise<string> {
  await using it = await practice(options);
  const { json } = await answered(it.batch([{ Custom_ID: 5, ...members }], { frame }));
  const result = json.result[0]!;
  return result.error === 0 ? 'applied' : result.error_text;
}

describe('update_batch', () => {
  it('answers each item in the order of the request and applies the good ones', async () => {
    await using it = await practice();
    const answer = await answered(it.batch([...clients(3, 5_000), { _fname: 'Anna' }, 7, ...clients(1)]));
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      error: 0,
      error_text: 'Successful operation',
      result: [
        { error: 0, error_text: 'Successful operation', profile_id: practiceProfile(3).profileId },
        { error: 404, error_text: 'profile not found', profile_id: '' },
        { error: 400, error_text: 'match key is missing: Custom_ID', profile_id: '' },
        { error: 400, error_text: 'incorrect profile data', profile_id: '' },
        { error: 0, error_text: 'Successful operation', profile_id: practiceProfile(1).profileId },
      ],
    });
    expect([...it.server.journal.applied().entries()]).toEqual([[1, 1], [3, 1]]);
  });

  it('takes the request that the manual prints', async () => {
    await using it = await practice();
    const answer = await it.call('profiles/update_batch', {
      db_id: 1,
      matching: 'custom',
      field_name: 'Custom_ID',
      skip_triggers: true,
      data: [
        {
          _fname: 'Lala',
          _lname: 'Doe',
          Custom_ID: 77,
          email: 'example@example.com',
          subscriptions: [
            {
              channel: 'email',
              email_data: { email: 'example@example.com' },
              resource_id: 28,
              custom_fields: { custom_field: 'test value' },
              cats: ['category_1', 'category_2'],
            },
          ],
        },
        { _fname: 'Victor', Custom_ID: 88, email: 'example@example.com' },
      ],
    });
    expect(answer.json.result.map((one) => one.error)).toEqual([0, 0]);
    expect([...it.server.journal.applied(1).entries()]).toEqual([[77, 1], [88, 1]]);
  });

  it.each([
    ['no db_id', { db_id: undefined }, 400],
    ['a db_id in quotes', { db_id: '7' }, 400],
    ['a database that is not there', { db_id: 5 }, 404],
    ['a database without rights', { db_id: 9 }, 403],
    ['data that is no array', { data: {} }, 400],
    ['no data', { data: undefined }, 400],
    ['an unknown matching', { matching: 'inn' }, 400],
    ['custom matching without field_name', { field_name: undefined }, 400],
    ['a field_name that is no field', { field_name: 'Nothing' }, 400],
    ['skip_triggers as a word', { skip_triggers: 'yes' }, 400],
  ])('refuses the whole request with %s', async (_what, frame, code) => {
    await using it = await practice();
    const answer = await answered(it.batch(clients(1), { frame }));
    expect(answer).toMatchObject({ status: code, json: { error: code } });
    expect(answer.json.result).toBeUndefined();
    expect(it.server.journal.summary()).toMatchObject({ refused: 1, itemsApplied: 0 });
  });

  it('can refuse with HTTP 200, the code in the body alone', async () => {
    await using it = await practice({ refusalStatus: 'always-200' });
    expect(await answered(it.batch(clients(1), { frame: { db_id: 5 } }))).toMatchObject({ status: 200, json: { error: 404 } });
  });

  it.each([
    ['email', { email: someone.email.toUpperCase() }],
    ['email', { subscriptions: [{ channel: 'email', resource_id: 28, email: someone.email }] }],
    ['email_profile', { email: someone.email }],
    ['email_sub', { subscriptions: [{ channel: 'email', resource_id: 28, email_data: { email: someone.email } }] }],
    ['phone', { phones: ['+70000000000', someone.phone] }],
    ['phone_sub', { subscriptions: [{ channel: 'sms', resource_id: 29, phone: someone.phone }] }],
    ['profile_id', { profile_id: someone.profileId }],
    ['push_sub', { subscriptions: [{ channel: 'push', resource_id: 30, provider: 'android-firebase', subscription_id: someone.pushSubscriptionId }] }],
    ['email_phone', { phones: [someone.phone] }],
    ['email_phone_sub', { subscriptions: [{ channel: 'sms', resource_id: 29, phone: someone.phone }] }],
  ])('finds a profile by %s', async (matching, item) => {
    await using it = await practice();
    const frame = { matching, field_name: undefined };
    const { json } = await answered(it.batch([item, { _fname: 'Anna' }], { frame }));
    expect(json.result[0]).toMatchObject({ error: 0, profile_id: someone.profileId });
    expect(json.result[1]!.error_text).toMatch(/^match key is missing/);
    expect(it.server.journal.applied().get(5)).toBe(1);
  });

  it('finds a profile by a custom field of text, and nobody by another spelling', async () => {
    await using it = await practice();
    const { json } = await answered(it.batch([{ CRM_ID: someone.crmId }, { CRM_ID: 'CRM-5' }], { frame: { field_name: 'CRM_ID' } }));
    expect(json.result.map((one) => one.error)).toEqual([0, 404]);
  });

  it('looks for emails only where resource_id says', async () => {
    const item = { subscriptions: [{ channel: 'email', resource_id: 28, email: someone.email }] };
    await using it = await practice();
    const frame = { matching: 'email_sub', field_name: undefined };
    expect((await answered(it.batch([item], { frame: { ...frame, resource_id: 28 } }))).json.result[0]!.error).toBe(0);
    expect((await answered(it.batch([item], { frame: { ...frame, resource_id: 32 } }))).json.result[0]!.error).toBe(404);
  });

  it('leaves holes in the population where asked to', async () => {
    await using it = await practice({ holes: 3 });
    const { json } = await answered(it.batch(clients(1, 2, 3, 4)));
    expect(json.result.map((one) => one.error)).toEqual([0, 0, 404, 0]);
  });

  it.each<[string, unknown, string]>([
    ['_fname', 'Анна', 'applied'], ['_fname', 7, 'string expected: _fname'], ['_fname', null, 'string expected: _fname'],
    ['bonus', 200, 'applied'], ['bonus', '200', 'integer expected: bonus'], ['bonus', 1.5, 'integer expected: bonus'],
    ['bonus', 2 ** 60, 'applied'], ['bonus', 1e20, 'integer expected: bonus'],
    ['score', 20.5, 'applied'], ['score', '20,5', 'number expected: score'],
    ['vip', true, 'applied'], ['vip', 'да', 'boolean expected: vip'],
    ['_bdate', '2001-12-31', 'applied'], ['_bdate', '2001-12-31T00:00+03:00', 'applied'], ['_bdate', '1990-02-22T21:00:00Z', 'applied'],
    ['_bdate', '31.12.2001', 'incorrect date: _bdate'], ['_bdate', '2001-02-30', 'incorrect date: _bdate'],
    ['visited_at', '2001-12-31T10:00:00', 'incorrect date: visited_at'],
    ['email', 'new@example.com', 'applied'], ['email', 'a b@example.com', 'incorrect email: email'], ['email', 'anna@', 'incorrect email: email'],
    ['email', 'user6@example.com', 'email belongs to another profile'],
    ['phones', ['+79001234567'], 'applied'], ['phones', ['89001234567'], 'incorrect phone: phones'], ['phones', '+79001234567', 'incorrect phone: phones'],
    ['interests', ['a', 'b'], 'applied'], ['interests', 'a, b', 'array of strings expected: interests'],
    ['_sex', 'female', 'applied'], ['_sex', 'ЖЕН', 'applied'], ['_sex', 1, 'applied'], ['_sex', 0, 'value not in list: _sex'], ['_sex', 'x', 'value not in list: _sex'],
    ['_ip', '127.0.0.1', 'applied'], ['_ip', '127.0.0.300', 'incorrect ip: _ip'],
    ['tier', 'gold', 'applied'], ['tier', 3, 'applied'], ['tier', 'tin', 'value not in list: tier'],
    ['meta', { a: 1 }, 'applied'], ['meta', [], 'object expected: meta'],
    ['addresses', [{ city: 'Riga' }], 'applied'], ['app_version', '1.2.3', 'applied'], ['app_version', 'new', 'incorrect version: app_version'],
    ['_postal_code', '0190000', 'applied'], ['_status', 9, 'value not in list: _status'],
    ['Nothing', 'x', 'unknown field: Nothing'], ['_md5', 'x', 'unknown field: _md5'],
    ['bonus', { action: 'incr', value: -5 }, 'applied'], ['_fname', { action: 'incr', value: 1 }, 'incr needs a number field: _fname'],
    ['interests', { action: 'add', value: ['a'] }, 'applied'], ['bonus', { action: 'add', value: ['a'] }, 'add needs tags: bonus'],
    ['bonus', { action: 'unset' }, 'applied'], ['email', { action: 'unset' }, 'unset is not possible: email'],
    ['meta', { action: 'upsert', value: 1, submatch: 'a.b' }, 'applied'], ['meta', { action: 'upsert', value: 1 }, 'upsert needs value and submatch: meta'],
    ['bonus', { action: 'set', value: 'x' }, 'integer expected: bonus'], ['bonus', { action: 'double' }, 'unknown action: bonus'],
    ['meta', { action: 1 }, 'unknown action: meta'], ['meta', { action: 'set', value: { action: 'unset' } }, 'applied'],
    ['note', { action: 'unset', value: 'x' }, 'unset has no value: note'], ['note', { action: 'set', value: 'x', submatch: 'a' }, 'set has no submatch: note'],
    ['interests', { action: 'add', value: ['a'], submatch: 'b' }, 'add has no submatch: interests'], ['bonus', { action: 'incr', value: 1, by: 2 }, 'incr has no by: bonus'],
    ['addresses', { action: 'add', value: [1], submatch: 'a' }, 'add needs value and submatch: addresses'], ['addresses', { action: 'add', value: ['x'], submatch: 'a' }, 'applied'],
    ['addresses', { action: 'delete', value: [{ a: 1 }], submatch: 'a' }, 'applied'], ['addresses', { action: 'delete', value: [{ a: 1 }] }, 'delete needs value and submatch: addresses'],
  ])('answers %s = %j with: %s', async (field, value, words) => {
    expect(await verdict({ [field]: value })).toBe(words);
  });

  it('can let unknown fields pass', async () => {
    expect(await verdict({ Nothing: 1 }, {}, { unknownFields: 'ignore' })).toBe('applied');
  });

  const mail = { channel: 'email', resource_id: 28, email: 'a@example.com' };
  it.each<[object, string]>([
    [mail, 'applied'],
    [{ ...mail, status: 'unsubscribed', priority: 0, cats: ['a'], custom_fields: { note: 'x', visits: { action: 'incr', value: 1 } } }, 'applied'],
    [{ ...mail, status: 0 }, 'applied'],
    [{ ...mail, status: -1, priority: -1 }, 'applied'],
    [{ channel: 'telegram_bot', resource_id: 31, cc_data: { id: 1 } }, 'applied'],
    [{ channel: 'viber', resource_id: 31, cc_data: { phone: '+79000000000' } }, 'applied'],
    [{ ...mail, resource_id: undefined }, 'resource_id expected'],
    [{ ...mail, resource_id: 5 }, 'resource not found'],
    [{ ...mail, channel: 'fax' }, 'unknown channel'],
    [{ ...mail, channel: 'sms', phone: '+79000000000' }, 'the resource has no channel sms'],
    [{ ...mail, email: 'no' }, 'incorrect email'],
    [{ ...mail, email_data: { email: 'b@example.com' } }, 'incorrect email'],
    [{ channel: 'sms', resource_id: 29, phone: '8900' }, 'incorrect phone'],
    [{ channel: 'push', resource_id: 30, provider: 'Firefox' }, 'provider and subscription_id expected'],
    [{ channel: 'telegram_bot', resource_id: 31, cc_data: { id: '1' } }, 'id expected in cc_data'],
    [{ ...mail, status: 'on' }, 'unknown status'],
    [{ ...mail, status: 7 }, 'unknown status'],
    [{ ...mail, priority: '1' }, 'incorrect priority'],
    [{ ...mail, cats: 'a;b' }, 'cats must be an array of strings'],
    [{ ...mail, custom_fields: { Nothing: 1 } }, 'unknown field Nothing'],
    [{ ...mail, custom_fields: { note: 1 } }, 'string expected: note'],
    [{ ...mail, colour: 'red' }, 'unknown member colour'],
  ])('answers the subscription %j with: %s', async (entry, words) => {
    expect(await verdict({ subscriptions: [entry] })).toBe(words === 'applied' ? words : `invalid subscription: ${words}`);
  });

  it('skips invalid subscriptions where asked to, and counts them', async () => {
    await using it = await practice();
    const item = { Custom_ID: 5, subscriptions: [{ ...mail, resource_id: 5 }, mail] };
    expect((await answered(it.batch([item], { frame: { skip_invalid_subscriptions: true } }))).json.result[0]!.error).toBe(0);
    expect(it.server.journal.summary()).toMatchObject({ itemsApplied: 1, subscriptionsApplied: 1, subscriptionsSkipped: 1 });
  });

  it('keeps the last item of each profile where asked to', async () => {
    await using it = await practice({ keepItems: true });
    await it.batch([{ Custom_ID: 5, _fname: 'Anna' }]);
    expect(it.server.journal.item(5)).toEqual({ Custom_ID: 5, _fname: 'Anna' });
  });
});
