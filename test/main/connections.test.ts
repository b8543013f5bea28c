import { describe, expect, it } from 'vitest';
import { usualMarks } from '#contract/connectionMark.ts';
import type { StoredConnection } from '#contract/engine.ts';
import { settingsInForce } from '#contract/settings/inForce.ts';
import type { SettingsReading } from '#contract/settings/settings.ts';
import { createConnections } from '../../electron/main/connections/connections.ts';
import type { Engine } from '../../electron/main/engine/engine.ts';
import { createRouter, type Handlers } from '../../electron/main/ipc/router.ts';
import { platformHandlers } from '../../electron/main/ipc/platform.ts';
import { createVault } from '../../electron/main/secrets/vault.ts';

const token = '0123456789abcdef0123456789abcdef';
const practiceToken = 'fedcba9876543210fedcba9876543210';

/** The engine as far as connections need it: a catalogue in memory, and a note of what was asked. */
function fakeEngine() {
  const catalogue = new Map<string, StoredConnection>();
  const asked: { name: string; input: unknown }[] = [];
  const answers: Readonly<Record<string, (input: never) => unknown>> = {
    readConnections: () => [...catalogue.values()],
    writeConnection: (stored: StoredConnection) => [catalogue.set(stored.connectionId, stored), null][1],
    removeConnection: ({ connectionId }: { connectionId: string }) => [catalogue.delete(connectionId), null][1],
  };
  const request = async (name: string, input: unknown): Promise<unknown> => {
    asked.push({ name, input });
    return answers[name]?.(input as never) ?? null;
  };
  return { catalogue, asked, engine: { request } as Pick<Engine, 'request'> };
}

function setUp(policy: SettingsReading = { values: {}, problems: [] }) {
  const { catalogue, asked, engine } = fakeEngine();
  const written: string[] = [];
  let secrets: ReadonlyMap<string, string> = new Map();
  const file = {
    read: () => secrets,
    write(next: ReadonlyMap<string, string>) {
      secrets = next;
      written.push(JSON.stringify([...next]));
    },
  };
  const cipher = { encrypt: (text: string) => Buffer.from(text).reverse(), decrypt: (bytes: Buffer) => Buffer.from(bytes).reverse().toString() };
  let starts = 0;
  const practice = { start: async () => ((starts += 1), { url: 'http://127.0.0.1:4711', token: practiceToken }), stop: () => undefined };
  let ids = 0;
  const vault = createVault(file, () => cipher);
  const connections = createConnections({ engine, vault, practice, newId: () => `c${(ids += 1)}`, settings: () => settingsInForce(policy, { values: {}, problems: [] }) });
  const router = createRouter(platformHandlers(engine, connections, { chooseWorkbook: async () => null }) as Handlers);
  const send = (name: string, input: unknown) => router({ origin: 'app://importer', parent: null }, name, input);
  return { connections, catalogue, asked, written, send, starts: () => starts };
}

const main = { name: 'Main', baseUrl: 'https://eu.example.com/', tokenInBody: true, mark: usualMarks.production, token };

