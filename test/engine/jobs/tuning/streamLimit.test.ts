import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LaterReason, Outcome } from '#engine/api/outcome.ts';
import { signalOf, type Exchanged } from '#engine/jobs/run/tuning/signal.ts';
import { firstLimit, tuneLimit, type LimitState } from '#engine/jobs/run/tuning/streamLimit.ts';
import { newTuning } from '#engine/jobs/run/tuning/tuning.ts';
import { answered, changes, simulate, type Seen } from '../../../support/queueServer.ts';
import { generator } from '../../../support/random.ts';

const words = { httpStatus: null, code: null, text: null, replayed: false };

function later(because: LaterReason, change: Partial<Extract<Outcome, { kind: 'later' }>> = {}): Outcome {
  return { ...words, kind: 'later', because, mayHaveApplied: true, throttled: false, retryAfterMs: null, ...change };
}

const throttled = later('throttled', { httpStatus: 429, throttled: true, mayHaveApplied: false });

/** A request that was sent under the present limit, to a chunk of the usual size. */
function exchanged(state: LimitState, change: Partial<Exchanged> = {}): Exchanged {
  return { outcome: answered, epoch: state.epoch, ms: 3_000, bytes: 2_000_000, profiles: 5_000, timeoutMs: 120_000, ...change };
}

function after(state: LimitState, requests: readonly Partial<Exchanged>[], now = 0): LimitState {
  return requests.reduce((next, change) => tuneLimit(next, exchanged(next, change), now), state);
}

function times(count: number, change: Partial<Exchanged> = {}): readonly Partial<Exchanged>[] {
  return Array.from({ length: count }, () => change);
}

/** With all of four streams, each answering in 3 s. */
function four(): LimitState {
  const state = after(firstLimit(4), times(40));
  expect(state).toMatchObject({ limit: 4, ceiling: 4 });
  return after(state, times(8));
}

describe('what a request says of the server’s strength', () => {
  it.each([
    ['an answer', answered, { kind: 'coped' }],
    ['an answer from memory', { ...answered, replayed: true }, null],
    ['429', throttled, { kind: 'trouble', code: 'throttled', answer: 429 }],
    ['429 as a code under 200', later('throttled', { httpStatus: 200, code: 429, throttled: true }), { kind: 'trouble', code: 'throttled', answer: 429 }],
    ['503', later('server-error', { httpStatus: 503, throttled: true }), { kind: 'trouble', code: 'throttled', answer: 503 }],
    ['500', later('server-error', { httpStatus: 500 }), { kind: 'trouble', code: 'server-error', answer: 500 }],
    ['a time-out', later('timed-out'), { kind: 'trouble', code: 'timed-out', answer: null }],
    ['a lost connection', later('connection-lost'), { kind: 'trouble', code: 'connection-lost', answer: null }],
    ['no connection', later('unreachable', { mayHaveApplied: false }), { kind: 'trouble', code: 'unreachable', answer: null }],
    ['one that we cut off', later('aborted'), null],
    ['an answer of the wrong length', later('answer-incomplete', { httpStatus: 200 }), null],
    ['a refusal', { ...words, kind: 'refused' }, null],
    ['413', { ...words, kind: 'too-large' }, null],
    ['401', { ...words, kind: 'stopped', reason: 'token' }, null],
  ] as const)('%s', (_, outcome, signal) => {
    expect(signalOf(outcome)).toEqual(signal);
  });
});

