import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countOf, decodeRuns, encodeRuns, positionsOf, runsOf, splitRuns } from '#engine/store/runs.ts';

const seed = 20_261_123;
const positions = fc.uniqueArray(fc.integer({ min: 1, max: 300 }), { maxLength: 100 }).map((list) => [...list].sort((a, b) => a - b));

describe('the rows of a chunk as runs', () => {
  it('come back as the very same positions from their stored form', () => {
    fc.assert(
      fc.property(positions, (list) => {
        const runs = decodeRuns(encodeRuns(runsOf(list)));
        expect([...positionsOf(runs)]).toEqual(list);
        expect(countOf(runs)).toBe(list.length);
      }),
      { seed, numRuns: 2_000 },
    );
  });

  it('are cut into two halves that together are the whole', () => {
    fc.assert(
      fc.property(positions, fc.integer({ min: 0, max: 110 }), (list, at) => {
        const [head, tail] = splitRuns(runsOf(list), at);
        expect([...positionsOf(head)]).toEqual(list.slice(0, at));
        expect([...positionsOf(tail)]).toEqual(list.slice(at));
      }),
      { seed, numRuns: 2_000 },
    );
  });

  it('are written short', () => {
    expect(encodeRuns(runsOf([1, 2, 3, 7, 9, 10]))).toBe('1-3,7,9-10');
    expect(decodeRuns('')).toEqual([]);
  });
});
