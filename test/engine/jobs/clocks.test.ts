import { describe, expect, it } from 'vitest';
import { impatientClock, profiles, run } from '../../support/jobs.ts';
import { practiceJob } from '../../support/practiceJob.ts';

const here = practiceJob();
const { serve, job, expectAppliedOnce } = here;
const hour = 3_600_000;

describe('a clock that is wrong', () => {
  it('dates a first sending in the future: it is not repeated, whatever its age may be', async () => {
    await serve({ rules: [{ kind: 'drop-after' }] });
    job(profiles(10));
    await run(here.file, { ...here.server, clock: { ...impatientClock(), now: () => Date.now() + 48 * hour } });
    const before = here.server.journal.requests().length;
    here.server.setFaults({ rules: [] });
    expect(await run(here.file, { ...here.server, clock: { ...impatientClock(), now: () => Date.now() + 36 * hour } })).toMatchObject({ pause: { reason: 'unsettled' } });
    expect(here.server.journal.requests().length).toBe(before);
    expectAppliedOnce(10);
  });

  it('is set back by an hour while the server asks for rest: the wait is as long as it was asked for', async () => {
    let steady = 0;
    let back = 0;
    await serve({ rules: [{ kind: 'status', status: 429, retryAfter: 5, requests: [1] }] }, { onRequest: () => (back = hour) });
    job(profiles(10));
    const clock = { now: () => 1_900_000_000_000 + steady - back, steady: () => steady, sleep: (ms: number) => ((steady += ms), Promise.resolve()) };
    expect(await run(here.file, { ...here.server, clock })).toMatchObject({ state: 'finished' });
    expect(steady).toBeLessThan(60_000);
    expectAppliedOnce(10);
  });
});
