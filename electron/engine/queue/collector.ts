import type { Channel, ChannelModel } from 'amqplib';
import { mostOtherBytesHeld, mostOthersHeld } from './assumptions.ts';
import { channelError } from './brokerErrors.ts';
import { readAnswer } from './envelope.ts';
import { QueueError, type Collected, type CollectPass } from './line.ts';

/** Works on a channel of its own, whose end gives back whatever was not acknowledged. Rejects with QueueError, or with what `work` threw of its own. */
export async function onChannel<Value>(connection: ChannelModel, work: (channel: Channel) => Promise<Value>): Promise<Value> {
  const channel = await attempt(connection.createChannel());
  // The operation that fails by it says so, too.
  channel.on('error', () => undefined);
  try {
    const value = await work(channel);
    await attempt(channel.close());
    return value;
  } catch (error) {
    await closed(channel);
    throw error;
  }
}

/** The end of a channel that may have ended by itself. */
async function closed(channel: Channel): Promise<void> {
  try {
    await channel.close();
  } catch {
    // Then all of it was given back already.
  }
}

async function attempt<Value>(asked: Promise<Value>): Promise<Value> {
  try {
    return await asked;
  } catch (error) {
    throw channelError('refused', error);
  }
}

/** Messages that wait in a queue. */
export function depthOf(connection: ChannelModel, queue: string): Promise<number> {
  return onChannel(connection, async (channel) => (await attempt(channel.checkQueue(queue))).messageCount);
}

/** One pass over the answers, as QueueLine has it. */
export function collect(connection: ChannelModel, queue: string, { isOurs, settle }: CollectPass): Promise<Collected> {
  return onChannel(connection, async (channel) => {
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
