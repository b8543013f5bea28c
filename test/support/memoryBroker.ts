import { QueueError, type CollectPass, type Collected, type QueueErrorCode, type QueueLine, type QueueMessage } from '#engine/queue/line.ts';
import type { QueueWay } from '#engine/jobs/run/broker/queueWay.ts';

/** What a platform makes of one request's body. */
export type Platform = (body: string, id: string) => unknown;

export interface MemoryBrokerOptions {
  readonly platform: Platform;
  readonly random?: () => number;
  /** Requests that the platform answers whenever somebody looks; all by default. */
  readonly pace?: () => number;
}

interface Message {
  readonly id: string;
  readonly body: string;
}

/**
 * A broker in memory with a platform behind it, for runs on a clock of their own: the one stand-in at this border. What it is told to do
 * wrong is what a real one does: refuse, break off before or after it has the message, be blocked, give back what was not acknowledged.
 */
export class MemoryBroker {
  /** Part of all that is asked of it that meets with trouble: 0 to 1. */
  trouble = 0;
  /** Its own word, or null. */
  blocked: string | null = null;
  /** The platform takes nothing. */
  asleep = false;
  /** Bytes of the largest message that it takes. */
  mostBytes = Infinity;
  readonly requests: Message[] = [];
  readonly answers: Message[] = [];
  /** Ids in the order in which they were published. */
  readonly published: string[] = [];
  /** Messages at the same time with the broker or the platform, ours alone. */
  mostWaiting = 0;
  passes = 0;
  readonly #options: Required<MemoryBrokerOptions>;

  constructor({ platform, random = () => 0.5, pace = () => Infinity }: MemoryBrokerOptions) {
    this.#options = { platform, random, pace };
  }

  /** The platform takes up to so many messages, and answers each once. */
  work(most: number): void {
    for (let count = 0; count < most; count += 1) {
      const request = this.requests.shift();
      if (request === undefined) return;
      this.answers.push({ id: request.id, body: JSON.stringify(this.#options.platform(request.body, request.id)) });
    }
  }

  /** A way for one process; after its death nothing of it arrives, and what it had not acknowledged stays. */
  way(isDead: () => boolean = () => false, at: (point: string) => void = () => undefined): QueueWay {
    return {
      open: () => {
        at('open');
        if (isDead() || this.#fails(0.5)) return Promise.reject(new QueueError('refused', 'unreachable', 'ECONNREFUSED'));
        return Promise.resolve(new Line(this, isDead, at));
      },
      server: 'amqp://127.0.0.1:5672 api_req',
      token: 'a'.repeat(32),
      message: (_, body) => body,
      mostUnanswered: 8,
      hoursToLive: 24,
    };
  }

  #fails(part = 1): boolean {
    return this.#options.random() < this.trouble * part;
  }

  publish({ id, body }: QueueMessage): QueueError | null {
    const { random } = this.#options;
    if (body.length > this.mostBytes) return new QueueError('refused', 'message-too-large', String(this.mostBytes));
    const kind = this.#fails() ? Math.floor(random() * 5) : -1;
    if (kind === 0) return new QueueError('refused', 'nacked');
    if (kind === 1) return new QueueError('refused', 'connection-lost');
    if (kind === 2) return new QueueError('open', 'connection-lost');
    this.published.push(id);
    this.requests.push({ id, body: Buffer.from(body).toString('utf8') });
    this.mostWaiting = Math.max(this.mostWaiting, this.requests.length + this.answers.length);
    return kind === 3 || kind === 4 ? new QueueError('open', 'channel-closed') : null;
  }

  collect({ isOurs, settle }: CollectPass, isDead: () => boolean): Collected {
    this.passes += 1;
    this.look();
    if (this.#fails(0.3)) throw new QueueError('open', 'connection-lost');
    let [taken, others] = [0, 0];
    for (const answer of [...this.answers]) {
      if (isDead()) break;
      if (!isOurs(answer.id)) {
        others += 1;
        continue;
      }
      settle({ id: answer.id, body: Buffer.from(answer.body) });
      // The line may break after the answer was recorded, and before the broker hears of it.
      if (isDead() || this.#fails(0.1)) throw new QueueError('open', 'connection-lost');
      this.answers.splice(this.answers.indexOf(answer), 1);
      taken += 1;
    }
    return { taken, others, left: this.answers.length, full: false };
  }

  /** The platform has had its turn. */
  look(): void {
    if (!this.asleep) this.work(this.#options.pace());
  }
}

class Line implements QueueLine {
  lost: QueueError | null = null;
  readonly #broker: MemoryBroker;
  readonly #isDead: () => boolean;
  readonly #at: (point: string) => void;

  constructor(broker: MemoryBroker, isDead: () => boolean, at: (point: string) => void) {
    this.#broker = broker;
    this.#isDead = isDead;
    this.#at = at;
  }

  get blocked(): string | null {
    return this.#broker.blocked;
  }

  async publish(message: QueueMessage): Promise<void> {
    this.#at('publish');
    await Promise.resolve();
    const error = this.#isDead() ? new QueueError('open', 'aborted') : this.#broker.publish(message);
    this.#at('published');
    if (error !== null) throw this.#breaks(error);
  }

  async collect(pass: CollectPass): Promise<Collected> {
    this.#at('collect');
    await Promise.resolve();
    try {
      if (this.#isDead()) throw new QueueError('open', 'closed');
      return this.#broker.collect(pass, this.#isDead);
    } catch (error) {
      throw error instanceof QueueError ? this.#breaks(error) : error;
    }
  }

  depths(): Promise<{ readonly requests: number; readonly answers: number }> {
    this.#broker.look();
    return Promise.resolve({ requests: this.#broker.requests.length, answers: this.#broker.answers.length });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #breaks(error: QueueError): QueueError {
    const ending: ReadonlySet<QueueErrorCode> = new Set(['connection-lost', 'channel-closed', 'closed'] as const);
    if (ending.has(error.code)) this.lost = error;
    return error;
  }
}
