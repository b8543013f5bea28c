import { describe, expect, it } from 'vitest';
import type { JobStatus } from '#contract/job.ts';
import { nodeTransport } from '#engine/api/nodeTransport.ts';
import { TransportError, type Transport } from '#engine/api/transport.ts';
import type { Clock } from '#engine/jobs/clock.ts';
import { retryRound } from '#engine/jobs/retryRound.ts';
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

describe('a clock set back by ten hours, after a request without an answer', () => {
  let ahead = 0;
  /** The first run sends a chunk whose answer is lost; the second one begins after so many hours, by a clock that is ten hours behind. */
  async function resumed(hours: number, more: Parameters<typeof serve>[1] = {}, transport?: (sent: Transport) => Transport): Promise<JobStatus> {
    ahead = 0;
    await serve({ rules: [{ kind: 'drop-after', requests: [1, 2, 3, 4, 5, 6] }] }, { now: () => Date.now() + ahead, ...more });
    job(profiles(10));
    await run(here.file, { ...here.server });
    expect(here.server.journal.appliedMoreThanOnce()).toEqual([]);
    here.server.setFaults({ rules: [] });
    ahead = hours * hour;
    const found = nodeTransport();
    return run(here.file, { ...here.server, transport: transport?.(found) ?? found, clock: setBack(hours) });
  }
  const setBack = (hours: number): Clock => ({ ...impatientClock(), now: () => Date.now() + (hours - 10) * hour });
  const callsOf = (calls: string[]) => (sent: Transport): Transport => ({ ...sent, send: (request) => (calls.push(request.url.replace(/.*v1.1./, '')), sent.send(request)) });

  it('is not believed: the server is asked for its Date, and what it has forgotten is not repeated', async () => {
    const calls: string[] = [];
    expect(await resumed(30, {}, callsOf(calls))).toMatchObject({ state: 'paused', pause: { reason: 'unsettled' }, counts: { unknown: 10 } });
    expect(calls).toEqual(['databases/list/']);
    expectAppliedOnce(10);
  });

  it('leaves it to the operator, who is not told that a run would settle it', async () => {
    await resumed(30);
    expect(retryRound(here.file, { unknown: true }, setBack(30).now())).toMatchObject({ rows: 10 });
  });

  it('hinders no repeat of what the server remembers', async () => {
    const calls: string[] = [];
    expect(await resumed(12, {}, callsOf(calls))).toMatchObject({ state: 'finished', counts: { accepted: 10 } });
    expect(calls).toEqual(['databases/list/', 'profiles/update_batch']);
    expectAppliedOnce(10);
  });

  it.each([
    ['refuses such a question', { status: 403, date: true, repeats: false }],
    ['answers it with what is no JSON', { status: 200, date: true, repeats: false }],
    ['carries no Date', { status: 200, date: false, repeats: true }],
    ['does not answer it', { status: null, date: false, repeats: true }],
  ])('is judged as far as can be where the server %s', async (_, { status, date, repeats }) => {
    let asked = 0;
    const odd = (sent: Transport): Transport => ({
      ...sent,
      send: async (request) => {
        if (request.url.endsWith('update_batch')) return sent.send(request);
        asked += 1;
        if (status === null) throw new TransportError('network', 'ECONNRESET');
        return { status, headers: date ? { date: new Date(Date.now() + ahead).toUTCString() } : {}, body: Buffer.from('<html>') };
      },
    });
    // It still remembers, so that a repeat harms nothing here.
    const { counts } = await resumed(30, { dedupSeconds: 1_000_000 }, odd);
    expect(counts).toMatchObject(repeats ? { accepted: 10 } : { unknown: 10 });
    expect(asked).toBe(1);
  });

  it('asks nothing in a run that repeats nothing of an earlier one', async () => {
    const calls: string[] = [];
    await serve({ rules: [{ kind: 'drop-after', requests: [2] }] });
    job(profiles(30));
    const transport = callsOf(calls)(nodeTransport());
    expect(await run(here.file, { ...here.server, transport, limits: { profiles: 10, bytes: 100_000 }, streams: 1 })).toMatchObject({ state: 'finished' });
    expect(new Set(calls)).toEqual(new Set(['profiles/update_batch']));
  });
});
