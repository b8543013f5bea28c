import { describe, expect, it } from 'vitest';
import { createClient } from '#contract/client.ts';
import { markOfKind, usualMarks } from '#contract/connectionMark.ts';
import { Fault } from '#contract/faults.ts';
import { connectionOf } from '../../renderer/state/connectionOf.ts';
import { ConnectionsState } from '../../renderer/state/connections.svelte.ts';
import { Notices } from '../../renderer/state/notices.svelte.ts';
import { FakeTransport, type Answers } from '../support/fakeTransport.ts';
import { mountPage } from '../support/mountPage.ts';
import { connection } from '../support/pageData.ts';

function state(answers: Answers = {}): { readonly transport: FakeTransport; readonly connections: ConnectionsState; readonly notices: Notices } {
  const transport = new FakeTransport({
    listConnections: () => [connection()],
    saveConnection: ({ name, baseUrl }) => connection({ connectionId: 'c2', name, baseUrl }),
    tryConnection: () => [{ id: 7, name: 'Clients' }],
    testConnection: () => [{ id: 7, name: 'Clients' }],
    ...answers,
  });
  const notices = new Notices();
  return { transport, notices, connections: new ConnectionsState(createClient(transport), notices) };
}

describe('A connection', () => {
  it('is saved with its token, tested at once, and the token is gone from the page', async () => {
    const { transport, connections } = state();
    connections.edit(null);
    connections.type({ name: ' Test stand ', baseUrl: 'https://test.example.com', token: 'an invented token' });
    await connections.save();
    expect(transport.inputs('saveConnection')).toEqual([{ name: 'Test stand', baseUrl: 'https://test.example.com', tokenInBody: true, format: 'json', mark: usualMarks.production, token: 'an invented token' }]);
    expect(connections.form).toBeNull();
    await expect.poll(() => connections.test('c2')).toEqual({ kind: 'databases', databases: [{ id: 7, name: 'Clients' }] });
    connections.edit(connections.find('c2')!);
    expect(connections.form?.token).toBe('');
  });

  it('keeps its stored token when it is edited without one', async () => {
    const { transport, connections } = state();
    await connections.load();
    connections.edit(connections.list[0]!);
    connections.type({ tokenInBody: false });
    expect(connections.formProblem).toBeNull();
    await connections.save();
    expect(transport.inputs('saveConnection')[0]).not.toHaveProperty('token');
    expect(transport.inputs('saveConnection')[0]).toMatchObject({ connectionId: 'c1', tokenInBody: false });
  });

  it('is sent to in JSON unless XML is chosen, and keeps what was chosen', async () => {
    const { transport, connections } = state({ saveConnection: ({ format }) => connection({ format }) });
    await connections.load();
    connections.edit(connections.list[0]!);
    expect(connections.form?.format).toBe('json');
    connections.type({ format: 'xml' });
    await connections.save();
    expect(transport.inputs('saveConnection')[0]).toMatchObject({ connectionId: 'c1', format: 'xml' });
    connections.edit(connections.find('c1')!);
    expect(connections.form?.format).toBe('xml');
  });

  it.each([
    [{ name: '', baseUrl: 'https://example.com', token: 'x' }, 'Give the connection a name.'],
    [{ name: 'A', baseUrl: 'example', token: 'x' }, 'The address begins with https:// and names the host.'],
    [{ name: 'A', baseUrl: 'https://example.com/lists?x=1', token: 'x' }, 'The address has too much: what stands behind “?” or “#” does not belong to it.'],
    [{ name: 'A', baseUrl: 'https://me:secret@example.com', token: 'x' }, 'The address has too much: a name or password before “@” does not belong to it.'],
    [{ name: 'A', baseUrl: 'http://example.com', token: 'x' }, 'Without https, only an address of this computer itself is allowed.'],
    [{ name: 'A', baseUrl: 'https://example.com', token: ' ' }, 'Enter the API token.'],
  ])('cannot be saved as %j', async (typed, problem) => {
    const { transport, connections } = state();
    connections.edit(null);
    connections.type(typed);
    expect(connections.formProblem).toBe(problem);
    await connections.save();
    expect(transport.calls).toEqual([]);
  });

  it('that main refuses is explained inside of the form, which stays open', async () => {
    const { connections, notices } = state({
      saveConnection: () => {
        throw new Fault('secrets-unavailable');
      },
    });
    connections.edit(null);
    connections.type({ name: 'A', baseUrl: 'https://example.com', token: 'x' });
    await connections.save();
    expect(connections.formFault?.what).toContain('no safe place for the token');
    expect(connections.form).not.toBeNull();
    expect(notices.items).toEqual([]);
  });

  it('that does not answer says so and in the server’s words', async () => {
    const { connections, notices } = state({
      testConnection: () => {
        throw new Fault('server-refused', { text: 'API token required', httpStatus: 401, code: 401 });
      },
    });
    await connections.load();
    await connections.check('c1');
    expect(connections.test('c1')).toMatchObject({ kind: 'failed', why: { what: expect.stringContaining('“API token required”') } });
    const [notice] = notices.items;
    expect(notice?.kind === 'fault' && notice.explanation.what).toMatch(/^Production: .*“API token required”/);
  });

  it('that answers again takes its own notices along, and no others', async () => {
    let right = false;
    const { connections, notices } = state({
      testConnection: () => {
        if (right) return [];
        throw new Fault('server-refused', { text: 'API token required', httpStatus: 401, code: 401 });
      },
    });
    await connections.load();
    notices.fail(new Fault('disk-full'));
    await connections.check('c1');
    expect(notices.items).toHaveLength(2);
    right = true;
    await connections.check('c1');
    expect(notices.items.map((item) => item.kind === 'fault' && item.code)).toEqual(['disk-full']);
  });

  it('is tested before it is kept: one with a wrong token is kept on request only, with the reason beside it', async () => {
    const { transport, connections } = state({
      tryConnection: () => {
        throw new Fault('server-refused', { text: 'API token required', httpStatus: 401, code: 401 });
      },
    });
    connections.edit(null);
    connections.type({ name: 'A', baseUrl: 'https://example.com', token: 'wrong' });
    await connections.save();
    expect(transport.inputs('saveConnection')).toEqual([]);
    expect(connections.form?.token).toBe('wrong');
    expect(connections.formFault?.what).toContain('“API token required”');
    expect(connections.canSaveUntested).toBe(true);
    await connections.saveUntested();
    expect(transport.inputs('saveConnection')).toMatchObject([{ token: 'wrong' }]);
    expect(connections.form).toBeNull();
    expect(connections.test('c2')).toMatchObject({ kind: 'failed', why: { what: expect.stringContaining('“API token required”') } });
  });

  it('that cannot be kept is not offered to be kept all the same', async () => {
    const { connections } = state({
      saveConnection: () => {
        throw new Fault('secrets-unavailable');
      },
    });
    connections.edit(null);
    connections.type({ name: 'A', baseUrl: 'https://example.com', token: 'x' });
    await connections.save();
    expect(connections.canSaveUntested).toBe(false);
  });
});

