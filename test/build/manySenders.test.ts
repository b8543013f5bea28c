import { expect, it } from 'vitest';
import { outlook, type Circumstances, type Outlook } from '../../build/scripts/senders/model.ts';
import { generator } from '../support/random.ts';

/** Four at once, two seconds each: two requests a second. */
const usual = { parallel: 4, serviceMs: 2_000, profiles: 5_000, timeoutMs: 120_000, forMs: 600_000 };

function look(of: Pick<Circumstances, 'way' | 'senders' | 'most'> & Partial<Circumstances>, seed = 1): Outlook {
  return outlook({ ...usual, ...of }, generator(seed));
}

it('the same seed gives the same outlook, and no way gets more out of the platform than it can do', () => {
  for (const way of ['http', 'queue'] as const) {
    for (const [senders, most] of [[1, 1], [2, 8], [16, 4]] as const) {
      const one = look({ way, senders, most });
      expect(look({ way, senders, most })).toEqual(one);
      expect(one.share).toBeGreaterThan(0.1);
      expect(one.share).toBeLessThan(1.05);
    }
  }
});

it('twice as many requests without an answer as the platform works on at once fill it, however many programs they are of', () => {
  for (const [senders, most] of [[1, 8], [2, 4], [8, 1]] as const) expect(look({ way: 'queue', senders, most }).share).toBeGreaterThan(0.97);
  for (const [senders, most] of [[1, 1], [1, 2], [2, 1]] as const) expect(look({ way: 'queue', senders, most }).share).toBeLessThan((senders * most) / usual.parallel);
});

it('beyond that more of them bring only longer waits: as many times the service as there are, shared by those worked on at once', () => {
  for (const [senders, most] of [[4, 8], [16, 2], [16, 4]] as const) {
    const { meanWait, share } = look({ way: 'queue', senders, most });
    expect(share).toBeGreaterThan(0.97);
    expect(meanWait).toBeGreaterThan(0.9 * (senders * most * usual.serviceMs) / usual.parallel / 1_000);
    expect(meanWait).toBeLessThan(1.1 * (senders * most * usual.serviceMs) / usual.parallel / 1_000);
  }
});

it('too many programs run into their time-outs over HTTP, and never over a queue', () => {
  const crowd = { senders: 64, most: 1, timeoutMs: 20_000 };
  expect(look({ way: 'http', ...crowd }).timeouts).toBeGreaterThan(64);
  expect(look({ way: 'http', ...crowd, senders: 16 }).timeouts).toBe(0);
  expect(look({ way: 'queue', ...crowd })).toMatchObject({ timeouts: 0, paused: 0 });
});

it('programs that share a queue of answers give each other’s back the more often the more they are', () => {
  const back = (senders: number): number => look({ way: 'queue', senders, most: 8, sharesAnswers: true }).mostReturns;
  expect(look({ way: 'queue', senders: 16, most: 8 }).mostReturns).toBe(0);
  expect(back(2)).toBeGreaterThan(0);
  expect(back(4)).toBeGreaterThan(back(2));
  // More often than RabbitMQ 4.0 to 4.2 allow a queue of the kind "quorum" as a rule.
  expect(back(8)).toBeGreaterThan(20);
});
