import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retryDelay } from '#engine/api/retryTiming.ts';

describe('when to try again', () => {
  it('lies between nothing and a ceiling that doubles from 1 s up to 60 s', () => {
    const ceilings = [1, 2, 3, 4, 5, 6, 7, 8, 30].map((attempt) =>
      retryDelay({ attempt, throttled: false, retryAfterMs: null, random: 0.999_999_9 }),
    );
    expect(ceilings).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    expect(retryDelay({ attempt: 5, throttled: false, retryAfterMs: null, random: 0 })).toBe(0);
  });

  it('is never sooner than a second after 429 or 503', () => {
    expect(retryDelay({ attempt: 1, throttled: true, retryAfterMs: null, random: 0 })).toBe(1_000);
  });

  it('obeys Retry-After within one second and five minutes', () => {
    const after = (retryAfterMs: number): number => retryDelay({ attempt: 1, throttled: true, retryAfterMs, random: 0.5 });
    expect(after(7_000)).toBe(7_000);
    expect(after(0)).toBe(1_000);
    expect(after(86_400_000)).toBe(300_000);
  });

  it('is a sane number of milliseconds whatever happens', () => {
    const anything = fc.record({
      attempt: fc.integer({ min: 1, max: 10_000 }),
      throttled: fc.boolean(),
      retryAfterMs: fc.option(fc.integer({ min: 0, max: 1e12 })),
      random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    });
    fc.assert(
      fc.property(anything, (circumstances) => {
        const delay = retryDelay(circumstances);
        expect(Number.isInteger(delay)).toBe(true);
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(delay).toBeLessThanOrEqual(300_000);
      }),
      { seed: 20_261_123, numRuns: 1_000 },
    );
  });
});
