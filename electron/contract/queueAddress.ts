import { z } from 'zod';

/** A queue, exchange, virtual host or user: what AMQP 0-9-1 can carry as a short string, in one line. */
const shortName = z.string().max(200).regex(/^[^\p{Cc}]*$/u);

/** What is known of a platform's queue from its manual, and what stands in no manual: all of it can be set at the connection. */
export const usualQueue = { virtualHost: '/', requests: 'api_req', answers: 'api_resp', exchange: '', path: 'api/v1.1/profiles/update_batch', mostUnanswered: 8, hoursToLive: 24 } as const;

/** Where a platform's queue is and how it is spoken to; the password stands elsewhere. */
export const queueAddressSchema = z.strictObject({
  /** As readQueueUrl gives it: amqps://host:port, amqp on this computer alone. */
  url: z.string().max(300),
  virtualHost: shortName.min(1).default(usualQueue.virtualHost),
  user: shortName.min(1),
  /** The queue that the platform takes requests from. */
  requests: shortName.min(1).default(usualQueue.requests),
  /** The queue that the platform puts answers into. */
  answers: shortName.min(1).default(usualQueue.answers),
  /** Empty: the default one, by which a message goes to the queue of its routing key. */
  exchange: shortName.default(usualQueue.exchange),
  /** What a message calls for. */
  path: z.string().max(200).regex(/^[A-Za-z0-9._~/-]+$/).default(usualQueue.path),
  /** As many chunks may be with the broker without an answer. */
  mostUnanswered: z.int().min(1).max(1_000).default(usualQueue.mostUnanswered),
  /** After as long a message that nobody took may have been dropped by the broker. */
  hoursToLive: z.int().min(1).max(10_000).default(usualQueue.hoursToLive),
});

export type QueueAddress = z.output<typeof queueAddressSchema>;

/** What opening a line to the broker needs; lives in memory only. */
export interface QueueAccess extends QueueAddress {
  readonly password: string;
}
