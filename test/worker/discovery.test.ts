import { usualMarks } from '#contract/connectionMark.ts';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPractice, type PracticeServer } from '../../electron/practice/index.ts';
import { temporaryFolder } from '../support/jobs.ts';
import { openHost, type OpenHost } from './openHost.ts';

let folder: ReturnType<typeof temporaryFolder>;
let server: PracticeServer;
let host: OpenHost;
const closed = 'http://127.0.0.1:9';
const asked = (baseUrl = server.url) => ({ connectionId: 'c1', access: { baseUrl, token: server.token, tokenInBody: true } });

beforeEach(async () => {
  folder = temporaryFolder();
  server = await startPractice();
  host = openHost(join(folder.path, 'home'));
});
afterEach(async () => {
  await host.ask('shutdown', { waitMs: 0 }).catch(() => null);
  await server.close();
  folder.remove();
});

describe('What the engine knows of a platform', () => {
  it('is asked of it while it is there', async () => {
    const fields = await host.ask('readFields', { ...asked(), dbId: 7 });
    expect(fields).toMatchObject({ kept: false, gone: [] });
    expect(fields.items).toContainEqual(expect.objectContaining({ name: 'Custom_ID' }));
    expect(await host.ask('readResources', asked())).toMatchObject({ kept: false, items: expect.arrayContaining([{ id: 28, name: 'News' }]) });
    expect((await host.ask('readResourceFields', { ...asked(), resourceId: 28, channel: 'email' })).items).toContainEqual(expect.objectContaining({ name: 'visits' }));
  });

  it('is answered with its date while the platform cannot be reached, also after a restart', async () => {
    const before = {
      fields: await host.ask('readFields', { ...asked(), dbId: 7 }),
      resources: await host.ask('readResources', asked()),
      ofResource: await host.ask('readResourceFields', { ...asked(), resourceId: 28, channel: 'email' }),
      databases: await host.ask('readDatabases', asked()),
    };
    await host.ask('shutdown', { waitMs: 0 });
    host = openHost(join(folder.path, 'home'));
    expect(await host.ask('readFields', { ...asked(closed), dbId: 7 })).toEqual({ ...before.fields, kept: true });
    expect(await host.ask('readResources', asked(closed))).toEqual({ ...before.resources, kept: true });
    expect(await host.ask('readResourceFields', { ...asked(closed), resourceId: 28, channel: 'email' })).toEqual({ ...before.ofResource, kept: true });
    expect(await host.ask('knownDatabases', { connectionId: 'c1' })).toMatchObject({ items: before.databases, kept: true });
    await expect(host.ask('readDatabases', asked(closed))).rejects.toMatchObject({ code: 'server-unreachable' });
  });

  it('is an error where it was never read', async () => {
    await expect(host.ask('readFields', { ...asked(closed), dbId: 7 })).rejects.toMatchObject({ code: 'server-unreachable' });
    expect(await host.ask('knownDatabases', { connectionId: 'c1' })).toBeNull();
  });

  it('does not stand in for a refusal', async () => {
    await host.ask('readFields', { ...asked(), dbId: 7 });
    const wrong = { connectionId: 'c1', access: { baseUrl: server.url, token: 'f'.repeat(32), tokenInBody: true }, dbId: 7 };
    await expect(host.ask('readFields', wrong)).rejects.toMatchObject({ code: 'server-refused' });
  });

  it('is forgotten when the connection leads elsewhere, and kept when only its name changes', async () => {
    const connection = { connectionId: 'c1', name: 'Main', baseUrl: 'https://one.example.com', tokenInBody: true, practice: false, mark: usualMarks.production, format: 'json' as const };
    await host.ask('writeConnection', connection);
    await host.ask('readDatabases', asked());
    await host.ask('writeConnection', { ...connection, name: 'Other' });
    expect(await host.ask('knownDatabases', { connectionId: 'c1' })).not.toBeNull();
    await host.ask('writeConnection', { ...connection, baseUrl: 'https://two.example.com' });
    expect(await host.ask('knownDatabases', { connectionId: 'c1' })).toBeNull();
  });
});
