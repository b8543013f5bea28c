import type { Channel } from 'amqplib';
import { mostOtherBytesHeld, mostOthersHeld } from './assumptions.ts';
import type { BrokerConnection } from './brokerConnection.ts';
import { channelError } from './brokerErrors.ts';
import { readAnswer } from './envelope.ts';
import { QueueError, type Collected, type CollectPass } from './line.ts';

/** What a channel's calls come to, each bounded as the connection has it. */
type Attempt = <Value>(asked: Promise<Value>) => Promise<Value>;

/**
 * Works on a channel of its own, whose end gives back whatever was not acknowledged. Rejects with QueueError, also as `signal` aborts, or with what
 * `work` threw of its own; nothing of `work` goes on then.
 */
async function onChannel<Value>(connection: BrokerConnection, signal: AbortSignal, work: (channel: Channel, attempt: Attempt) => Promise<Value>): Promise<Value> {
  const attempt: Attempt = async (asked) => {
    try {
      return await connection.settled(asked, signal);
    } catch (error) {
      throw channelError('refused', error);
    }
  };
  const opening = connection.channels.createChannel();
  const channel = await attempt(opening).catch((error: unknown) => {
    // One that comes too late is of no use to anybody.
    void opening.then((late) => late.close()).catch(() => undefined);
    throw error;
  });
  // The operation that fails by it says so, too.
  channel.on('error', () => undefined);
  try {
    const value = await work(channel, attempt);
    await attempt(channel.close());
    return value;
  } catch (error) {
    const closing = channel.close().catch(() => undefined);
    // Whoever gives up does not wait for a broker that says nothing.
    if (!signal.aborted) await connection.settled(closing).catch(() => undefined);
    throw error;
  }
}

/** Messages that wait in a queue. */
export function depthOf(connection: BrokerConnection, queue: string, signal: AbortSignal): Promise<number> {
  return onChannel(connection, signal, async (channel, attempt) => (await attempt(channel.checkQueue(queue))).messageCount);
}

/** One pass over the answers, as QueueLine has it. */
export function collect(connection: BrokerConnection, queue: string, { isOurs, settle, signal }: CollectPass): Promise<Collected> {
  return onChannel(connection, signal, async (channel, attempt) => {
    let taken = 0;
    let others = 0;
    let bytes = 0;
    const isFull = (): boolean => others >= mostOthersHeld || bytes >= mostOtherBytesHeld;
    while (!isFull()) {
      const message = await attempt(channel.get(queue));
      if (message === false) break;
      const answer = readAnswer(message.content);
      if (answer !== null && isOurs(answer.id)) {
        settle(answer);
        acknowledge(() => channel.ack(message));
        taken += 1;
      } else {
        others += 1;
        bytes += message.content.length;
      }
    }
    // Counted before they are given back: a broker's queue says how many it has before it takes those back that were just returned.
    const { messageCount } = await attempt(channel.checkQueue(queue));
    // By nack, not reject: brokers from 4.3 on do not count it as a failure of the message.
    if (others > 0) acknowledge(() => channel.nackAll(true));
    return { taken, others, full: isFull(), left: messageCount + others };
  });
}

/** The client throws at once where the channel has ended. */
function acknowledge(act: () => void): void {
  try {
    act();
  } catch (error) {
    throw new QueueError('refused', 'connection-lost', '', { cause: error });
  }
}
