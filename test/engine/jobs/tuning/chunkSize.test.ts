import { describe, expect, it } from 'vitest';
import type { Outcome } from '#engine/api/outcome.ts';
import { isTooSlow, learnSize, type ChunkSize } from '#engine/jobs/run/tuning/chunkSize.ts';
import type { Exchanged } from '#engine/jobs/run/tuning/signal.ts';
import { answered } from '../../../support/queueServer.ts';

function later(change: Partial<Extract<Outcome, { kind: 'later' }>>): Outcome {
  return { kind: 'later', because: 'timed-out', mayHaveApplied: true, throttled: false, retryAfterMs: null, httpStatus: null, code: null, text: null, replayed: false, ...change };
}

function learned(size: ChunkSize, change: Partial<Exchanged>): ChunkSize {
  return learnSize(size, { outcome: answered, epoch: 0, ms: 3_000, bytes: 2_000_000, profiles: 5_000, timeoutMs: 120_000, ...change });
}

const afterSlow: ChunkSize = { code: 'near-timeout', bytes: 1_500_000, tookMs: 70_000, allowedMs: 120_000 };

describe('the size of requests', () => {
  it.each([
    ['an answer within half of the time allowed', { ms: 60_000 }, null],
    ['an answer beyond it', { ms: 70_000 }, afterSlow],
    ['a time-out', { outcome: later({}), ms: 120_000 }, { ...afterSlow, code: 'timed-out', tookMs: 120_000 }],
    ['a gateway that gave up after a minute', { outcome: later({ because: 'server-error', httpStatus: 504 }), ms: 60_000 }, { ...afterSlow, code: 'timed-out', tookMs: 60_000 }],
    ['a 408 after a minute', { outcome: later({ httpStatus: 408 }), ms: 60_000 }, { ...afterSlow, code: 'timed-out', tookMs: 60_000 }],
    ['a gateway that gave up at once', { outcome: later({ because: 'server-error', httpStatus: 504 }), ms: 20 }, null],
    ['a connection lost after long', { outcome: later({ because: 'connection-lost' }), ms: 100_000 }, null],
    ['a request that we cut off', { outcome: later({ because: 'aborted' }), ms: 100_000 }, null],
    ['a refusal after long', { outcome: { kind: 'refused', httpStatus: 400, code: 400, text: '', replayed: false }, ms: 100_000 }, null],
    ['a request so small that halves would not help', { ms: 100_000, profiles: 199 }, null],
  ] as const)('after %s', (_, change, expected) => {
    expect(learned(null, change)).toEqual(expected);
  });

  it('is learned once from requests of one size, and again from a smaller one', () => {
    expect(learned(afterSlow, { ms: 110_000 })).toBe(afterSlow);
    expect(learned(afterSlow, { ms: 65_000, bytes: 1_000_000, profiles: 2_500 })).toMatchObject({ bytes: 750_000 });
  });

  it('stays as learned when answers are quick again', () => {
    expect(learned(afterSlow, { ms: 1_000, bytes: 1_000_000 })).toBe(afterSlow);
  });

  it('halves the chunks of the slow one’s kind, not its halves, and nothing before anything was learned', () => {
    expect([2_000_000, 1_900_000, 1_020_000, 980_000].map((bytes) => isTooSlow(afterSlow, { bytes, profiles: 5_000 }))).toEqual([true, true, false, false]);
    expect(isTooSlow(afterSlow, { bytes: 2_000_000, profiles: 199 })).toBe(false);
    expect(isTooSlow(null, { bytes: 8_000_000, profiles: 10_000 })).toBe(false);
  });
});
