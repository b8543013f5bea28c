import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { envelope } from '#engine/queue/envelope.ts';
import { QueueError, type QueueLine } from '#engine/queue/line.ts';
import { openQueueLine } from '#engine/queue/openQueueLine.ts';
import type { QueueAccess } from '#contract/queueAddress.ts';
import { brokerMostBytes, brokerUsers, setAlarm, type BrokerPlace } from '../../../build/scripts/broker/broker.ts';
import { answerMessage, drained, sharedBroker, trialQueues, type TrialQueues } from '../../support/broker.ts';

let place: BrokerPlace;
let queues: TrialQueues;
beforeAll(async () => {
  place = await sharedBroker();
  queues = await trialQueues(place);
});
afterAll(() => queues.close());

const never = new AbortController().signal;

async function opened(access: QueueAccess): Promise<QueueLine> {
  const line = await openQueueLine(access, never);
  onTestFinished(() => line.close());
  return line;
}

const publish = (line: QueueLine, id: string, signal: AbortSignal = never): Promise<void> =>
  line.publish({ id, body: envelope(id, 'api/v1.1/profiles/update_batch', Buffer.from('{"data":[]}')), signal });

/** What a promise was rejected with, as far as an operator is told. */
async function problem(asked: Promise<unknown>): Promise<{ kind: string; code: string } | null> {
  try {
    await asked;
    return null;
  } catch (error) {
    if (!(error instanceof QueueError)) throw error;
    return { kind: error.kind, code: error.code };
  }
}

/** One pass; the ids that were settled. */
async function pass(line: QueueLine, ours: readonly string[], settle: (id: string) => void = () => undefined): Promise<{ ids: readonly string[]; taken: number; others: number; left: number }> {
  const ids: string[] = [];
  const { taken, others, left } = await line.collect({ isOurs: (id) => ours.includes(id), settle: ({ id }) => { settle(id); ids.push(id); }, signal: never });
  return { ids, taken, others, left };
}

describe('publishing', () => {
  it('resolves when the broker has the messages, many at once, each kept for a restart', async () => {
    const line = await opened(queues.access);
    const ids = Array.from({ length: 40 }, (_, number) => `m-${number}`);
    await Promise.all(ids.map((id) => publish(line, id)));
    await expect(line.depths(never)).resolves.toEqual({ requests: 40, answers: 0 });
    const first = await queues.channel.get(queues.access.requests);
    expect(first).toMatchObject({ properties: { deliveryMode: 2, contentType: 'application/json' } });
    queues.channel.nackAll(true);
    const seen = (await drained(queues.channel, queues.access.requests)).map((text) => String(Object.entries(JSON.parse(text)).at(0)?.[1]));
    expect([...seen].sort()).toEqual([...ids].sort());
  });

  it('says of a message that no queue takes, no exchange knows or the broker finds too large that it is surely not there, and goes on', async () => {
    const line = await opened(queues.access);
    const bodyOf = (size: number): Uint8Array => Buffer.alloc(size, 0x20);
    const large = problem(line.publish({ id: 'large', body: bodyOf(brokerMostBytes + 1), signal: never }));
    const others = ['a', 'b', 'c'].map((id) => publish(line, id));
    await expect(large).resolves.toEqual({ kind: 'refused', code: 'message-too-large' });
    await Promise.all(others);
    expect(await drained(queues.channel, queues.access.requests)).toHaveLength(3);
    const nowhere = await opened({ ...queues.access, exchange: 'amq.direct' });
    await expect(problem(publish(nowhere, 'x'))).resolves.toEqual({ kind: 'refused', code: 'queue-missing' });
    await expect(problem(publish(nowhere, 'y'))).resolves.toEqual({ kind: 'refused', code: 'queue-missing' });
    const unknown = await opened({ ...queues.access, exchange: 'not-there' });
    await expect(problem(publish(unknown, 'x'))).resolves.toEqual({ kind: 'refused', code: 'exchange-missing' });
    expect(nowhere.lost).toBeNull();
  });

  it('says that a user may not publish', async () => {
    const line = await opened({ ...queues.access, ...brokerUsers.reader });
    await expect(problem(publish(line, 'x'))).resolves.toEqual({ kind: 'refused', code: 'access-refused' });
    await expect(line.depths(never)).resolves.toEqual({ requests: 0, answers: 0 });
  });

  it('leaves open what was written to a broker without memory, refuses what comes after it, and still takes answers', async () => {
    const line = await opened(queues.access);
    await setAlarm(place, true);
    try {
      const giveUp = new AbortController();
      const written = problem(publish(line, 'in-doubt', giveUp.signal));
      await expect.poll(() => line.blocked).not.toBeNull();
      await expect(problem(publish(line, 'late'))).resolves.toEqual({ kind: 'refused', code: 'blocked' });
      giveUp.abort();
      await expect(written).resolves.toEqual({ kind: 'open', code: 'aborted' });
      await expect(pass(line, [])).resolves.toMatchObject({ taken: 0 });
    } finally {
      await setAlarm(place, false);
    }
    await expect.poll(() => line.blocked).toBeNull();
    await publish(line, 'after');
    // The one in doubt was there after all: to send it again would have sent it twice.
    const texts = await drained(queues.channel, queues.access.requests);
    expect(texts.map((text) => /"request_id":"([^"]*)"/.exec(text)?.[1])).toEqual(['in-doubt', 'after']);
  });
});

