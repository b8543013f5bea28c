import { describe, expect, it } from 'vitest';
import type { Transport } from '#engine/api/transport.ts';
import { impatientClock, profileRow, profiles, run } from '../../support/jobs.ts';
import { practiceJob } from '../../support/practiceJob.ts';
import { rowsIn } from '../../support/rows.ts';

const here = practiceJob();
const { serve, job, expectAppliedOnce } = here;

describe('a batch that is refused as a whole', () => {
  it('is halved until the bad rows stand alone, and all the others are accepted', async () => {
    await serve({ rules: [{ kind: 'refuse-batch', keys: [17, 444], code: 400, text: 'Incorrect request' }] });
    job(profiles(500));
    const status = await run(here.file, { ...here.server, limits: { profiles: 500, bytes: 1_000_000 } });
    expect(status).toMatchObject({ state: 'finished', counts: { accepted: 498, failed: 2 } });
    expect(here.file.failures.groups(1_000).groups).toMatchObject([{ code: 400, text: 'Incorrect request', rows: 2, examples: [18, 445] }]);
    // Two bad rows of 500: the request itself and at most two more for each of nine halvings of each.
    expect(status.attempts).toBeLessThanOrEqual(1 + 2 * 2 * 9);
    expect(here.server.journal.appliedMoreThanOnce()).toEqual([]);
  });

  it('pauses the job when it is the request that is wrong and not a row', async () => {
    await serve({ rules: [{ kind: 'status', status: 400, code: 400, text: 'matching is not allowed' }] });
    job(profiles(5_000));
    const status = await run(here.file, { ...here.server, limits: { profiles: 5_000, bytes: 1_000_000 } });
    expect(status).toMatchObject({ state: 'paused', pause: { reason: 'refused', text: 'matching is not allowed' } });
    expect(status.attempts).toBeLessThanOrEqual(70);
    here.server.setFaults({ rules: [] });
    expect(await run(here.file, here.server)).toMatchObject({ state: 'finished' });
  });

  it('413 halves, and the size learned is not tried again', async () => {
    await serve({ rules: [] }, { maxBytes: 15_000 });
    job(Array.from({ length: 200 }, (_, index) => profileRow(index + 1, { _fname: 'x'.repeat(200) })));
    const status = await run(here.file, { ...here.server, streams: 1 });
    expect(status).toMatchObject({ state: 'finished', counts: { accepted: 200 } });
    expect(here.server.journal.requests().filter(({ outcome }) => outcome === 'refused').length).toBe(1);
    expectAppliedOnce(200);
  });

  it('fails the one row that is too large by itself', async () => {
    await serve({ rules: [] }, { maxBytes: 3_000 });
    job([profileRow(1), profileRow(2, { _fname: 'x'.repeat(5_000) }), profileRow(3)]);
    const status = await run(here.file, here.server);
    expect(status).toMatchObject({ state: 'finished', counts: { accepted: 2, failed: 1 } });
    expect(await rowsIn(here.file, 'failed')).toMatchObject([{ row: 3, code: 413 }]);
  });
});

describe('an answer that stops the job', () => {
  it.each([
    [401, 'token'],
    [402, 'limit'],
    [403, 'rights'],
    [404, 'address'],
  ] as const)('%i in mid-run pauses at once with the server’s words; the rest is not sent', async (code, reason) => {
    await serve({ rules: [{ kind: 'auth', status: code, from: 3 }] });
    job(profiles(1_000));
    const status = await run(here.file, { ...here.server, streams: 1 });
    expect(status).toMatchObject({ state: 'paused', attempts: 3, pause: { reason, code }, counts: { accepted: 200, notSent: 800, unknown: 0 } });
    expect(status.pause?.text).not.toBe('');
    here.server.setFaults({ rules: [] });
    expect(await run(here.file, here.server)).toMatchObject({ state: 'finished', counts: { accepted: 1_000 } });
    expectAppliedOnce(1_000);
  });

  it.each([[403, true], [403, false], [511, false]])('a page of somebody in between (%i, passed on: %s) pauses at once; what it may have passed on is asked for again and applied once', async (status, processed) => {
    await serve({ rules: [{ kind: 'status', status, body: 'html', processed, from: 3, count: 1 }] });
    job(profiles(1_000));
    const paused = await run(here.file, { ...here.server, streams: 1 });
    expect(paused).toMatchObject({ state: 'paused', attempts: 3, pause: { reason: 'between', httpStatus: status }, counts: { accepted: 200, unknown: status === 511 ? 0 : 100 } });
    expect(await run(here.file, here.server)).toMatchObject({ state: 'finished' });
    expectAppliedOnce(1_000);
  });

  it('a wrong token costs one request a stream and nothing is sent', async () => {
    await serve();
    job(profiles(1_000));
    const status = await run(here.file, { ...here.server, token: 'ffffffffffffffffffffffffffffffff', streams: 1 });
    expect(status).toMatchObject({ state: 'paused', attempts: 1, counts: { notSent: 1_000 } });
  });

  it('a redirect to another origin is not followed', async () => {
    await serve({ rules: [{ kind: 'redirect', location: 'http://127.0.0.2:9/elsewhere', status: 307 }] });
    job(profiles(10));
    const status = await run(here.file, here.server);
    expect(status).toMatchObject({ state: 'paused', pause: { reason: 'address' }, counts: { notSent: 10 } });
    expect(status.pause?.text).toContain('127.0.0.2:9');
  });

  it('that the platform replays from memory is not asked for under the same id for ever', async () => {
    await serve();
    job(profiles(10));
    const ids: string[] = [];
    const answered = new Set<string>();
    const transport: Transport = {
      async send({ headers }) {
        const id = headers['request-id'] ?? '';
        ids.push(id);
        // The tariff was raised after the first refusal, but the platform still remembers that refusal by its id.
        const refused = ids.length === 1 || answered.has(id);
        const replayed: Record<string, string> = answered.has(id) ? { 'duplicate-request': 'true' } : {};
        if (refused) answered.add(id);
        const body = refused ? { error: 402, error_text: 'tariff limit reached' } : { error: 0, result: Array(10).fill({ error: 0, error_text: '' }) };
        return { status: refused ? 402 : 200, headers: replayed, body: Buffer.from(JSON.stringify(body)) };
      },
      close: () => Promise.resolve(),
    };
    expect(await run(here.file, { ...here.server, transport })).toMatchObject({ state: 'paused', pause: { reason: 'limit' } });
    expect(await run(here.file, { ...here.server, transport })).toMatchObject({ state: 'paused', counts: { notSent: 10, unknown: 0 } });
    expect(await run(here.file, { ...here.server, transport })).toMatchObject({ state: 'finished', counts: { accepted: 10 } });
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[1]);
  });
});

