import { describe, expect, it } from 'vitest';
import { inTurn, sentLate } from '#engine/jobs/run/keyOrder.ts';

const ready = (): 'ready' => 'ready';
const accepted = (): 'accepted' => 'accepted';
const chunk = (id: number, parent: number | null, from: number, to = from) => ({ id, parent, state: 'answered' as const, members: [{ from, to }] });

describe('rows sent after others of their key that stand further down', () => {
  it('are none that only stand in a half made later', () => {
    const halved = [chunk(1, null, 1, 2), chunk(2, null, 3), chunk(3, 1, 1), chunk(4, 1, 2)];
    expect(sentLate(halved, Uint32Array.of(1, 2, 1), accepted)).toEqual([]);
  });

  it('are those of a later plan, waiting or sent, and none that failed', () => {
    const plans = [chunk(1, null, 2, 3), chunk(2, null, 1)];
    const keys = Uint32Array.of(1, 2, 1);
    expect(sentLate(plans, keys, accepted)).toEqual([1]);
    expect(sentLate(plans, keys, (position) => (position === 1 ? 'ready' : 'accepted'))).toEqual([1]);
    expect(sentLate(plans, keys, (position) => (position === 1 ? 'failed' : 'accepted'))).toEqual([]);
    expect(sentLate(plans, keys, ready)).toEqual([]);
  });

  it('are those that wait for a chunk, as they will come after all', () => {
    expect(sentLate([chunk(1, null, 1, 3)], Uint32Array.of(1, 2, 1), (position) => (position === 1 ? 'ready' : 'accepted'))).toEqual([1]);
    expect(sentLate([chunk(1, null, 1, 3)], Uint32Array.of(1, 2, 1), (position) => (position === 3 ? 'ready' : 'accepted'))).toEqual([]);
  });
});

describe('chunks of a job', () => {
  it('follow the sheet, whichever was halved first', () => {
    const halved = [chunk(1, null, 1, 4), chunk(2, null, 5), chunk(3, 1, 1, 2), chunk(4, 1, 3, 4), chunk(5, 3, 1), chunk(6, 3, 2)];
    expect(inTurn(halved).map(({ id }) => id).filter((id) => ![1, 3].includes(id))).toEqual([5, 6, 4, 2]);
  });
});
