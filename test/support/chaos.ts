import { copyFileSync, existsSync } from 'node:fs';
import type { JobStatus, WireFormat } from '#contract/job.ts';
import { TransportError, type HttpAnswer, type HttpRequest, type Transport } from '#engine/api/transport.ts';
import type { Clock } from '#engine/jobs/clock.ts';
import { settled } from './handServer.ts';

/** A clock that runs as soon as nothing else can happen: hours pass in milliseconds, in the same order each time. */
export interface VirtualClock extends Clock {
  /** Lets time pass until the promise is settled. Throws where nothing is left to wait for: then it never would be. */
  drive<Value>(promise: Promise<Value>): Promise<Value>;
}

const turnsWithoutClock = 10;

export function virtualClock(): VirtualClock {
  let now = Date.parse('2026-01-01T00:00:00Z');
  let timers: { readonly due: number; readonly wake: () => void; readonly signal: AbortSignal }[] = [];
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) {
          resolve();
          return;
        }
        timers.push({ due: now + Math.max(0, ms), wake: resolve, signal });
        signal.addEventListener('abort', () => resolve());
      }),
    async drive(promise) {
      let ended = false;
      const end = (): void => {
        ended = true;
      };
      promise.then(end, end);
      for (let idle = 0; ; ) {
        await settled();
        if (ended) return promise;
        timers = timers.filter(({ signal }) => !signal.aborted).sort((a, b) => a.due - b.due);
        const next = timers.shift();
        // Long work lets others have their turn without any clock.
        if (next === undefined && (idle += 1) <= turnsWithoutClock) continue;
        if (next === undefined) throw new Error('the run waits for something that never comes');
        idle = 0;
        now = next.due;
        next.wake();
      }
    },
  };
}

export interface ChaosOptions {
  readonly random: () => number;
  readonly clock: Clock;
  /** Profiles that the platform refuses a whole request for. */
  readonly bad: ReadonlySet<number>;
  /** Profiles that it refuses each on its own. */
  readonly refused: ReadonlySet<number>;
  /** Largest body it takes; a proxy's page says 413 in half of the cases. */
  readonly maxBytes: number;
}

/** A platform, with all that lies between it and us, on which everything goes wrong that can; ids are remembered for ever. */
export interface Chaos {
  /** Part of the requests that meet with trouble: 0 to 1. */
  trouble: number;
  readonly applied: ReadonlyMap<number, number>;
  /** The items that were applied of each profile, in their order; of requests in JSON. */
  readonly items: ReadonlyMap<number, readonly unknown[]>;
  readonly requests: number;
  readonly underWay: number;
  readonly mostUnderWay: number;
  /** A transport of one process's own; after its death nothing it sends arrives. */
  connect(isDead: () => boolean, at: (point: 'send' | 'answer') => void): Transport;
}

function keysOf(body: string): readonly number[] {
  return [...body.matchAll(/(?:"Custom_ID":|<Custom_ID>)(\d+)/g)].map((match) => Number(match[1]));
}