describe('stopping', () => {
  it('takes no new chunk, waits for those under way and can be resumed', async () => {
    const stop = new AbortController();
    await serve({ rules: [] }, { onRequest: ({ number }: { number: number }) => number === 3 && stop.abort() });
    job(profiles(1_000));
    const status = await run(here.file, { ...here.server, streams: 1, stop: stop.signal });
    expect(status).toMatchObject({ state: 'paused', pause: { reason: 'asked' }, counts: { accepted: 300, notSent: 700, sending: 0, unknown: 0 } });
    expect(await run(here.file, here.server)).toMatchObject({ state: 'finished', counts: { accepted: 1_000 } });
    expectAppliedOnce(1_000);
  });

  it('at once aborts what is under way; its rows are unknown until they are settled', async () => {
    const abort = new AbortController();
    await serve({ rules: [{ kind: 'hang', requests: [2] }] }, { onRequest: ({ number }: { number: number }) => number === 2 && abort.abort() });
    job(profiles(300));
    const status = await run(here.file, { ...here.server, streams: 1, stop: abort.signal, abort: abort.signal });
    expect(status).toMatchObject({ state: 'paused', pause: { reason: 'asked' }, counts: { accepted: 100, unknown: 100, notSent: 100 } });
    expect(await run(here.file, here.server)).toMatchObject({ state: 'finished', counts: { accepted: 300 } });
    expectAppliedOnce(300);
  });
});

describe('what must not happen', () => {
  it('two processes sending the same job: the second is refused', async () => {
    await serve({ rules: [{ kind: 'hang', requests: [1] }] });
    job(profiles(10));
    const arrived = Promise.withResolvers<void>();
    const abort = new AbortController();
    await here.server.close();
    await serve({ rules: [{ kind: 'hang', requests: [1] }] }, { onRequest: () => arrived.resolve() });
    const first = run(here.file, { ...here.server, stop: abort.signal, abort: abort.signal });
    await arrived.promise;
    await expect(run(here.file, here.server)).rejects.toThrowError('job-busy');
    abort.abort();
    await first;
  });

  it('a job begun against one here.server being sent on to another', async () => {
    await serve({ rules: [{ kind: 'auth', status: 401 }] });
    job(profiles(10));
    await run(here.file, here.server);
    await expect(run(here.file, { ...here.server, url: 'https://platform.example.com' })).rejects.toThrowError('job-other-server');
  });

  it('a repeat after the platform has forgotten the id: the rows stay unknown and are put to the operator', async () => {
    await serve({ rules: [{ kind: 'html', status: 504, processed: true }] });
    job(profiles(10));
    await run(here.file, here.server);
    const sent = here.server.journal.requests().length;
    const tomorrow = { ...impatientClock(), now: () => Date.now() + 24 * 3_600_000 };
    const status = await run(here.file, { ...here.server, clock: tomorrow });
    expect(status).toMatchObject({ state: 'paused', pause: { reason: 'unsettled' }, counts: { unknown: 10 } });
    expect(here.server.journal.requests().length).toBe(sent);
    expectAppliedOnce(10);
  });

  it('the token in the job file', async () => {
    await serve({ rules: [{ kind: 'status', status: 500, text: `who is ${'c0ffee'.repeat(5)}?`, requests: [1] }] }, { token: 'c0ffee'.repeat(5) });
    job(profiles(10));
    await run(here.file, here.server);
    const { readFileSync } = await import('node:fs');
    here.file.close();
    expect(readFileSync(here.file.path).includes('c0ffee'.repeat(5))).toBe(false);
  });
});
