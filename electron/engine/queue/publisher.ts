import type { ConfirmChannel } from 'amqplib';
import { contentType } from './assumptions.ts';
import type { BrokerConnection } from './brokerConnection.ts';
import { channelError } from './brokerErrors.ts';
import { QueueError, type QueueMessage } from './line.ts';

export interface PublisherParts {
  readonly connection: BrokerConnection;
  readonly exchange: string;
  /** The queue that messages are for. */
  readonly queue: string;
  /** Why nothing can be written now: then nothing of a message leaves. */
  readonly barred: () => QueueError | null;
}

/** A channel with at most one message under way on it, so that whatever the broker says of the channel is said of that message. */
interface Lane {
  readonly channel: ConfirmChannel;
  /** The broker's word on the message under way, before it is confirmed. */
  complaint: QueueError | null;
}

/** Publishes a message durably: mandatory, persistent, confirmed. */
export function createPublisher({ connection, exchange, queue, barred }: PublisherParts): (message: QueueMessage) => Promise<void> {
  const idle: Lane[] = [];

  async function newLane(signal: AbortSignal): Promise<Lane> {
    const opening = connection.channels.createConfirmChannel().then((channel) => laneOf(channel, queue, idle));
    try {
      return await connection.settled(opening, signal);
    } catch (error) {
      void opening.then((late) => idle.push(late), () => undefined);
      throw error instanceof QueueError ? error : new QueueError('refused', channelError('refused', error).code, '', { cause: error });
    }
  }

  function write(lane: Lane, { id, body, signal }: QueueMessage): Promise<void> {
    const over = new AbortController();
    const written = new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new QueueError('open', 'aborted')), { once: true, signal: over.signal });
      const onWord = (error: unknown): void => {
        const problem = problemOf(lane, error);
        lane.complaint = null;
        if (!isClosed(error)) idle.push(lane);
        if (problem === null) resolve();
        else reject(problem);
      };
      const content = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
      try {
        lane.channel.publish(exchange, queue, content, { mandatory: true, persistent: true, contentType, messageId: id, correlationId: id }, onWord);
      } catch (error) {
        // The client writes nothing on a channel that has ended.
        reject(channelError('refused', error));
      }
    });
    return written.finally(() => over.abort());
  }

  return async (message) => {
    const refuse = (): void => {
      const bar = message.signal.aborted ? new QueueError('refused', 'aborted') : barred();
      if (bar !== null) throw bar;
    };
    refuse();
    const lane = idle.pop() ?? (await newLane(message.signal));
    try {
      refuse();
    } catch (error) {
      idle.push(lane);
      throw error;
    }
    await write(lane, message);
  };
}

function laneOf(channel: ConfirmChannel, queue: string, idle: Lane[]): Lane {
  const lane: Lane = { channel, complaint: null };
  channel.on('return', () => { lane.complaint = new QueueError('refused', 'queue-missing', queue); });
  channel.on('error', (error) => { lane.complaint = channelError('open', error); });
  channel.on('close', () => {
    const at = idle.indexOf(lane);
    if (at !== -1) idle.splice(at, 1);
  });
  return lane;
}

/** The client's words for a message that the broker gave back to nobody's account, and for one whose channel ended before the broker's word. */
const isClosed = (error: unknown): boolean => error instanceof Error && /^channel closed$/.test(error.message);

function problemOf(lane: Lane, error: unknown): QueueError | null {
  if (lane.complaint !== null) return lane.complaint;
  if (error === null || error === undefined) return null;
  return isClosed(error) ? new QueueError('open', 'connection-lost', '', { cause: error }) : new QueueError('refused', 'nacked', '', { cause: error });
}