describe('collecting', () => {
  const put = (...messages: readonly Buffer[]): void => messages.forEach((message) => queues.channel.sendToQueue(queues.access.answers, message, { persistent: true }));
  const waiting = (count: number): Promise<void> => expect.poll(async () => (await queues.channel.checkQueue(queues.access.answers)).messageCount).toBe(count);

  it('takes ours and gives others back untouched and in their order, what is no answer among them', async () => {
    const line = await opened(queues.access);
    put(answerMessage('o-1'), answerMessage('a'), Buffer.from('no JSON'), answerMessage('b'), answerMessage('o-2'));
    await waiting(5);
    await expect(pass(line, ['a', 'b'])).resolves.toEqual({ ids: ['a', 'b'], taken: 2, others: 3, left: 3 });
    await expect(pass(line, ['a', 'b'])).resolves.toEqual({ ids: [], taken: 0, others: 3, left: 3 });
    expect(await drained(queues.channel, queues.access.answers)).toEqual([answerMessage('o-1'), 'no JSON', answerMessage('o-2')].map(String));
  });

  it('gives an answer back that could not be recorded, and brings it again', async () => {
    const line = await opened(queues.access);
    put(answerMessage('a'), answerMessage('b'), answerMessage('c'));
    await waiting(3);
    const broken = pass(line, ['a', 'b', 'c'], (id) => {
      if (id === 'b') throw new Error('the disk is full');
    });
    await expect(broken).rejects.toThrow('the disk is full');
    await waiting(2);
    await expect(pass(line, ['a', 'b', 'c'])).resolves.toMatchObject({ ids: ['b', 'c'], left: 0 });
  });

  it('lets two programs have their own answers, whoever looks first', async () => {
    const [one, other] = [await opened(queues.access), await opened(queues.access)];
    put(...Array.from({ length: 20 }, (_, number) => answerMessage(`${number % 2 === 0 ? 'one' : 'other'}-${number}`)));
    await waiting(20);
    const mine = (name: string): readonly string[] => Array.from({ length: 20 }, (_, number) => `${name}-${number}`);
    expect((await pass(one, mine('one'))).taken).toBe(10);
    expect((await pass(other, mine('other'))).taken).toBe(10);
    await expect(one.depths(never)).resolves.toEqual({ requests: 0, answers: 0 });
  });

  it('gives back to a quorum queue as well', async () => {
    const quorum = await trialQueues(place, { kind: 'quorum' });
    onTestFinished(() => quorum.close());
    const line = await opened(quorum.access);
    for (const id of ['o', 'a']) quorum.channel.sendToQueue(quorum.access.answers, answerMessage(id), { persistent: true });
    await expect.poll(async () => (await quorum.channel.checkQueue(quorum.access.answers)).messageCount).toBe(2);
    await expect(pass(line, ['a'])).resolves.toMatchObject({ ids: ['a'], others: 1 });
    await expect.poll(() => drained(quorum.channel, quorum.access.answers)).toEqual([String(answerMessage('o'))]);
  });
});

describe('the way to a broker', () => {
  it.each([
    ['nobody listens', { url: 'amqp://127.0.0.1:1' }, 'unreachable'],
    ['the password is wrong', { password: 'wrong' }, 'login-refused'],
    ['the virtual host is not there', { virtualHost: 'nowhere' }, 'vhost-missing'],
    ['the virtual host is not open to this user', { virtualHost: 'closed' }, 'vhost-missing'],
    ['the queue of answers is not there', { answers: 'nobody-s' }, 'queue-missing'],
  ] as const)('says that %s', async (_, differs, code) => {
    await expect(problem(openQueueLine({ ...queues.access, ...differs }, never))).resolves.toEqual({ kind: 'refused', code });
  });

  it('gives up when told to', async () => {
    await expect(problem(openQueueLine(queues.access, AbortSignal.abort()))).resolves.toEqual({ kind: 'refused', code: 'aborted' });
  });

  it('is closed for good, and says so', async () => {
    const line = await openQueueLine(queues.access, never);
    await line.close();
    await expect(problem(publish(line, 'x'))).resolves.toEqual({ kind: 'refused', code: 'closed' });
    await expect(problem(pass(line, []))).resolves.toEqual({ kind: 'refused', code: 'closed' });
  });
});
