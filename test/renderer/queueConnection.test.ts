import { describe, expect, it } from 'vitest';
import { createClient } from '#contract/client.ts';
import { usualQueue } from '#contract/queueAddress.ts';
import { emptyQueue } from '../../renderer/state/connectionForm.ts';
import { ConnectionsState } from '../../renderer/state/connections.svelte.ts';
import { Notices } from '../../renderer/state/notices.svelte.ts';
import { FakeTransport, type Answers } from '../support/fakeTransport.ts';
import { mountPage } from '../support/mountPage.ts';
import { connection } from '../support/pageData.ts';

function state(answers: Answers = {}): { readonly transport: FakeTransport; readonly connections: ConnectionsState } {
  const transport = new FakeTransport({
    listConnections: () => [connection()],
    saveConnection: ({ name, baseUrl }) => connection({ connectionId: 'c2', name, baseUrl }),
    tryConnection: () => [{ id: 7, name: 'Clients' }],
    testConnection: () => [{ id: 7, name: 'Clients' }],
    ...answers,
  });
  const notices = new Notices();
  return { transport, connections: new ConnectionsState(createClient(transport), notices) };
}

describe('A connection through a queue', () => {
  it('goes through a queue where that is chosen in the form, and says so in the list', async () => {
    const transport = new FakeTransport({
      listJobs: () => [], listConnections: () => [connection({ name: 'Shop' })], tryConnection: () => [], testConnection: () => [],
      saveConnection: ({ name, baseUrl, queue }) => connection({ name, baseUrl, queue: { ...usualQueue, url: '', user: '', ...queue } }),
    });
    const page = await mountPage(transport);
    try {
      await page.click('go-connections');
      await page.click('connection-edit');
      expect(page.has('queue-url')).toBe(false);
      await page.enter('connection-way', 'queue');
      await page.enter('queue-url', 'amqps://rabbit.example.com:5671');
      await page.enter('queue-user', 'importer');
      await page.enter('queue-virtualHost', 'altcraft');
      await page.enter('queue-mostUnanswered', '16');
      expect(page.get('connection-form').textContent).toContain('Enter the password of the broker’s user.');
      await page.enter('queue-password', 'an invented password');
      await page.click('dialog-yes');
      expect(transport.inputs('saveConnection')).toMatchObject([{ queue: { ...usualQueue, url: 'amqps://rabbit.example.com:5671', user: 'importer', virtualHost: 'altcraft', mostUnanswered: 16 }, queuePassword: 'an invented password' }]);
      expect(page.get('connection').textContent).toContain('through api_req at amqps://rabbit.example.com:5671');
    } finally {
      page.close();
    }
  });

  it('goes through a queue with what the platform’s manual says already there', async () => {
    const { transport, connections } = state();
    connections.edit(null);
    connections.type({ name: 'Queue', baseUrl: 'https://test.example.com', token: 'an invented token', queue: emptyQueue });
    connections.type({ queue: { ...emptyQueue, url: 'amqps://rabbit.example.com', user: 'importer' }, queuePassword: 'an invented password' });
    expect(connections.formProblem).toBeNull();
    await connections.save();
    expect(transport.inputs('saveConnection')).toEqual([expect.objectContaining({ queue: { ...usualQueue, url: 'amqps://rabbit.example.com', user: 'importer' }, queuePassword: 'an invented password' })]);
  });

  it.each([
    [{ url: 'amqps://' }, 'The address is not one of a broker: it is amqps://host, with a port where it is not 5671.'],
    [{ url: 'amqp://rabbit.example.com' }, 'Without encryption (amqp), only a broker on this computer itself is allowed.'],
    [{ user: ' ' }, 'Enter the user of the broker.'],
    [{ answers: '' }, 'Name the virtual host and both queues.'],
    [{ answers: 'api_req' }, 'The queue of requests and the queue of answers have the same name.'],
    [{ mostUnanswered: 0 }, 'Requests without an answer: a whole number from 1 to 1,000. Hours: from 1 to 10,000.'],
    [{ hoursToLive: Number.NaN }, 'Requests without an answer: a whole number from 1 to 1,000. Hours: from 1 to 10,000.'],
  ])('cannot be saved with the queue %j', (differs, problem) => {
    const { connections } = state();
    connections.edit(null);
    connections.type({ name: 'Q', baseUrl: 'https://test.example.com', token: 'x', queuePassword: 'x', queue: { ...emptyQueue, url: 'amqps://rabbit.example.com', user: 'importer', ...differs } });
    expect(connections.formProblem).toBe(problem);
  });

  it('asks for the password of a queue anew where its broker changes, and not where it stays', async () => {
    const queue = { ...usualQueue, url: 'amqps://rabbit.example.com:5671', user: 'importer' };
    const { connections } = state({ listConnections: () => [connection({ queue })] });
    await connections.load();
    connections.edit(connections.list[0]!);
    expect(connections.formProblem).toBeNull();
    connections.type({ queue: { ...queue, url: 'amqps://other.example.com' } });
    expect(connections.formProblem).toBe('Enter the password of the broker’s user.');
  });
});