describe('An address copied from a browser', () => {
  it.each([
    ['https://platform.example.com/profiles/list?x=1', 'https://platform.example.com'],
    ['https://platform.example.com/#/databases/7', 'https://platform.example.com'],
    ['platform.example.com', 'https://platform.example.com'],
    ['platform.example.com/profiles?page=2', 'https://platform.example.com'],
    ['https://platform.example.com:8443/?utm_source=mail', 'https://platform.example.com:8443'],
    ['https://platform.example.com', null],
    ['not an address', null],
    ['https://me:secret@platform.example.com/?x=1', null],
    ['ftp://platform.example.com/?x=1', null],
  ])('%s is proposed as %s', (typed, proposed) => {
    const { connections } = state();
    connections.edit(null);
    connections.type({ name: 'A', baseUrl: typed, token: 'x' });
    expect(connections.proposedAddress).toBe(proposed);
  });
});

describe('The connection form', () => {
  it('offers JSON and XML, and the list tells a connection that is sent to in XML', async () => {
    const transport = new FakeTransport({
      listJobs: () => [],
      listRecipes: () => [],
      listConnections: () => [connection()],
      saveConnection: ({ name, baseUrl, format }) => connection({ connectionId: 'c2', name, baseUrl, format }),
      tryConnection: () => [],
      testConnection: () => [],
    });
    const page = await mountPage(transport);
    try {
      await page.click('go-connections');
      await page.click('connection-add');
      const select = page.get('connection-format');
      expect(select instanceof HTMLSelectElement && [...select.options].map(({ text }) => text)).toEqual(['JSON', 'XML']);
      expect(select).toHaveProperty('value', 'json');
      await page.enter('connection-name', 'Old platform');
      await page.enter('connection-url', 'https://old.example.com');
      await page.enter('connection-token', 'an invented token');
      await page.enter('connection-format', 'xml');
      await page.click('dialog-yes');
      expect(transport.inputs('saveConnection')).toMatchObject([{ name: 'Old platform', format: 'xml' }]);
      expect(page.all('connection').map((line) => [line.dataset['connection'], line.textContent.includes('XML')])).toEqual([['c2', true], ['c1', false]]);
    } finally {
      page.close();
    }
  });
});

