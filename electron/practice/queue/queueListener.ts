import { setTimeout as delay } from 'node:timers/promises';
import { connect, type ChannelModel, type ConfirmChannel, type ConsumeMessage } from 'amqplib';
import type { PracticeQueue } from '../options.ts';
import type { BatchExchange } from '../server/exchange.ts';
import type { Reply } from '../server/reply.ts';
import { readRequest } from './readRequest.ts';

/** Takes requests out of a broker's queue, as the platform does, and answers there. */
export interface QueueListener {
  /** What was not answered goes back to the queue. */
  close(): Promise<void>;
}

/** How long a platform that has lost its broker waits before it looks again. */
const againMs = 200;
/** So long a broker is waited for that takes the connection and says nothing. */
const patienceMs = 10_000;

/**
 * Takes requests from a queue and puts their answers into another, until it is closed; where the broker goes away it comes again.
 * Rejects with the client's error where there is no broker at the start.
 */
export async function openQueueListener(queue: PracticeQueue, exchange: Pick<BatchExchange, 'take'>): Promise<QueueListener> {
  const closing = new AbortController();
  let inside = await enter(queue, exchange);
  const stay = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      await inside.over;
      while (!closing.signal.aborted) {
        const next = await enter(queue, exchange).catch(() => null);
        if (next !== null) {
          inside = next;
          break;
        }
        await delay(againMs, undefined, { signal: closing.signal }).catch(() => undefined);
      }
    }
  };
  const staying = stay();
  return {
    async close() {
      closing.abort();
      await leave(inside);
      await staying;
      await leave(inside);
    },
  };
}

/** A connection that requests are taken by. */
interface Inside {
  readonly connection: ChannelModel;
  /** Resolves when it has ended. */
  readonly over: Promise<void>;
}

/** The client waits for ever for the end of a connection, or of a channel, whose broker ends meanwhile. */
async function leave({ connection, over }: Inside): Promise<void> {
  await Promise.race([connection.close().catch(() => undefined), over]);
}

async function enter(queue: PracticeQueue, exchange: Pick<BatchExchange, 'take'>): Promise<Inside> {
  const connection = await connect(queue.url, { noDelay: true, timeout: patienceMs });
  const over = new Promise<void>((resolve) => { connection.once('close', () => resolve()); });
  // Its close tells the same.
  connection.on('error', () => undefined);
  try {
    for (const name of [queue.requests, queue.answers]) await ensureQueue(connection, name);
    const channel = await connection.createConfirmChannel();
    channel.on('error', () => undefined);
    await channel.prefetch(queue.atOnce);
    await channel.consume(queue.requests, (message) => {
      // What fails here is a line that broke: the broker gives the message out again.
      if (message !== null) takeMessage(message, channel, queue, exchange).catch(() => undefined);
    });
    return { connection, over };
  } catch (error) {
    await leave({ connection, over });
    throw error;
  }
}

/** As it is where somebody has made it, whatever its kind. */
async function ensureQueue(connection: ChannelModel, name: string): Promise<void> {
  const looking = await connection.createChannel();
  looking.on('error', () => undefined);
  const isThere = await looking.checkQueue(name).then(() => true, () => false);
  const channel = isThere ? looking : await connection.createChannel();
  if (!isThere) await channel.assertQueue(name, { durable: true });
  // Nothing waits for its end.
  channel.close().catch(() => undefined);
}

async function takeMessage(message: ConsumeMessage, channel: ConfirmChannel, queue: PracticeQueue, exchange: Pick<BatchExchange, 'take'>): Promise<void> {
  if (queue.acknowledge === 'on-arrival') channel.ack(message);
  const request = { ...readRequest(message.content), repeats: queue.repeats };
  const body = await new Promise<string | null>((resolve, reject) => {
    const way = { send: (reply: Reply) => resolve(reply.body), half: (reply: Reply) => resolve(reply.body.slice(0, reply.body.length / 2)), cut: () => resolve(null) };
    exchange.take(request, way).catch(reject);
  });
  if (body !== null && request.requestId !== null) {
    const answer = answerOf(request.requestId, body, queue.textBodies);
    for (let times = queue.answersTwice ? 2 : 1; times > 0; times -= 1) await put(channel, queue.answers, answer);
  }
  if (queue.acknowledge === 'after-answer') channel.ack(message);
}

function answerOf(id: string, body: string, asText: boolean): Buffer {
  const written = asText || !isJson(body) ? JSON.stringify(body) : body;
  return Buffer.from(`{"body":${written},"request_id":${JSON.stringify(id)}}`);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function put(channel: ConfirmChannel, queue: string, answer: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    channel.sendToQueue(queue, answer, { persistent: true, contentType: 'application/json' }, (error: unknown) => {
      if (error === null || error === undefined) resolve();
      else reject(new Error('the answer was not taken', { cause: error }));
    });
  });
}