describe('the number of streams', () => {
  it('begins with one and stays one where that is all the operator allows', () => {
    expect(firstLimit(4)).toMatchObject({ limit: 1, reason: { code: 'starting' } });
    expect(after(firstLimit(1), [...times(50), { outcome: throttled }])).toMatchObject({ limit: 1, reason: { code: 'as-set' } });
  });

  it('is two after the first answer of a quick server, and the ceiling within a few', () => {
    expect(after(firstLimit(2), times(1, { ms: 20 }))).toMatchObject({ limit: 2, reason: { code: 'steady' } });
    expect(after(firstLimit(8), times(28, { ms: 20 })).limit).toBe(8);
  });

  it('grows with a server that takes its time as long as each stream brings something', () => {
    expect(after(firstLimit(8), times(2)).limit).toBe(2);
    expect(after(firstLimit(8), times(100)).limit).toBe(8);
  });

  it('is halved when answers slow, with the times an operator would name', () => {
    expect(after(four(), times(5, { ms: 9_000 }))).toMatchObject({ limit: 2, reason: { code: 'slowed', fromMs: 3_000, toMs: 9_000 } });
  });

  it('is left alone by one stall, even if it strikes all that is under way', () => {
    const stalled = after(four(), times(4, { ms: 40_000 }));
    expect(after(stalled, times(8))).toMatchObject({ limit: 4, reason: { code: 'steady' } });
  });

  it('is left alone by answers that slow from nothing to less than a second', () => {
    expect(after(firstLimit(4), [...times(30, { ms: 50 }), ...times(30, { ms: 900 })])).toMatchObject({ limit: 4 });
  });

  it.each([
    [throttled, { code: 'throttled', answer: 429 }],
    [later('timed-out'), { code: 'timed-out', answer: null }],
    [later('connection-lost'), { code: 'connection-lost', answer: null }],
    [later('server-error', { httpStatus: 502 }), { code: 'server-error', answer: 502 }],
  ])('is halved at once by trouble', (outcome, reason) => {
    expect(after(four(), [{ outcome }])).toMatchObject({ limit: 2, reason });
  });

  it('is halved once by requests that were under way together, and again by one sent afterwards', () => {
    const state = four();
    const together = times(4, { outcome: throttled, epoch: state.epoch });
    expect(after(state, together).limit).toBe(2);
    expect(after(state, [...together, { outcome: throttled }]).limit).toBe(1);
  });

  it('does not grow for half a minute after the last trouble', () => {
    const state = four();
    const halved = tuneLimit(tuneLimit(state, exchanged(state, { outcome: throttled }), 0), exchanged(state, { outcome: throttled }), 5_000);
    expect(after(halved, times(50), 34_999).limit).toBe(2);
    expect(after(halved, times(50), 35_000).limit).toBe(4);
  });

  it('waits twice as long each time growth led to the same trouble again', () => {
    let state = after(four(), [{ outcome: throttled }], 0);
    const waits: number[] = [];
    for (let now = 0, since = 0; waits.length < 6; now += 1_000) {
      const next = tuneLimit(state, exchanged(state), now);
      if (next.limit > state.limit) {
        waits.push((now - since) / 1_000);
        state = tuneLimit(next, exchanged(next, { outcome: throttled }), now);
        since = now;
      } else state = next;
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 600]);
  });

  it('takes a stream back that only made answers slower', () => {
    const two = after(firstLimit(8), times(2));
    const three = after(two, times(8));
    expect(three.limit).toBe(3);
    expect(after(three, times(8, { ms: 4_500 }))).toMatchObject({ limit: 2, reason: { code: 'no-gain', fromMs: 3_000, toMs: 4_500 } });
  });

  it('takes one back and not half of them when answers slow right after it grew', () => {
    const three = after(after(firstLimit(8), times(2)), times(8));
    expect(after(three, times(5, { ms: 9_000 }))).toMatchObject({ limit: 2, reason: { code: 'no-gain', fromMs: 3_000, toMs: 9_000 } });
  });

  it('with one stream left, takes what the server then needs for its measure and grows again', () => {
    const alone = after(four(), times(20, { ms: 9_000 }));
    expect(alone).toMatchObject({ limit: 1, reason: { code: 'slowed', toMs: 9_000 } });
    expect(after(alone, times(60, { ms: 9_000 }), 600_000).limit).toBe(4);
  });

  it('is not misled by small chunks, which are quick by themselves', () => {
    const small = times(7, { ms: 80, bytes: 4_000, profiles: 10 });
    const state = after(four(), [...small, ...times(8), ...small, ...times(8)]);
    expect(state).toMatchObject({ limit: 4, usual: 3_000, reason: { code: 'steady' } });
  });

  it('measures anew when all chunks have become smaller', () => {
    const smaller = { ms: 1_600, bytes: 1_000_000, profiles: 2_500 };
    const state = after(four(), times(20, smaller));
    expect(state).toMatchObject({ limit: 4, usual: 1_600 });
    expect(after(state, times(5, { ...smaller, ms: 4_800 }))).toMatchObject({ limit: 2, reason: { code: 'slowed', fromMs: 1_600, toMs: 4_800 } });
  });

  it('takes no notice of a request sent under another limit, but of its trouble', () => {
    const state = four();
    expect(after(state, times(20, { ms: 9_000, epoch: state.epoch - 1 }))).toEqual(state);
    expect(after(state, [{ outcome: later('timed-out'), epoch: state.epoch - 1 }]).limit).toBe(2);
  });
});

const outcomes = fc.constantFrom(answered, answered, answered, answered, throttled, later('timed-out'), later('aborted'), later('server-error', { httpStatus: 500 }), { ...words, kind: 'refused' } as const);
const step = fc.record({
  outcome: outcomes,
  ms: fc.integer({ min: -50, max: 130_000 }),
  bytes: fc.integer({ min: 1, max: 8_000_000 }),
  elapsed: fc.integer({ min: 0, max: 60_000 }),
  behind: fc.integer({ min: 0, max: 3 }),
});

