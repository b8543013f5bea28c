import type { Clock } from '#engine/jobs/clock.ts';
import { TransportError, type HttpAnswer, type HttpRequest, type Transport, type TransportErrorKind } from '#engine/api/transport.ts';

/** A clock that stands still until it is moved. */
export interface HandClock extends Clock {
  /** Moves it by so many ms; whoever sleeps until then wakes, and all that follows at once has happened. */
  advance(ms: number): Promise<void>;
}

/** Everything that can happen without a further answer or the clock's moving has happened. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export function handClock(start = Date.parse('2026-01-01T00:00:00Z')): HandClock {
  let now = start;
  let sleepers: { readonly due: number; readonly wake: () => void }[] = [];
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) {
          resolve();
          return;
        }
        sleepers.push({ due: now + ms, wake: resolve });
        signal.addEventListener('abort', () => resolve());
      }),
    async advance(ms) {
      now += ms;
      const woken = sleepers.filter(({ due }) => due <= now);
      sleepers = sleepers.filter(({ due }) => due > now);
      for (const { wake } of woken) wake();
      await settled();
    },
  };
}

/** One request as the server holds it, until the test lets it answer. */
export interface Held {
  readonly id: string;
  /** Custom_ID of each profile in it. */
  readonly keys: readonly number[];
  readonly body: string;
  /** Applies it, unless its id was seen before, and answers: every profile accepted. */
  answer(): Promise<void>;
  /** Answers with a status and nothing else; applies nothing. */
  refuse(status: number, headers?: Readonly<Record<string, string>>): Promise<void>;
  /** No answer comes; with `applied` it was applied nevertheless. */
  lose(kind: TransportErrorKind, applied?: boolean): Promise<void>;
}

/** The platform as a transport that the test drives by hand: it remembers ids as the real one does. */
export interface HandServer {
  readonly transport: Transport;
  /** Under way now, the oldest first. */
  readonly underWay: readonly Held[];
  /** Every request that came. */
  readonly requests: readonly Held[];
  /** How often each profile was applied. */
  readonly applied: ReadonlyMap<number, number>;
}

function readKeys(body: string): readonly number[] {
  const { data } = JSON.parse(body) as { data: readonly { Custom_ID: number }[] };
  return data.map(({ Custom_ID }) => Custom_ID);
}

export function handServer(): HandServer {
  const underWay: Held[] = [];
  const requests: Held[] = [];
  const applied = new Map<number, number>();
  const answered = new Map<string, string>();

  function apply(id: string, body: string): boolean {
    const before = answered.get(id);
    if (before !== undefined && before !== body) throw new Error('one id for two bodies');
    if (before !== undefined) return true;
    answered.set(id, body);
    for (const key of readKeys(body)) applied.set(key, (applied.get(key) ?? 0) + 1);
    return false;
  }

  function hold(request: HttpRequest, resolve: (answer: HttpAnswer) => void, reject: (error: TransportError) => void): Held {
    const id = request.headers['request-id'] ?? '';
    const body = Buffer.from(request.body).toString('utf8');
    const keys = readKeys(body);
    const leave = (): void => {
      underWay.splice(underWay.indexOf(held), 1);
    };
    const held: Held = {
      id,
      keys,
      body,
      async answer() {
        leave();
        const headers: Record<string, string> = apply(id, body) ? { 'duplicate-request': 'true' } : {};
        resolve({ status: 200, headers, body: Buffer.from(JSON.stringify({ error: 0, result: keys.map(() => ({ error: 0, error_text: '' })) })) });
        await settled();
      },
      async refuse(status, headers = {}) {
        leave();
        resolve({ status, headers, body: Buffer.from('') });
        await settled();
      },
      async lose(kind, wasApplied = false) {
        leave();
        if (wasApplied) apply(id, body);
        reject(new TransportError(kind, 'TEST'));
        await settled();
      },
    };
    request.signal.addEventListener('abort', () => {
      if (underWay.includes(held)) void held.lose('aborted', true);
    });
    return held;
  }

  return {
    underWay,
    requests,
    applied,
    transport: {
      send: (request) =>
        new Promise((resolve, reject) => {
          const held = hold(request, resolve, reject);
          underWay.push(held);
          requests.push(held);
        }),
      close: () => Promise.resolve(),
    },
  };
}
