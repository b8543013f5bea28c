import type { OpenQueueLine } from '../../../queue/line.ts';

/** How a run leaves its requests with a broker. The token lives in memory only: it stands within the messages. */
export interface QueueWay {
  /** Opens a line, as often as one is lost. */
  readonly open: OpenQueueLine;
  /** What tells this queue from all others and from any server; see queueServer. */
  readonly server: string;
  readonly token: string;
  /** A whole message around the body of a request. */
  readonly message: (id: string, body: Uint8Array) => Uint8Array;
  /** So many requests may be with the broker without an answer, 1 to 1,000. */
  readonly mostUnanswered: number;
  /** After so long a message that nobody took is gone from the broker. */
  readonly hoursToLive: number;
}