describe('A connection’s mark', () => {
  it('is that of production unless another is chosen, and its colour and limit follow the kind while they are the usual ones', () => {
    const production = usualMarks.production;
    expect(markOfKind(production, 'test')).toEqual(usualMarks.test);
    expect(markOfKind({ ...production, colour: 'violet', askAbove: 500 }, 'test')).toEqual({ kind: 'test', colour: 'violet', askAbove: 500 });
  });

  it('is chosen in the form, where a limit that is no number is told, and stands at the connection', async () => {
    const transport = new FakeTransport({
      listJobs: () => [], listConnections: () => [connection({ name: 'Shop' })], tryConnection: () => [], testConnection: () => [],
      saveConnection: ({ name, baseUrl, mark }) => connection({ name, baseUrl, mark }),
    });
    const page = await mountPage(transport);
    try {
      await page.click('go-connections');
      expect(page.get('connection-tag').dataset).toMatchObject({ kind: 'production', mark: 'red' });
      expect(page.get('connection-tag').textContent).toBe('Shop – Production');
      await page.click('connection-edit');
      await page.enter('connection-kind', 'test');
      await page.click('connection-colour-violet');
      await page.click('connection-asks');
      await page.enter('connection-ask-above', '');
      expect(page.get('connection-form').textContent).toContain('a whole number');
      await page.enter('connection-ask-above', '2500');
      await page.click('dialog-yes');
      expect(transport.inputs('saveConnection')).toMatchObject([{ mark: { kind: 'test', colour: 'violet', askAbove: 2_500 } }]);
      expect(page.get('connection-tag').textContent).toBe('Shop – Test');
    } finally {
      page.close();
    }
  });

  it('is that of the connection a job was sent over, else of one to its server, production first; a job on an unknown port of this computer has none', () => {
    const [one, two] = [connection({ connectionId: 'a', mark: usualMarks.test }), connection({ connectionId: 'b', mark: usualMarks.production })];
    const practice = connection({ connectionId: 'practice', baseUrl: 'http://127.0.0.1:4711', practice: true, mark: usualMarks.practice });
    const tunnel = connection({ connectionId: 'tunnel', baseUrl: 'http://127.0.0.1:8443' });
    const list = [one, two, practice, tunnel];
    expect(connectionOf(list, 'a', 'marketing.example.com')).toBe(one);
    expect(connectionOf(list, 'gone', 'marketing.example.com')).toBe(two);
    expect(connectionOf(list, null, 'practice')).toBe(practice);
    expect(connectionOf(list, 'tunnel', 'practice')).toBe(practice);
    expect(connectionOf(list, null, '127.0.0.1')).toBeUndefined();
    expect(connectionOf(list, 'a', null)).toBe(one);
  });
});

describe('Notices', () => {
  it('show the same error once, at most three in all, and no cancelled step', () => {
    const notices = new Notices();
    notices.fail(new Fault('disk-full'));
    notices.fail(new Fault('disk-full'));
    notices.fail(new Fault('cancelled'));
    expect(notices.items).toHaveLength(1);
    notices.fail(new Fault('source-missing', { file: 'a.xlsx' }));
    notices.fail(new Fault('source-missing', { file: 'b.xlsx' }));
    notices.fail(new Fault('source-missing', { file: 'c.xlsx' }));
    expect(notices.items).toHaveLength(3);
    notices.dismiss(notices.items[0]!.id);
    expect(notices.items).toHaveLength(2);
  });

  it('call anything unexpected an inner error, without its message', () => {
    const notices = new Notices();
    notices.fail(new TypeError('client@example.com is not a function'));
    const [notice] = notices.items;
    expect(notice?.kind === 'fault' && notice.explanation.what).toBe('An error inside the program occurred (TypeError).');
  });
});
