import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPlatformClient, type PlatformClient } from '#engine/api/client.ts';
import { listDatabases, listFields, listResourceFields, listResources, readDatabase, readResource } from '#engine/api/discovery.ts';
import { nodeTransport } from '#engine/api/nodeTransport.ts';
import { startPractice, type PracticeServer } from '../../../electron/practice/index.ts';

const clients: PlatformClient[] = [];
function client(baseUrl: string, token = 'a'.repeat(32)): PlatformClient {
  const made = createPlatformClient({ transport: nodeTransport(), access: { baseUrl, token, tokenInBody: true }, timeoutMs: 10_000, now: () => 0 });
  clients.push(made);
  return made;
}
afterEach(async () => {
  await Promise.all(clients.splice(0).map((one) => one.close()));
});

describe('Discovery of a platform like the manual’s', () => {
  let server: PracticeServer;
  beforeEach(async () => {
    server = await startPractice();
  });
  afterEach(() => server.close());
  const practice = (): PlatformClient => client(server.url, server.token);

  it('reads databases in capitals and resources in small letters', async () => {
    expect(await listDatabases(practice())).toEqual([{ id: 1, name: 'Database #1' }, { id: 7, name: 'Clients' }]);
    expect((await listResources(practice())).map(({ id }) => id)).toEqual([28, 29, 30, 31, 32]);
  });

  it('reads one database, and one resource with its channels', async () => {
    expect(await readDatabase(practice(), 7)).toEqual({ id: 7, name: 'Clients', description: 'Clients of the practice company' });
    expect(await readResource(practice(), 32)).toEqual({ id: 32, name: 'Shop', channels: ['email', 'sms'], databases: [1, 7] });
  });

  it('reads the fields of a database and of a channel', async () => {
    const fields = await listFields(practice(), 7);
    expect(fields).toContainEqual({ name: 'Custom_ID', title: 'Client number', type: 'int', system: false });
    expect(fields).toContainEqual({ name: '_fname', title: 'First name', type: 'unicode', system: true });
    expect(await listResourceFields(practice(), 28, 'email')).toContainEqual({ name: 'visits', title: 'Visits', type: 'int', system: false });
  });

  it('says what the platform refuses, with its code', async () => {
    await expect(listFields(practice(), 5)).rejects.toMatchObject({ code: 'server-refused', detail: { httpStatus: 404 } });
    await expect(listFields(practice(), 9)).rejects.toMatchObject({ code: 'server-refused', detail: { httpStatus: 403 } });
  });
});

describe('Discovery of a platform that writes its answers in another way', () => {
  let server: Server;
  let asked: { path: string; body: Record<string, unknown> }[];
  let answers: Record<string, unknown>[];
  beforeEach(async () => {
    asked = [];
    answers = [];
    server = createServer((request, response) => {
      void text(request).then((body) => {
        asked.push({ path: request.url ?? '', body: JSON.parse(body) });
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(answers.shift() ?? { error: 0, data: [] }));
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });
  const other = (): PlatformClient => client(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);

  it('reads members in any case and does without those that are missing', async () => {
    answers = [{ Data: [{ Name: 'a', Type: 'INT', Category: 'System', TITLE: '' }, { name: 'b' }, { title: 'no name' }, 'c', null] }];
    expect(await listFields(other(), 3)).toEqual([
      { name: 'a', title: 'a', type: 'INT', system: true },
      { name: 'b', title: 'b', type: '', system: false },
      { name: 'c', title: 'c', type: '', system: false },
    ]);
    expect(asked).toMatchObject([{ path: '/api/v1.1/databases/fields_get/', body: { id: 3, db_id: 3 } }]);
  });

  it('reads page by page until one is empty, and does without names', async () => {
    answers = [{ data: [{ ID: 1, NAME: 'One' }], Next_From_Id: 2 }, { DATA: [{ id: 2 }, { name: 'no id' }], next_from_id: 3 }];
    expect(await listResources(other())).toEqual([{ id: 1, name: 'One' }, { id: 2, name: '#2' }]);
    expect(asked.map(({ body }) => body['from_id'])).toEqual([1, 2, 3]);
  });

  it('ends with a server that gives the same page again and again', async () => {
    answers = Array.from({ length: 5 }, () => ({ data: [{ id: 1, name: 'One' }], next_from_id: 1 }));
    expect(await listDatabases(other())).toEqual([{ id: 1, name: 'One' }]);
    expect(asked).toHaveLength(1);
  });

  it('reads a database and a resource of which almost nothing is told', async () => {
    answers = [{ data: {} }, { Data: { Id: 4, Channels: ['email', 7], Dbs_Ids: [1, 'x'] } }];
    expect(await readDatabase(other(), 3)).toEqual({ id: 3, name: '#3', description: '' });
    expect(await readResource(other(), 4)).toEqual({ id: 4, name: '#4', channels: ['email'], databases: [1] });
  });

  it('takes null for a list without entries, and an answer without a list for no answer', async () => {
    answers = [{ error: 0, data: null }, { error: 0 }];
    expect(await listFields(other(), 3)).toEqual([]);
    await expect(listFields(other(), 3)).rejects.toMatchObject({ code: 'server-unclear' });
  });
});
