import { afterEach, describe, expect, it } from 'vitest';
import { createPlatformClient, type PlatformClient } from '#engine/api/client.ts';
import { nodeTransport } from '#engine/api/nodeTransport.ts';
import { profileKeys, type ProfileRequest } from '#engine/api/profiles/profileKeys.ts';
import { readProfile, type ProfileAnswer } from '#engine/api/profiles/readProfile.ts';
import { practiceProfile, startPractice } from '../../../electron/practice/index.ts';

const request: ProfileRequest = { db_id: 7, matching: 'custom', field_name: 'Custom_ID' };
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function practiceClient(): Promise<PlatformClient> {
  const server = await startPractice({ population: 100 });
  const client = createPlatformClient({ transport: nodeTransport(), access: { baseUrl: server.url, token: server.token, tokenInBody: false }, now: () => 0 });
  open.push(client, server);
  return client;
}

/** A platform that has one answer to everything. */
function answering(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): PlatformClient {
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  return createPlatformClient({
    transport: { send: () => Promise.resolve({ status, headers, body: bytes }), close: () => Promise.resolve() },
    access: { baseUrl: 'https://example.com', token: 'a'.repeat(32), tokenInBody: false },
    now: () => Date.parse('2026-01-01T00:00:00Z'),
  });
}

const ask = (client: PlatformClient, key: ReturnType<typeof profileKeys>[number] = { field_value: 5 }, asked = request): Promise<ProfileAnswer> =>
  readProfile(client, asked, key, new AbortController().signal);

describe('Reading a profile', () => {
  it('finds it by the key that an item has, in every mode', async () => {
    const client = await practiceClient();
    const { email, phone, profileId, pushSubscriptionId } = practiceProfile(5);
    const item = {
      Custom_ID: 5, email, phones: [phone], profile_id: profileId,
      subscriptions: [
        { channel: 'email', email_data: { email } }, { channel: 'sms', phone }, { channel: 'push', provider: 'android-firebase', subscription_id: pushSubscriptionId },
        { channel: 'other', cc_data: { Custom_ID: 5 } },
      ],
    };
    for (const matching of ['email', 'email_profile', 'email_sub', 'phone', 'phone_sub', 'profile_id', 'push_sub', 'custom', 'custom_sub', 'email_phone', 'email_phone_sub'] as const) {
      const asked: ProfileRequest = { db_id: 7, matching, ...(matching.startsWith('custom') ? { field_name: 'Custom_ID' } : {}) };
      const [key] = profileKeys(asked, item);
      expect(key, matching).toBeDefined();
      expect(await ask(client, key, asked), matching).toMatchObject({ kind: 'found', profile: { Custom_ID: 5 } });
    }
  });

  it('tells several keys where an item has several, and none twice', () => {
    const item = { email: 'a@b.ru', phones: ['+1', '+2', '+1'], subscriptions: [{ channel: 'email', email: 'a@b.ru' }, { channel: 'sms', phone: '+2' }] };
    expect(profileKeys({ db_id: 7, matching: 'phone' }, item)).toEqual([{ phone: '+1' }, { phone: '+2' }]);
    expect(profileKeys({ db_id: 7, matching: 'email' }, item)).toEqual([{ email: 'a@b.ru' }]);
    expect(profileKeys({ db_id: 7, matching: 'email_phone' }, item)).toEqual([{ email: 'a@b.ru' }, { phone: '+1' }, { phone: '+2' }]);
    expect(profileKeys({ db_id: 7, matching: 'profile_id', profileIdMember: '_id' }, { _id: 'f'.repeat(24) })).toEqual([{ profile_id: 'f'.repeat(24) }]);
    expect(profileKeys(request, { email: 'a@b.ru' })).toEqual([]);
  });

  it('tells apart who is missing and what is refused', async () => {
    const client = await practiceClient();
    expect(await ask(client, { field_value: 500 })).toEqual({ kind: 'not-found' });
    expect(await ask(client, { field_value: 5 }, { ...request, db_id: 5 })).toMatchObject({ kind: 'refused', words: { code: 404, text: 'Database not found' } });
    expect(await ask(client, { field_value: 5 }, { ...request, matching: 'email' })).toMatchObject({ kind: 'refused', words: { code: 400 } });
  });

  it.each([
    ['an error in a good answer', 200, { error: 404, error_text: 'Profile with this email is not found' }],
    ['Russian words', 400, { error: 400, error_text: 'Профиль не найден' }],
    ['nothing', 200, { error: 0, data: null }],
    ['an empty profile', 200, { error: 0, Data: {} }],
    ['an empty list', 200, { error: 0, data: [] }],
  ])('takes %s for a missing profile', async (_, status, body) => {
    expect(await ask(answering(status, body))).toEqual({ kind: 'not-found' });
  });

  it.each([
    ['a wrong token', 401, { error: 401, error_text: 'API token required' }, { code: 'server-refused', detail: { httpStatus: 401, text: 'API token required' } }],
    ['a rate limit', 429, { error: 429 }, { code: 'server-refused', detail: { httpStatus: 429, retryAfterMs: 7_000 } }],
    ['a proxy’s page', 200, '<html>Welcome</html>', { code: 'answered-between' }],
    ['a profile that is none', 200, { error: 0, data: 'Anna' }, { code: 'server-unclear' }],
    ['two profiles', 200, { error: 0, data: [{ id: 'a' }, { id: 'b' }] }, { code: 'server-unclear' }],
    ['a profile of another database', 200, { error: 0, data: { id: 'a', db_id: 8 } }, { code: 'profile-elsewhere', detail: { wanted: 7, database: 8 } }],
  ])('fails by %s', async (_, status, body, fault) => {
    await expect(ask(answering(status, body, { 'retry-after': '7' }))).rejects.toMatchObject(fault);
  });
});