function itemsOf(body: string): readonly { readonly Custom_ID: number }[] {
  if (!body.startsWith('{')) return [];
  const { data }: { data: readonly { readonly Custom_ID: number }[] } = JSON.parse(body);
  return data;
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const page = (status: number, headers: Record<string, string> = {}): HttpAnswer => ({ status, headers, body: Buffer.from(`<html><h1>${status}</h1></html>`) });

export function chaos({ random, clock, bad, refused, maxBytes }: ChaosOptions): Chaos {
  const applied = new Map<number, number>();
  const items = new Map<number, readonly unknown[]>();
  const answered = new Map<string, { readonly body: string; readonly answer: Buffer }>();
  const never = new AbortController().signal;
  let requests = 0;
  let underWay = 0;
  let mostUnderWay = 0;

  /** What the platform itself does with a request that reaches it. */
  function process(id: string, body: string): HttpAnswer {
    const before = answered.get(id);
    if (before !== undefined) {
      if (before.body !== body) throw new Error(`the id ${id} came with another body`);
      return { status: 200, headers: { 'duplicate-request': 'true' }, body: before.answer };
    }
    if (body.length > maxBytes) return random() < 0.5 ? page(413) : { status: 413, headers: {}, body: json({ error: 413, error_text: 'too large' }) };
    const keys = keysOf(body);
    if (keys.some((key) => bad.has(key))) return { status: 400, headers: {}, body: json({ error: 400, error_text: 'Incorrect request' }) };
    for (const key of keys) if (!refused.has(key)) applied.set(key, (applied.get(key) ?? 0) + 1);
    for (const item of itemsOf(body)) if (!refused.has(item.Custom_ID)) items.set(item.Custom_ID, [...(items.get(item.Custom_ID) ?? []), item]);
    const answer = json({ error: 0, result: keys.map((key) => (refused.has(key) ? { error: 500, error_text: 'internal error' } : { error: 0, error_text: '' })) });
    answered.set(id, { body, answer });
    return { status: 200, headers: {}, body: answer };
  }

  /** What becomes of a request on its way; `reach` lets the platform have it. */
  const troubles: readonly ((reach: () => HttpAnswer, profiles: number) => HttpAnswer | TransportError)[] = [
    () => page(429, random() < 0.5 ? { 'retry-after': String(Math.floor(random() * 20)) } : {}),
    () => page(503),
    (reach) => (reach(), page(503)),
    (reach) => (reach(), page(502)),
    () => page(504),
    () => new TransportError('refused', 'ECONNREFUSED'),
    () => new TransportError('network', 'ECONNRESET'),
    (reach) => (reach(), new TransportError('network', 'ECONNRESET')),
    () => new TransportError('timeout', 'TIMEOUT'),
    (reach) => (reach(), new TransportError('timeout', 'TIMEOUT')),
    (reach) => ({ ...reach(), status: 200, body: Buffer.from('no answer') }),
    (reach) => (reach(), { status: 200, headers: {}, body: json({ error: 0, result: [] }) }),
    () => page(400),
    // Of one profile alone it would be the last word: the row fails, and is the operator's to send again.
    (_, profiles) => page(profiles > 1 ? 413 : 502),
    () => ({ status: 401, headers: {}, body: json({ error: 401, error_text: 'wrong token' }) }),
  ];

  async function carry({ url, headers, body, signal, timeoutMs }: HttpRequest): Promise<HttpAnswer> {
    const text = Buffer.from(body).toString('utf8');
    const isBatch = url.endsWith('/update_batch');
    const reach = (): HttpAnswer => (isBatch ? process(headers['request-id'] ?? '', text) : { status: 200, headers: {}, body: json({ error: 0, data: [] }) });
    const trouble = random() < chaosState.trouble ? troubles[Math.floor(random() * troubles.length)] : undefined;
    const came = trouble === undefined ? reach() : trouble(reach, isBatch ? keysOf(text).length : 1);
    const timedOut = came instanceof TransportError && came.kind === 'timeout';
    const pace = random();
    // Mostly quick, at times slow, seldom near the time-out; slower with each request beside it.
    const ms = timedOut ? timeoutMs : pace < 0.02 ? 70_000 + random() * 40_000 : (pace < 0.2 ? 8_000 : 400) * (1 + underWay / 4) * (0.5 + random());
    await clock.sleep(ms, AbortSignal.any([signal, never]));
    if (signal.aborted) throw new TransportError('aborted', 'ABORT');
    if (came instanceof TransportError) throw came;
    return came;
  }

  const chaosState: Chaos = {
    trouble: 0,
    applied,
    items,
    get requests() {
      return requests;
    },
    get underWay() {
      return underWay;
    },
    get mostUnderWay() {
      return mostUnderWay;
    },
    connect: (isDead, at) => ({
      async send(request) {
        at('send');
        if (isDead()) throw new TransportError('aborted', 'DEAD');
        requests += 1;
        underWay += 1;
        mostUnderWay = Math.max(mostUnderWay, underWay);
        try {
          return await carry(request);
        } finally {
          underWay -= 1;
          at('answer');
        }
      },
      close: () => Promise.resolve(),
    }),
  };
  return chaosState;
}

/** The file as a SIGKILL at this very moment would leave it, even in the middle of a transaction. */
export function copyAsKilled(path: string, copy: string): void {
  copyFileSync(path, copy);
  if (existsSync(`${path}-wal`)) copyFileSync(`${path}-wal`, `${copy}-wal`);
}

export interface RandomRun {
  readonly streams: number;
  readonly limits: { readonly profiles: number; readonly bytes: number };
  readonly format: WireFormat;
}

export function randomRun(random: () => number): RandomRun {
  const limits = [{ profiles: 40, bytes: 1_000_000 }, { profiles: 400, bytes: 1_000_000 }, { profiles: 400, bytes: 60_000 }, { profiles: 400, bytes: 30_000 }][Math.floor(random() * 4)];
  return { streams: 1 + Math.floor(random() * 8), limits: limits ?? { profiles: 400, bytes: 1_000_000 }, format: random() < 0.2 ? 'xml' : 'json' };
}

/** Counts that must hold at every moment, whoever looks. */
export function accountedFor(status: JobStatus, rows: number): boolean {
  return status.countsAddUp && status.counts.read === rows;
}
