/**
 * refused: surely not with the broker, as it was not connected, not written, refused by it or returned as nobody's. open: it may be there,
 * as the line broke or the caller gave up before the broker had confirmed or refused it.
 */
export type QueueErrorKind = 'refused' | 'open';

/** Closed set; each has its sentence. */
export const queueErrorCodes = [
  'unreachable', 'untrusted', 'login-refused', 'access-refused', 'vhost-missing', 'queue-missing', 'exchange-missing', 'message-too-large',
  'blocked', 'channel-closed', 'connection-lost', 'nacked', 'aborted', 'closed', 'not-spoken', 'tls-not-spoken',
] as const;
export type QueueErrorCode = (typeof queueErrorCodes)[number];

/** What a broker, or the way to it, had against what was wanted. */
export class QueueError extends Error {
  readonly kind: QueueErrorKind;
  readonly code: QueueErrorCode;
  /** The broker's or the system's own word: a name of a queue, a size, a code. Never of a message. */
  readonly reason: string;

  constructor(kind: QueueErrorKind, code: QueueErrorCode, reason = '', options?: ErrorOptions) {
    super(`${kind}: ${code}`, options);
    this.name = 'QueueError';
    this.kind = kind;
    this.code = code;
    this.reason = reason;
  }
}

export interface QueueMessage {
  /** Of the request, by which its answer is known. */
  readonly id: string;
  /** A whole message, as `envelope` makes it. */
  readonly body: Uint8Array;
  /** Gives up waiting; what was written stays written. */
  readonly signal: AbortSignal;
}

export interface QueueAnswer {
  readonly id: string;
  /** What stands in the message as `body`: an answer as it would come over HTTP, byte for byte. */
  readonly body: Uint8Array;
}

export interface CollectPass {
  /** Also true of an id whose answer was settled before: an acknowledgement that got lost brings it once more. */
  readonly isOurs: (id: string) => boolean;
  /** Records the answer, durably; the message is acknowledged when it returns, and given back when it throws. */
  readonly settle: (answer: QueueAnswer) => void;
  /** Ends the pass, with QueueError aborted: nothing is settled after it. */
  readonly signal: AbortSignal;
}

/** What a pass over the answers came to. */
export interface Collected {
  /** Ours: settled and acknowledged. */
  readonly taken: number;
  /** Of others, or of no known shape: given back untouched. */
  readonly others: number;
  /** Answers that wait in the queue after it, those of others among them. */
  readonly left: number;
  /** It ended as it held as many of others as it may: ours may stand behind them, where no pass gets. */
  readonly full: boolean;
}

/**
 * One line to a broker, as long as it holds: whoever wants another opens it. When it breaks, all that is pending is rejected; a broker that
 * holds it and says nothing for long is taken for one that has broken it.
 */
export interface QueueLine {
  /** Publishes persistently; resolves when the broker has confirmed that it has the message in its queue. Rejects with QueueError. May be called while others are under way. */
  publish(message: QueueMessage): Promise<void>;
  /**
   * One pass over the answers that wait: ours are settled and acknowledged one by one, others are held until it ends and are
   * then given back, so that none is met twice in a pass. Rejects with QueueError, or with what `settle` threw: all that was not
   * acknowledged is given back then too. One pass at a time.
   */
  collect(pass: CollectPass): Promise<Collected>;
  /** Messages that wait in both queues, without those that somebody holds just now. */
  depths(signal: AbortSignal): Promise<{ readonly requests: number; readonly answers: number }>;
  /** The broker takes nothing for want of memory or disk: its own word why. Null while it takes what it gets. */
  readonly blocked: string | null;
  /** Why the line holds no longer; null while it does. */
  readonly lost: QueueError | null;
  /** Ends the line; what was not acknowledged is given back. Waits for no broker that says nothing. */
  close(): Promise<void>;
}

/** Opens a line: connects, logs in and sees that both queues are there. Rejects with QueueError of kind refused. */
export type OpenQueueLine = (signal: AbortSignal) => Promise<QueueLine>;
