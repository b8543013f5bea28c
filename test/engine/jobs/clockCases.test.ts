import { describe, expect, it } from 'vitest';
import { clockCases, tryClock } from '../../support/clocks.ts';

/** As a command: build/scripts/clocks.ts. */
describe('a job run by a clock', () => {
  it.each(clockCases)('that is $name: doubles, loses and stalls nothing', async (one) => {
    expect(await tryClock(one)).toEqual({ doubled: 0, lost: 0, stalled: 0 });
  });
});