describe('whatever happens', () => {
  it('the number stays within 1 and the ceiling, rises by one, falls by half or one, and never rises soon after trouble', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.array(step, { maxLength: 200 }), (ceiling, steps) => {
        let state = firstLimit(ceiling);
        let now = 1_000_000;
        let trouble = -Infinity;
        for (const { outcome, ms, bytes, elapsed, behind } of steps) {
          now += elapsed;
          const next = tuneLimit(state, exchanged(state, { outcome, ms, bytes, epoch: Math.max(0, state.epoch - behind) }), now);
          if (signalOf(outcome)?.kind === 'trouble') trouble = now;
          expect(next.limit).toBeGreaterThanOrEqual(1);
          expect(next.limit).toBeLessThanOrEqual(ceiling);
          if (next.limit > state.limit) {
            expect(next.limit).toBe(state.limit + 1);
            expect(now - trouble).toBeGreaterThanOrEqual(30_000);
          }
          if (next.limit < state.limit) expect([Math.floor(state.limit / 2), state.limit - 1]).toContain(next.limit);
          expect(next.epoch - state.epoch).toBeGreaterThanOrEqual(next.limit === state.limit ? 0 : 1);
          state = next;
        }
      }),
      { seed: 20_260_401, numRuns: 1_000 },
    );
  });
});

const minute = 60_000;

/** Mean of the limit over the time from `from`. */
function meanLimit(seen: readonly Seen[], from: number): number {
  let sum = 0;
  let time = 0;
  for (const [index, { now, state }] of seen.entries()) {
    const next = seen[index + 1]?.now ?? now;
    if (now < from) continue;
    sum += state.streams.limit * (next - now);
    time += next - now;
  }
  return sum / time;
}

describe('a server that works on so many requests at once', () => {
  it('is soon given about as many and no more, without flapping', () => {
    const server = fc.record({ workers: fc.integer({ min: 1, max: 8 }), serviceMs: fc.integer({ min: 1_200, max: 12_000 }), jitter: fc.constantFrom(0, 0.05, 0.1), seed: fc.nat() });
    fc.assert(
      fc.property(server, ({ workers, serviceMs, jitter, seed }) => {
        const next = generator(seed);
        const seen = simulate(newTuning(8), { workers, serviceMs: () => serviceMs * (1 - jitter + 2 * jitter * next()) }, 60 * minute);
        const mean = meanLimit(seen, 10 * minute);
        expect(mean).toBeGreaterThanOrEqual(workers - 0.25);
        expect(mean).toBeLessThanOrEqual(workers + 1.5);
        // A try for one more now and then, each taken back.
        expect(changes(seen).filter(({ now }) => now > 10 * minute).length).toBeLessThanOrEqual(12);
        expect(changes(seen).map(({ code }) => code)).not.toContain('slowed');
      }),
      { seed: 20_260_402, numRuns: 80 },
    );
  });

  it('gets all streams again after it had slowed for a while, and none of them too early', () => {
    const slow = (now: number): boolean => now > 5 * minute && now < 15 * minute;
    const seen = simulate(newTuning(4), { workers: 4, serviceMs: (now) => (slow(now) ? 9_000 : 3_000) }, 30 * minute);
    expect(changes(seen).find(({ now }) => now > 5 * minute)).toMatchObject({ limit: 2, code: 'slowed' });
    expect(seen.at(-1)?.state.streams.limit).toBe(4);
    expect(changes(seen).length).toBeLessThanOrEqual(10);
  });

  it('that answers 429 above so many is asked for more ever more rarely', () => {
    const seen = simulate(newTuning(8), { workers: 8, serviceMs: () => 3_000, outcome: (_, underWay) => (underWay > 3 ? throttled : answered) }, 60 * minute);
    const refused = changes(seen).filter(({ code }) => code === 'throttled');
    expect(Math.max(...seen.map(({ state }) => state.streams.limit))).toBe(4);
    expect(refused.length).toBeLessThanOrEqual(10);
    expect(meanLimit(seen, 10 * minute)).toBeGreaterThan(2);
  });

  it('that collapses under load gets fewer', () => {
    // Each request beyond two under way makes all of them much slower.
    let underWay = 0;
    const seen = simulate(newTuning(8), { workers: 8, serviceMs: () => 2_000 * 2 ** Math.max(0, underWay - 2), outcome: (_, now) => ((underWay = now), answered) }, 30 * minute);
    expect(meanLimit(seen, 10 * minute)).toBeLessThan(2.5);
  });

  it('that is quick gets all of them, however many it works on', () => {
    const seen = simulate(newTuning(8), { workers: 2, serviceMs: () => 20 }, 5_000);
    expect(seen.at(-1)?.state.streams).toMatchObject({ limit: 8, reason: { code: 'steady' } });
    expect(seen.findIndex(({ state }) => state.streams.limit === 8)).toBeLessThanOrEqual(50);
  });
});
