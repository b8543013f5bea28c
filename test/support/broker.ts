import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connect, type Channel, type ChannelModel } from 'amqplib';
import { z } from 'zod';
import { queueAddressSchema, type QueueAccess } from '#contract/queueAddress.ts';
import { brokerUsers, startBroker, type BrokerPlace } from '../../build/scripts/broker/broker.ts';

const placeSchema = z.object({
  url: z.string(), pid: z.int(), namesPid: z.int(), folder: z.string(), node: z.string(), namesPort: z.int(), port: z.int(), distributionPort: z.int(),
});

/** The broker that was started in a folder; null where none was. */
export function readBroker(folder: string): BrokerPlace | null {
  const path = join(folder, 'broker.json');
  return existsSync(path) ? placeSchema.parse(JSON.parse(readFileSync(path, 'utf8'))) : null;
}

/** The real broker of this run of tests: the first that asks starts it, the others wait for it. Tests have queues of their own on it. */
export async function sharedBroker(): Promise<BrokerPlace> {
  const folder = process.env['TEST_BROKER_FOLDER'] ?? '';
  if (!existsSync(folder)) throw new Error('no place for a broker: the project of this test lacks test/support/sharedBroker.ts among its globalSetup');
  if (isFirst(folder)) {
    try {
      const place = await startBroker(join(folder, 'broker'));
      writeWhole(join(folder, 'broker.json'), JSON.stringify(place));
    } catch (error) {
      writeWhole(join(folder, 'failed'), error instanceof Error ? error.message : 'unknown');
    }
  }
  for (;;) {
    const place = readBroker(folder);
    if (place !== null) return place;
    if (existsSync(join(folder, 'failed'))) throw new Error(readFileSync(join(folder, 'failed'), 'utf8'));
    await delay(50);
  }
}

function isFirst(folder: string): boolean {
  try {
    mkdirSync(join(folder, 'broker'));
    return true;
  } catch {
    return false;
  }
}

function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

export interface TrialQueues {
  readonly access: QueueAccess;
  readonly connection: ChannelModel;
  /** Of whoever stands at the other end. */
  readonly channel: Channel;
  /** Removes the queues and ends the connection. */
  close(): Promise<void>;
}

/** Two durable queues of a test's own, with the access that leads to them. */
export async function trialQueues(place: BrokerPlace, { kind = 'classic' }: { readonly kind?: 'classic' | 'quorum' } = {}): Promise<TrialQueues> {
  const { user, password } = brokerUsers.own;
  const [requests, answers] = [`req-${randomUUID()}`, `resp-${randomUUID()}`];
  const connection = await connect({ protocol: 'amqp', hostname: '127.0.0.1', port: place.port, username: user, password });
  // A broker that is killed by a test ends it.
  connection.on('error', () => undefined);
  const channel = await connection.createChannel();
  for (const queue of [requests, answers]) await channel.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': kind } });
  return {
    access: { ...queueAddressSchema.parse({ url: place.url, user, requests, answers }), password },
    connection,
    channel,
    async close() {
      for (const queue of [requests, answers]) await channel.deleteQueue(queue);
      await connection.close();
    },
  };
}

/** The bodies of all messages in a queue, as whoever takes them sees them. */
export async function drained(channel: Channel, queue: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (let message = await channel.get(queue, { noAck: true }); message !== false; message = await channel.get(queue, { noAck: true })) found.push(message.content.toString('utf8'));
  return found;
}

/** What the platform would put into the queue of answers. */
export const answerMessage = (id: string, body: unknown = { error: 0, error_text: 'Success', result: [] }): Buffer => Buffer.from(JSON.stringify({ body, request_id: id }));
