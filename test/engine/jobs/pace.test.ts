import { describe, expect, it } from 'vitest';
import { createPace } from '#engine/jobs/run/pace.ts';

describe('The pace of a run', () => {
  it('ends when nothing was settled for longer than usual, and comes back with the next answer', () => {
    const pace = createPace(0);
    expect(pace.rowsPerSecond(100)).toBeNull();
    for (const at of [1_000, 2_000, 3_000]) pace.add(500, at);
    expect(pace.rowsPerSecond(3_000)).toBe(500);
    expect(pace.secondsLeft(1_000, 3_000)).toBe(2);
    expect(pace.until()).toBe(8_000);
    expect([pace.rowsPerSecond(8_000), pace.secondsLeft(1_000, 8_000)]).toEqual([null, null]);
    pace.add(500, 12_000);
    expect(pace.rowsPerSecond(12_000)).toBeGreaterThan(100);
  });

  it('is kept through answers that usually take long', () => {
    const pace = createPace(0);
    for (const at of [9_000, 18_000]) pace.add(5_000, at);
    expect(pace.rowsPerSecond(27_000)).not.toBeNull();
    expect(pace.rowsPerSecond(46_000)).toBeNull();
  });
});