describe('connections', () => {
  it('are two halves: the catalogue never sees the token, the page never gets it back', async () => {
    const { send, catalogue, asked, written } = setUp();
    const saved = await send('saveConnection', main);
    expect(saved).toEqual({
      ok: true,
      value: { connectionId: 'c1', name: 'Main', baseUrl: 'https://eu.example.com', tokenInBody: true, format: 'json', practice: false, mark: usualMarks.production, hasToken: true, sessionOnly: false },
    });
    const listed = await send('listConnections', {});
    for (const shown of [saved, listed, [...catalogue.values()], asked, written]) expect(JSON.stringify(shown)).not.toContain(token);
  });

  it('give the engine their token only in the request that needs it', async () => {
    const { send, asked } = setUp();
    await send('saveConnection', main);
    const access = { baseUrl: 'https://eu.example.com', token, tokenInBody: true, format: 'json' };
    for (const [name, input, asks, given] of [
      ['testConnection', { connectionId: 'c1' }, 'readDatabases', { connectionId: 'c1', access }],
      ['listFields', { connectionId: 'c1', dbId: 7 }, 'readFields', { connectionId: 'c1', access, dbId: 7 }],
      ['listResources', { connectionId: 'c1' }, 'readResources', { connectionId: 'c1', access }],
      ['listResourceFields', { connectionId: 'c1', resourceId: 28, channel: 'email' }, 'readResourceFields', { connectionId: 'c1', resourceId: 28, channel: 'email', access }],
      ['startJob', { jobId: 'j1', connectionId: 'c1' }, 'runJob', { jobId: 'j1', connectionId: 'c1', streams: 2, pauseWhenRefused: 90, chunkProfiles: 5_000, chunkBytes: 8_000_000, access }],
    ] as const) {
      expect(JSON.stringify(await send(name, input))).not.toContain(token);
      expect(asked.at(-1)).toEqual({ name: asks, input: given });
    }
  });

  it('send jobs in the form that was chosen for them, the practice server in JSON', async () => {
    const { connections } = setUp();
    await connections.save({ ...main, format: 'xml', mark: usualMarks.test });
    expect([(await connections.list())[0]?.format, (await connections.access('c1')).format]).toEqual(['xml', 'xml']);
    await connections.save({ ...main, format: 'json', mark: usualMarks.test, connectionId: 'c1' });
    expect((await connections.access('c1')).format).toBe('json');
    const { connectionId, format } = await connections.practice();
    expect([format, (await connections.access(connectionId)).format]).toEqual(['json', 'json']);
  });

  it('are not saved with a form that the platform does not read', async () => {
    const { send, catalogue } = setUp();
    expect(await send('saveConnection', { ...main, format: 'yaml' })).toMatchObject({ ok: false, fault: { code: 'bad-input' } });
    expect(catalogue.size).toBe(0);
  });

  it('keep their token when only the name changes', async () => {
    const { send } = setUp();
    await send('saveConnection', main);
    expect(await send('saveConnection', { connectionId: 'c1', name: 'Renamed', baseUrl: 'https://EU.example.com' })).toMatchObject({
      value: { connectionId: 'c1', name: 'Renamed', hasToken: true },
    });
  });

  describe('through a queue', () => {
    const queue = { url: 'AMQPS://Rabbit.example.com', user: 'importer' };
    const kept = { url: 'amqps://rabbit.example.com:5671', virtualHost: '/', user: 'importer', requests: 'api_req', answers: 'api_resp', exchange: '', path: 'api/v1.1/profiles/update_batch', mostUnanswered: 8, hoursToLive: 24 };
    const queuePassword = 'an invented password';

    it('keep the password as they keep the token, and give it to jobs and trials alone', async () => {
      const { send, catalogue, asked, written } = setUp();
      const saved = await send('saveConnection', { ...main, queue, queuePassword });
      expect(saved).toMatchObject({ value: { queue: kept } });
      for (const shown of [saved, await send('listConnections', {}), [...catalogue.values()], asked, written]) expect(JSON.stringify(shown)).not.toContain(queuePassword);
      await send('startJob', { jobId: 'j1', connectionId: 'c1' });
      expect(asked.at(-1)).toMatchObject({ name: 'runJob', input: { access: { token, queue: { ...kept, password: queuePassword } } } });
      await send('testConnection', { connectionId: 'c1' });
      expect(asked.slice(-2).map(({ name }) => name)).toEqual(['tryQueue', 'readDatabases']);
      expect(asked.at(-2)?.input).toEqual({ queue: { ...kept, password: queuePassword } });
    });

    it.each([{ url: 'amqps://other.example.com' }, { user: 'somebody' }])('lose the password when the broker or its user becomes %j', async (differs) => {
      const { send } = setUp();
      await send('saveConnection', { ...main, queue, queuePassword });
      const changed = { connectionId: 'c1', name: 'Main', baseUrl: main.baseUrl, queue: { ...queue, ...differs } };
      expect(await send('tryConnection', changed)).toEqual({ ok: false, fault: { code: 'queue-password', detail: {} } });
      await send('saveConnection', changed);
      expect(await send('startJob', { jobId: 'j1', connectionId: 'c1' })).toEqual({ ok: false, fault: { code: 'queue-password', detail: {} } });
    });

    it('keep it when something else of the queue changes, and forget it with the connection', async () => {
      const { send, written } = setUp();
      await send('saveConnection', { ...main, queue, queuePassword });
      expect(await send('tryConnection', { connectionId: 'c1', name: 'Main', baseUrl: main.baseUrl, queue: { ...queue, requests: 'other' } })).toMatchObject({ ok: true });
      await send('deleteConnection', { connectionId: 'c1' });
      expect(written.at(-1)).toBe('[]');
    });

    it.each([
      ['amqp://rabbit.example.com', 'insecure'],
      ['amqps://me:secret@rabbit.example.com', 'password'],
      ['https://rabbit.example.com', 'shape'],
    ])('are not saved with the broker %s', async (url, reason) => {
      const { send, catalogue } = setUp();
      expect(await send('saveConnection', { ...main, queue: { ...queue, url }, queuePassword })).toEqual({ ok: false, fault: { code: 'queue-address', detail: { reason } } });
      expect(catalogue.size).toBe(0);
    });

    it('are not saved with one queue for requests and answers', async () => {
      const { send, catalogue } = setUp();
      expect(await send('saveConnection', { ...main, queue: { ...queue, answers: 'api_req' }, queuePassword })).toEqual({ ok: false, fault: { code: 'queue-address', detail: { reason: 'same' } } });
      expect(catalogue.size).toBe(0);
    });

    it('go to no broker that an administrator forbids', async () => {
      const { send } = setUp({ values: { allowedHosts: ['eu.example.com'] }, problems: [] });
      expect(await send('saveConnection', { ...main, queue, queuePassword })).toMatchObject({ ok: false, fault: { code: 'host-forbidden', detail: { host: 'rabbit.example.com' } } });
    });
  });

  it.each(['https://evil.example', 'https://eu.example.com:8443', 'https://eu.example.com/other', 'http://localhost:1'])(
    'lose their token when the address becomes %s, so that it cannot be sent elsewhere',
    async (baseUrl) => {
      const { send, asked } = setUp();
      await send('saveConnection', main);
      expect(await send('saveConnection', { connectionId: 'c1', name: 'Main', baseUrl })).toMatchObject({ value: { hasToken: false } });
      expect(await send('testConnection', { connectionId: 'c1' })).toEqual({ ok: false, fault: { code: 'token-missing', detail: { name: 'Main' } } });
      expect(asked.some(({ name }) => name === 'readDatabases')).toBe(false);
    },
  );

  it.each([
    ['http://eu.example.com', 'url-insecure'],
    ['http://localhost@evil.com', 'url-invalid'],
    ['eu.example.com', 'url-invalid'],
  ])('are not saved with the address %s', async (baseUrl, code) => {
    const { send, catalogue, written } = setUp();
    expect(await send('saveConnection', { ...main, baseUrl })).toMatchObject({ ok: false, fault: { code } });
    expect([catalogue.size, written.length]).toEqual([0, 0]);
  });

  it.each(['a b', 'tök', 'x\ny', '\u0000', ' '])('are not saved with the token %j', async (bad) => {
    const { send, catalogue } = setUp();
    expect(await send('saveConnection', { ...main, token: bad })).toEqual({ ok: false, fault: { code: 'token-invalid', detail: {} } });
    expect(catalogue.size).toBe(0);
  });

  it('take a token with spaces around it, as it is copied', async () => {
    const { connections } = setUp();
    await connections.save({ ...main, format: 'json', mark: usualMarks.test, token: ` ${token}\n` });
    expect((await connections.access('c1')).token).toBe(token);
  });

  it('that do not exist are not made by an edit, and lead nowhere', async () => {
    const { send, catalogue } = setUp();
    for (const [name, input] of [
      ['saveConnection', { ...main, connectionId: 'c9' }],
      ['testConnection', { connectionId: '__proto__' }],
      ['startJob', { jobId: 'j1', connectionId: 'constructor' }],
    ] as const) {
      expect(await send(name, input)).toMatchObject({ ok: false, fault: { code: 'connection-missing' } });
    }
    expect(catalogue.size).toBe(0);
  });

  it('that are deleted take their token with them', async () => {
    const { send, written } = setUp();
    await send('saveConnection', main);
    await send('deleteConnection', { connectionId: 'c1' });
    expect([await send('listConnections', {}), written.at(-1)]).toEqual([{ ok: true, value: [] }, '[]']);
  });

  it('offer the practice server, started when it is needed and with a token that is never stored', async () => {
    const { send, asked, written, starts } = setUp();
    const offered = await send('startPractice', {});
    expect(offered).toMatchObject({ value: { connectionId: 'practice', practice: true, hasToken: true, baseUrl: 'http://127.0.0.1:4711' } });
    expect(JSON.stringify(offered)).not.toContain(practiceToken);
    await send('testConnection', { connectionId: 'practice' });
    expect(asked.at(-1)).toMatchObject({ name: 'readDatabases', input: { access: { token: practiceToken } } });
    expect([starts(), written]).toEqual([2, []]);
  });

  it('do not let the practice server’s address be changed', async () => {
    const { send } = setUp();
    await send('startPractice', {});
    expect(await send('saveConnection', { ...main, connectionId: 'practice' })).toMatchObject({ ok: false, fault: { code: 'forbidden' } });
  });
});

