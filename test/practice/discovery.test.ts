import { describe, expect, it } from 'vitest';
import { practice, send, type Answer } from './client.ts';

describe('the calls that tell what there is', () => {
  it('list the databases in the manual’s capitals, closed ones left out', async () => {
    await using it = await practice();
    const answer = await it.call('databases/list/', {});
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ error: 0, error_text: 'Successful operation', total_count: 2 });
    expect(answer.json.data).toEqual([
      { id: 1, name: 'Database #1', ui_tags: [], Groups: [{ Id: 0, Name: 'main' }] },
      { id: 7, name: 'Clients', ui_tags: [], Groups: [{ Id: 1, Name: 'practice' }] },
    ]);
  });

  it('list page by page until a page comes back empty', async () => {
    await using it = await practice();
    const ids: unknown[] = [];
    let from = 1;
    for (;;) {
      const { json } = await it.call('resources/list', { from_id: from, limit: 2 });
      if (json.data.length === 0) break;
      ids.push(...json.data.map((one) => one['id']));
      from = json.next_from_id;
    }
    expect(ids).toEqual([28, 29, 30, 31, 32]);
  });

  it('give the fields of a database under either name of its id', async () => {
    await using it = await practice();
    const byId = await it.call('databases/fields_get', { id: 7 });
    const byDbId = await it.call('databases/fields_get/', { db_id: 7 });
    expect(byDbId.text).toBe(byId.text);
    const types = Object.fromEntries(byId.json.data.map((one) => [one['name'], one['type']]));
    expect(types).toMatchObject({ email: 'email', _fname: 'unicode', Custom_ID: 'int', interests: 'tags', vip: 'bool', meta: 'object' });
  });

  it('give one database, one resource and the fields of a channel', async () => {
    await using it = await practice();
    expect((await it.call('databases/get', { id: 7 })).json.data).toMatchObject({ id: 7, name: 'Clients' });
    expect((await it.call('resources/get', { id: 28 })).json.data).toMatchObject({ id: 28, channels: ['email'], dbs_ids: [1, 7] });
    const fields = await it.call('resources/fields_get', { id: 28, channel: 'email' });
    expect(fields.json.data.map((one) => one['name'])).toEqual(expect.arrayContaining(['note', 'custom_field', '_os_ver']));
  });

  it.each([
    ['databases/get', { id: 5 }, 404],
    ['databases/get', { id: 9 }, 403],
    ['databases/get', {}, 400],
    ['databases/fields_get', { id: '7' }, 400],
    ['resources/get', { id: 5 }, 404],
    ['resources/fields_get', { id: 28 }, 400],
    ['resources/fields_get', { id: 28, channel: 'fax' }, 400],
    ['databases/list', { limit: 0 }, 400],
    ['databases/drop', {}, 404],
  ])('refuse %s with %j by %i', async (path, body, code) => {
    await using it = await practice();
    const answer = await it.call(path, body);
    expect(answer.status).toBe(code);
    expect(answer.json.error).toBe(code);
    expect(answer.json.error_text).not.toBe('');
  });

  it('want POST and JSON', async () => {
    await using it = await practice();
    const get = (await send(`${it.server.url}/api/v1.1/databases/list`, '', { method: 'GET' })) as Answer;
    expect(get.status).toBe(405);
    expect((await it.call('databases/list', {}, { headers: { 'content-type': 'text/plain' } })).status).toBe(400);
  });
});

describe('the token', () => {
  const other = 'f'.repeat(32);
  const places = [
    ['in the body', { body: true, header: false }],
    ['in the header', { body: false, header: true }],
    ['in both', { body: true, header: true }],
  ] as const;
  const modes = [['either', [200, 200, 200]], ['body', [200, 401, 200]], ['header', [401, 200, 200]]] as const;

  it.each(modes.flatMap(([mode, codes]) => places.map(([place, where], index) => [place, mode, where, codes[index]!] as const)))(
    '%s is judged in mode %s',
    async (_place, tokenIn, where, code) => {
      await using it = await practice({ tokenIn });
      const answer = await it.call('databases/list', where.body ? {} : { token: undefined }, {
        headers: where.header ? { authorization: `Bearer ${it.server.token}` } : {},
      });
      expect(answer.status).toBe(code);
    },
  );

  it('that differs between header and body is refused', async () => {
    await using it = await practice();
    expect((await it.call('databases/list', {}, { headers: { authorization: `Bearer ${other}` } })).json.error).toBe(401);
  });

  it('that is not known is refused with the code asked for', async () => {
    for (const unknownTokenCode of [401, 403, 440] as const) {
      await using it = await practice({ unknownTokenCode });
      expect(await it.call('databases/list', { token: other })).toMatchObject({ status: unknownTokenCode, json: { error: unknownTokenCode } });
    }
  });

  it('in the URL is refused and counted', async () => {
    await using it = await practice();
    expect((await it.call(`databases/list?token=${it.server.token}`, {})).status).toBe(401);
    expect(it.server.journal.summary().tokenInUrl).toBe(1);
  });

  it('stands in no refusal and not in the journal', async () => {
    await using it = await practice();
    const refusal = await it.call('profiles/update_batch', { token: other });
    expect(refusal.text).not.toContain(other);
    expect(JSON.stringify(it.server.journal.requests())).not.toMatch(new RegExp(`${other}|${it.server.token}`));
  });
});
