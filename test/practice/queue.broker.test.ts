import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { envelope, readAnswer } from '#engine/queue/envelope.ts';
import { practiceProfile, startPractice, type PracticeOptions, type PracticeServer } from '../../electron/practice/index.ts';
import { brokerUsers, type BrokerPlace } from '../../build/scripts/broker/broker.ts';
import { drained, sharedBroker, trialQueues, type TrialQueues } from '../support/broker.ts';

let place: BrokerPlace;
let queues: TrialQueues;
beforeAll(async () => {
  place = await sharedBroker();
  queues = await trialQueues(place);
});
afterAll(() => queues.close());

const token = 'practice-token';
const path = 'api/v1.1/profiles/update_batch';

/** The platform on this test's queues; a whole plan of its own where faults are wanted. */
async function platform(queue: Partial<NonNullable<PracticeOptions['queue']>> = {}, options: PracticeOptions = {}): Promise<PracticeServer> {
  const { user, password } = brokerUsers.own;
  const url = place.url.replace('://', `://${user}:${password}@`);
  const server = await startPractice({ token, ...options, queue: { url, requests: queues.access.requests, answers: queues.access.answers, ...queue } });
  onTestFinished(() => server.close());
  return server;
}

const frame = { token, db_id: 7, matching: 'custom', field_name: 'Custom_ID' };
const batch = (ids: readonly number[], members: object = frame): Buffer => Buffer.from(JSON.stringify({ ...members, data: ids.map((id) => ({ Custom_ID: id, _fname: 'Anna' })) }));

function put(message: Uint8Array): void {
  queues.channel.sendToQueue(queues.access.requests, Buffer.from(message), { persistent: true });
}

/** The next answer, with what stands in its body. */
async function next(): Promise<{ id: string; body: unknown }> {
  let found: { id: string; body: unknown } | null = null;
  await expect.poll(async () => {
    const message = await queues.channel.get(queues.access.answers, { noAck: true });
    const answer = message === false ? null : readAnswer(message.content);
    found = answer === null ? null : { id: answer.id, body: JSON.parse(Buffer.from(answer.body).toString('utf8')) };
    return found;
  }).not.toBeNull();
  return found ?? { id: '', body: null };
}

describe('the practice platform on a broker', () => {
  it('applies a batch and answers with its id as it would over HTTP', async () => {
    const server = await platform();
    put(envelope('r-1', path, batch([1, 2, 5_000])));
    expect(await next()).toEqual({
      id: 'r-1',
      body: {
        error: 0,
        error_text: 'Successful operation',
        result: [
          { error: 0, error_text: 'Successful operation', profile_id: practiceProfile(1).profileId },
          { error: 0, error_text: 'Successful operation', profile_id: practiceProfile(2).profileId },
          { error: 0, error_text: 'Successful operation', profile_id: practiceProfile(5_000).profileId },
        ],
      },
    });
    expect([...server.journal.applied().entries()]).toEqual([[1, 1], [2, 1], [5_000, 1]]);
    expect(server.journal.requests()).toMatchObject([{ requestId: 'r-1', profiles: 3, outcome: 'processed' }]);
    // Taken for good.
    await expect.poll(async () => (await queues.channel.checkQueue(queues.access.requests)).messageCount).toBe(0);
  });

  it.each([
    ['a call that is not known', envelope('r', 'profiles/update_batch', batch([1])), 404],
    ['a body that is no object', envelope('r', path, Buffer.from('[]')), 400],
    ['a strange member', Buffer.from(`{"request_id":"r","request":"${path}","body":{},"more":1}`), 400],
    ['a token that is not in the body', envelope('r', path, batch([1], { ...frame, token: undefined })), 401],
    ['a body beyond the limit', envelope('r', path, batch(Array.from({ length: 200 }, (_, number) => number + 1))), 413],
  ])('refuses %s in its answer and applies nothing', async (_, message, code) => {
    const server = await platform({}, { maxBytes: 5_000 });
    put(message);
    expect(await next()).toMatchObject({ id: 'r', body: { error: code } });
    expect(server.journal.summary()).toMatchObject({ refused: 1, itemsApplied: 0 });
  });

  it('answers nobody where there is no request_id, and takes what is no JSON out of the way', async () => {
    const server = await platform();
    put(Buffer.from('no JSON'));
    put(Buffer.from(JSON.stringify({ request: path, body: JSON.parse(batch([3]).toString()) })));
    put(envelope('after', path, batch([4])));
    expect((await next()).id).toBe('after');
    await expect.poll(() => server.journal.requests().map(({ outcome }) => outcome).sort()).toEqual(['processed', 'processed', 'refused']);
    expect([...server.journal.applied().entries()]).toEqual([[3, 1], [4, 1]]);
    expect(await drained(queues.channel, queues.access.answers)).toEqual([]);
  });

  it('applies a repeated id twice, or answers from memory where it is told to', async () => {
    const forgetful = await platform();
    for (let times = 0; times < 2; times += 1) {
      put(envelope('again', path, batch([1])));
      expect(await next()).toMatchObject({ id: 'again', body: { error: 0 } });
    }
    expect(forgetful.journal.applied().get(1)).toBe(2);
    await forgetful.close();
    const mindful = await platform({ repeats: true });
    for (let times = 0; times < 2; times += 1) {
      put(envelope('again', path, batch([1])));
      expect(await next()).toMatchObject({ id: 'again', body: { error: 0 } });
    }
    expect(mindful.journal.applied().get(1)).toBe(1);
  });

  it('spoils answers by the plan: none, an error, one that is no JSON; and all of them twice or as a text', async () => {
    const server = await platform({ answersTwice: true, textBodies: true }, { faults: { rules: [{ kind: 'drop-after', requests: [1] }, { kind: 'status', status: 503, requests: [2] }, { kind: 'garbage', requests: [3] }] } });
    for (const [number, id] of ['dropped', 'busy', 'garbage', 'fine'].entries()) put(envelope(id, path, batch([number + 1])));
    await expect.poll(() => server.journal.requests().length).toBe(4);
    await expect.poll(async () => (await queues.channel.checkQueue(queues.access.answers)).messageCount).toBe(6);
    const answers = (await drained(queues.channel, queues.access.answers)).map((text) => readAnswer(Buffer.from(text)));
    expect(answers.map((answer) => answer?.id).sort()).toEqual(['busy', 'busy', 'fine', 'fine', 'garbage', 'garbage']);
    expect(answers.filter((answer) => answer?.id === 'busy').map((answer) => String(answer?.body))[0]).toContain('"error":503');
    expect([...server.journal.applied().entries()]).toEqual([[1, 1], [3, 1], [4, 1]]);
  });

  it('gives back what it has not answered when it ends, and the next one takes it', async () => {
    const first = await platform({}, { faults: { rules: [{ kind: 'hang', processed: false }] } });
    put(envelope('held', path, batch([9])));
    await expect.poll(() => first.journal.requests().length).toBe(1);
    await first.close();
    const second = await platform();
    expect(await next()).toMatchObject({ id: 'held', body: { error: 0 } });
    expect(second.journal.applied().get(9)).toBe(1);
  });

  it('says at once that there is no broker', async () => {
    await expect(platform({ url: 'amqp://127.0.0.1:1' })).rejects.toThrow('ECONNREFUSED');
  });
});