describe('connections under a policy', () => {
  const policy: SettingsReading = {
    values: { allowedHosts: ['eu.example.com'], practiceServer: false, productionLimit: 500, defaultConnections: [{ name: 'Office', baseUrl: 'https://eu.example.com', kind: 'production', tokenInBody: true }] },
    problems: [],
  };

  it('lead to allowed hosts alone, wherever a token would go', async () => {
    const { send, catalogue, connections } = setUp(policy);
    const other = { ...main, baseUrl: 'https://other.example.com' };
    for (const name of ['saveConnection', 'tryConnection']) expect(await send(name, other)).toMatchObject({ ok: false, fault: { code: 'host-forbidden', detail: { host: 'other.example.com' } } });
    catalogue.set('old', { connectionId: 'old', name: 'Old', baseUrl: 'https://other.example.com', tokenInBody: true, format: 'json', practice: false, mark: usualMarks.test });
    await expect(connections.access('old')).rejects.toMatchObject({ code: 'host-forbidden' });
    expect(await send('startPractice', {})).toMatchObject({ ok: false, fault: { code: 'practice-forbidden' } });
  });

  it('are there for everybody where it says so; a person gives the token and changes nothing else', async () => {
    const { connections, send } = setUp(policy);
    const [office] = await connections.list();
    expect(office).toMatchObject({ name: 'Office', baseUrl: 'https://eu.example.com', fixed: true, hasToken: false, mark: { kind: 'production', askAbove: 500 } });
    const connectionId = office?.connectionId ?? '';
    const typed = { connectionId, name: 'Office', baseUrl: 'https://eu.example.com', tokenInBody: true, token };
    expect(await send('saveConnection', { ...typed, name: 'Mine' })).toMatchObject({ ok: false, fault: { code: 'setting-fixed' } });
    expect(await send('saveConnection', typed)).toMatchObject({ ok: true, value: { hasToken: true, fixed: true } });
    expect(await send('deleteConnection', { connectionId })).toMatchObject({ ok: false, fault: { code: 'setting-fixed' } });
    expect(await connections.access(connectionId)).toMatchObject({ token });
    expect(connections.productionLimit()).toBe(500);
  });

  it('reach nobody while a policy has a mistake', async () => {
    const { send } = setUp({ values: {}, problems: [{ kind: 'unknown-key', file: 'policy.json', key: 'x' }] });
    expect(await send('saveConnection', main)).toMatchObject({ ok: false, fault: { code: 'policy-invalid' } });
    expect(await send('startPractice', {})).toMatchObject({ ok: false, fault: { code: 'policy-invalid' } });
  });
});
