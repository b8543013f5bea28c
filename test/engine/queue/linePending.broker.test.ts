import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemClock } from '#engine/jobs/clock.ts';
import { queueWayTo } from '#engine/jobs/run/broker/queueWayTo.ts';
import { envelope } from '#engine/queue/envelope.ts';
import { QueueError, type QueueLine } from '#engine/queue/line.ts';
import { openQueueLine } from '#engine/queue/openQueueLine.ts';
import { answerMessage, drained, sharedBroker, trialQueues, type TrialQueues } from '../../support/broker.ts';
import { heldBroker, type HeldBroker, type Word } from '../../support/heldBroker.ts';
import { makeJob, profiles, temporaryFolder } from '../../support/jobs.ts';
import { runQueued } from '../../support/queueRun.ts';

let port: number;
let queues: TrialQueues;
let broker: HeldBroker;
beforeAll(async () => {
  const place = await sharedBroker();
  port = place.port;
  queues = await trialQueues(place);
});
afterEach(async () => {
  vi.useRealTimers();
  broker.close();
  for (const queue of [queues.access.requests, queues.access.answers]) await drained(queues.channel, queue);
});
afterAll(() => queues.close());

const never = new AbortController().signal;
/** Longer than a test lasts, but for the goodbye. */
const patient = { answer: 60_000, farewell: 20 };
const impatient = { answer: 50, farewell: 20 };

/** How a call ended; what it says of the message, too. */
async function ended(asked: Promise<unknown>): Promise<string> {
  try {
    await asked;
    return 'done';
  } catch (error) {
    if (!(error instanceof QueueError)) throw error;
    return `${error.kind}: ${error.code}`;
  }
}

type Call = (line: QueueLine, signal: AbortSignal) => Promise<unknown>;
const publish: Call = (line, signal) => line.publish({ id: 'mine', body: envelope('mine', 'x', Buffer.from('{}')), signal });
const collect: Call = (line, signal) => line.collect({ isOurs: () => true, settle: () => undefined, signal });
const depths: Call = (line, signal) => line.depths(signal);
const close: Call = (line) => line.close();

/** Every word of the broker's that one of the calls waits for. */
const pending: readonly (readonly [name: string, call: Call, word: Word])[] = [
  ['publish', publish, 'channelOpened'], ['publish', publish, 'confirming'], ['publish', publish, 'confirmed'],
  ['collect', collect, 'channelOpened'], ['collect', collect, 'message'], ['collect', collect, 'messageHead'], ['collect', collect, 'none'],
  ['collect', collect, 'queueThere'], ['collect', collect, 'channelClosed'],
  ['depths', depths, 'channelOpened'], ['depths', depths, 'queueThere'], ['depths', depths, 'channelClosed'],
  ['close', close, 'farewell'],
];
const opening: readonly Word[] = ['start', 'tune', 'opened', 'channelOpened', 'queueThere', 'channelClosed'];

/** A call that waits for a word of the broker's which does not come. */
async function waiting(call: Call, word: Word, onOpen: () => void = () => undefined): Promise<{ readonly line: QueueLine; readonly giveUp: AbortController; readonly end: Promise<string> }> {
  broker = await heldBroker(port);
  queues.channel.sendToQueue(queues.access.answers, answerMessage('mine'));
  await expect.poll(async () => (await queues.channel.checkQueue(queues.access.answers)).messageCount).toBe(1);
  const line = await openQueueLine({ ...queues.access, url: broker.url }, never, undefined, patient);
  onOpen();
  const giveUp = new AbortController();
  const met = broker.hold(word);
  const end = ended(call(line, giveUp.signal));
  await met;
  return { line, giveUp, end };
}

/** What was written and not confirmed may be with the broker. */
const expected = (name: string, word: Word, code: string): string => (name === 'close' ? 'done' : `${word === 'confirmed' ? 'open' : 'refused'}: ${code}`);

describe('a call that waits for a word which does not come', () => {
  it.each(pending)('%s ends as the broker does (%#)', async (name, call, word) => {
    const { line, end } = await waiting(call, word);
    broker.cut();
    await expect(end).resolves.toBe(expected(name, word, 'connection-lost'));
    expect(line.lost).not.toBeNull();
    await line.close();
  });

  it.each(pending.filter(([name]) => name !== 'close'))('%s ends as its caller gives up (%#)', async (name, call, word) => {
    const { line, giveUp, end } = await waiting(call, word);
    giveUp.abort();
    await expect(end).resolves.toBe(expected(name, word, 'aborted'));
    // Though the broker does not say goodbye.
    await line.close();
  });

  // How long a message may be unconfirmed, its caller says.
  it.each(pending.filter(([, , word]) => word !== 'confirmed'))('%s ends when the broker says nothing for too long, and so does the line (%#)', async (name, call, word) => {
    const { line, end } = await waiting(call, word, () => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
    vi.advanceTimersByTime(patient.answer);
    await expect(end).resolves.toBe(expected(name, word, 'connection-lost'));
    vi.useRealTimers();
    expect(line.lost).not.toBeNull();
    await line.close();
  });

  it.each(opening)('opening ends with the broker, with its caller, and after a time (%s)', async (word) => {
    broker = await heldBroker(port);
    const access = { ...queues.access, url: broker.url };
    let met = broker.hold(word);
    const broken = ended(openQueueLine(access, never));
    await met;
    broker.cut();
    await expect(broken).resolves.toMatch(/^refused: (?:unreachable|connection-lost|not-spoken)$/);
    broker.close();

    broker = await heldBroker(port);
    met = broker.hold(word);
    const giveUp = new AbortController();
    const givenUp = ended(openQueueLine({ ...access, url: broker.url }, giveUp.signal, undefined, patient));
    await met;
    giveUp.abort();
    await expect(givenUp).resolves.toBe('refused: aborted');
    // It keeps all that comes now, too.
    await expect(ended(openQueueLine({ ...access, url: broker.url }, never, undefined, impatient))).resolves.toMatch(/^refused: (?:unreachable|connection-lost)$/);
  });
});

describe('a run whose broker says nothing', () => {
  const runs: readonly Word[] = ['start', 'channelOpened', 'queueThere', 'none', 'confirming', 'confirmed', 'channelClosed'];

  it.each(runs.flatMap((word) => [['stop', word] as const, ['abort', word] as const]))('ends at a word to %s it (%s)', async (how, word) => {
    broker = await heldBroker(port);
    const folder = temporaryFolder();
    const file = makeJob(`${folder.path}/a.importjob`, profiles(20, 1));
    try {
      const end = new AbortController();
      const met = broker.hold(word);
      const access = { ...queues.access, url: broker.url };
      const way = { ...queueWayTo(access, 'a'.repeat(32)), open: (signal: AbortSignal) => openQueueLine(access, signal, undefined, patient) };
      const over = runQueued(file, way, { clock: systemClock, timeoutMs: 300, [how]: end.signal });
      await met;
      end.abort();
      await expect(over).resolves.toMatchObject({ state: 'paused', countsAddUp: true });
    } finally {
      file.close();
      folder.remove();
    }
  });
});
