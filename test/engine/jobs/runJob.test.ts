import { describe, expect, it } from 'vitest';
import { join } from 'node:path';
import type { Transport } from '#engine/api/transport.ts';
import { nodeTransport } from '#engine/api/nodeTransport.ts';
import { retryRound } from '#engine/jobs/retryRound.ts';
import { impatientClock, makeJob, profileRow, profiles, run } from '../../support/jobs.ts';
import { practiceJob } from '../../support/practiceJob.ts';
import { rowsIn } from '../../support/rows.ts';

const here = practiceJob();
const { serve, job, expectAppliedOnce } = here;

describe('a run without trouble', () => {
  it('updates every profile once and finishes with counts that add up', async () => {
    await serve();
    job(profiles(1_050));
    const status = await run(here.file, here.server);
    expect(status).toMatchObject({ state: 'finished', countsAddUp: true, counts: { read: 1_050, accepted: 1_050, notSent: 0 } });
    expect(status.chunks).toMatchObject({ total: 11, answered: 11 });
    expectAppliedOnce(1_050);
  });

  it('sends only the rows that may be sent', async () => {
    await serve();
    job([
      profileRow(1),
      { kind: 'empty' },
      { kind: 'invalid', errors: [{ row: 4, column: 'A', header: 'Client No', field: 'Custom_ID', value: 'x', reason: 'not-integer' }] },
      profileRow(2),
      profileRow(1),
    ]);
    const status = await run(here.file, here.server);
    expect(status.counts).toMatchObject({ read: 5, empty: 1, invalid: 1, duplicate: 1, accepted: 2 });
    expectAppliedOnce(2);
    expect(await rowsIn(here.file, 'duplicate')).toMatchObject([{ row: 2, duplicateOf: 6 }]);
  });

  it('never has more requests under way than streams', async () => {
    await serve({ rules: [{ kind: 'slow', ms: 5 }] });
    job(profiles(1_000));
    await run(here.file, { ...here.server, streams: 3, limits: { profiles: 20, bytes: 1_000_000 } });
    expect(here.server.journal.summary().maxConcurrent).toBeLessThanOrEqual(3);
    expectAppliedOnce(1_000);
  });

  it('keeps every body within the byte limit, token and frame included', async () => {
    await serve();
    job(Array.from({ length: 300 }, (_, index) => profileRow(index + 1, { _fname: 'Ж'.repeat(200) })));
    await run(here.file, { ...here.server, limits: { profiles: 10_000, bytes: 20_000 } });
    expect(here.server.journal.summary().largestBytes).toBeLessThanOrEqual(20_000);
    expectAppliedOnce(300);
  });
});

describe('rows that the platform refuses', () => {
  it('fail with its words, and only they are sent in the next round, under new ids', async () => {
    await serve({ rules: [{ kind: 'reject-items', everyNth: 10, code: 500, text: 'internal error', perKey: 1 }] });
    job(profiles(200));
    const first = await run(here.file, here.server);
    expect(first).toMatchObject({ state: 'finished', counts: { accepted: 180, failed: 20 } });
    expect(here.file.failures.groups(1_000).groups).toMatchObject([{ code: 500, text: 'internal error', rows: 20 }]);

    expect(retryRound(here.file, {}, Date.now())).toEqual({ rows: 20, standBack: 0, round: 2 });
    const second = await run(here.file, here.server);
    expect(second).toMatchObject({ state: 'finished', round: 2, counts: { accepted: 200, failed: 0 } });
    expect(here.server.journal.requests().map(({ profiles: sent }) => sent)).toEqual([100, 100, 20]);
    expect(new Set(here.server.journal.requests().map(({ requestId }) => requestId)).size).toBe(3);
    expectAppliedOnce(200);
  });

  it('can be retried by code or by row', async () => {
    await serve({ rules: [{ kind: 'reject-items', keys: [1, 2], code: 500, text: 'a', perKey: 1 }, { kind: 'reject-items', keys: [3], code: 600, text: 'b', perKey: 1 }] });
    job(profiles(5));
    await run(here.file, here.server);
    expect(retryRound(here.file, { codes: [600] }, Date.now()).rows).toBe(1);
    await run(here.file, here.server);
    expect(retryRound(here.file, { rows: [2] }, Date.now()).rows).toBe(1);
    const status = await run(here.file, here.server);
    expect(status).toMatchObject({ round: 3, counts: { accepted: 4, failed: 1 } });
    expect(await rowsIn(here.file, 'failed')).toMatchObject([{ row: 3, code: 500, text: 'a' }]);
    expect(() => retryRound(here.file, { codes: [777] }, Date.now())).toThrowError('nothing-to-retry');
  });

  it('say "profile not found" for a profile that is not there', async () => {
    await serve({ rules: [] }, { population: 10 });
    job(profiles(12));
    const status = await run(here.file, here.server);
    expect(status.counts).toMatchObject({ accepted: 10, failed: 2 });
    expect(here.file.failures.groups(1_000).groups[0]?.text).toContain('profile not found');
  });
});

describe('an answer that does not come', () => {
  it.each([
    ['lost after the batch was applied', { kind: 'drop-after', requests: [2, 5] }],
    ['cut in the middle', { kind: 'partial', requests: [2, 5] }],
    ['lost before the batch was applied', { kind: 'drop-before', requests: [2, 5] }],
    ['a proxy’s page', { kind: 'html', status: 502, requests: [2, 5] }],
    ['a proxy’s page after the batch was applied', { kind: 'html', status: 504, processed: true, requests: [2, 5] }],
    ['no JSON', { kind: 'garbage', requests: [2, 5] }],
    ['too short', { kind: 'short-result', requests: [2, 5] }],
    ['too long', { kind: 'long-result', requests: [2, 5] }],
    ['429', { kind: 'status', status: 429, requests: [2, 5] }],
    ['503', { kind: 'status', status: 503, requests: [2, 5] }],
    ['408', { kind: 'status', status: 408, requests: [2, 5] }],
    ['425', { kind: 'status', status: 425, requests: [2, 5] }],
  ] as const)('is asked for again under the same id: %s', async (_, rule) => {
    await serve({ rules: [{ ...rule, requests: [...rule.requests] }] });
    job(profiles(500));
    const status = await run(here.file, here.server);
    expect(status).toMatchObject({ state: 'finished', countsAddUp: true, counts: { accepted: 500, unknown: 0 } });
    expectAppliedOnce(500);
    const byId = Map.groupBy(here.server.journal.requests(), ({ requestId }) => requestId);
    expect(byId.size).toBe(5);
  });

  it('is recorded as replayed when the platform answers from memory', async () => {
    await serve({ rules: [{ kind: 'drop-after', requests: [1] }] });
    job(profiles(10));
    expect(await run(here.file, here.server)).toMatchObject({ replayed: 1, replayedUnasked: 0, attempts: 2, counts: { accepted: 10 } });
  });

  it('that nobody asked for is told apart: the platform took a first sending for an earlier one', async () => {
    await serve({ rules: [] }, { checksumDedup: true });
    job(profiles(10));
    // An old installation knows neither header; it goes by the body alone, and this very body was sent before.
    const withoutIds = (real: Transport): Transport => ({
      send: ({ headers: { 'request-id': _, 'x-request-id': __, ...headers }, ...request }) => real.send({ ...request, headers }),
      close: () => real.close(),
    });
    expect(await run(here.file, { ...here.server, transport: withoutIds(nodeTransport()) })).toMatchObject({ replayed: 0, replayedUnasked: 0 });
    const again = makeJob(join(here.folder, 'again.importjob'), profiles(10));
    expect(await run(again, { ...here.server, transport: withoutIds(nodeTransport()) })).toMatchObject({ replayed: 1, replayedUnasked: 1 });
    again.close();
    expectAppliedOnce(10);
  });

  it('that leaves single rows out is asked for again with the same id, so that none is applied twice', async () => {
    await serve({ rules: [{ kind: 'missing-answer', positions: [3, 7], requests: [1] }] });
    job(profiles(10));
    expect(await run(here.file, here.server)).toMatchObject({ state: 'finished', attempts: 2, replayed: 1, counts: { accepted: 10, unknown: 0 } });
    expect(new Set(here.server.journal.requests().map(({ requestId }) => requestId)).size).toBe(1);
    expectAppliedOnce(10);
  });

  it('that leaves single rows out, and whose repeat is lost, is asked for again in the next run', async () => {
    await serve({ rules: [{ kind: 'missing-answer', positions: [0], requests: [1] }, { kind: 'drop-before', from: 2, count: 5 }] });
    job(profiles(10));
    expect(await run(here.file, here.server)).toMatchObject({ state: 'paused', counts: { accepted: 0, unknown: 10 } });
    expect(() => retryRound(here.file, { unknown: true }, Date.now())).toThrow('unknown-can-be-settled');
    expect(await run(here.file, here.server)).toMatchObject({ state: 'finished', counts: { accepted: 10, unknown: 0 } });
    expectAppliedOnce(10);
  });

  it('for single rows, whenever it is asked for, leaves exactly those unknown, never accepted', async () => {
    await serve({ rules: [{ kind: 'missing-answer', positions: [3, 7], requests: [1], stored: true }] });
    job(profiles(10));
    const status = await run(here.file, here.server);
    expect(status).toMatchObject({ state: 'finished', attempts: 3, counts: { accepted: 8, unknown: 2 } });
    expect((await rowsIn(here.file, 'unknown')).map(({ row }) => row)).toEqual([5, 9]);
    expect(retryRound(here.file, { unknown: true }, Date.now())).toEqual({ rows: 2, standBack: 0, round: 2 });
    expect(await run(here.file, here.server)).toMatchObject({ state: 'finished', counts: { accepted: 10, unknown: 0 } });
  });

  it('that is always too short leaves its rows unknown and pauses the job', async () => {
    await serve({ rules: [{ kind: 'short-result', stored: true, requests: [1] }, { kind: 'short-result' }] });
    job(profiles(10));
    const status = await run(here.file, here.server);
    expect(status).toMatchObject({ state: 'paused', pause: { reason: 'unsettled' }, counts: { accepted: 0, unknown: 10 } });
    expect(status.attempts).toBe(6);
  });
});

describe('waiting', () => {
  it('obeys Retry-After and keeps all streams quiet meanwhile', async () => {
    await serve({ rules: [{ kind: 'status', status: 429, retryAfter: 7, requests: [1] }] });
    job(profiles(100));
    const clock = impatientClock();
    await run(here.file, { ...here.server, streams: 1, clock });
    expect(clock.waits[0]).toBe(7_000);
    expectAppliedOnce(100);
  });

  it('grows with the attempts of a chunk and ends after six', async () => {
    await serve({ rules: [{ kind: 'html', status: 500 }] });
    job(profiles(10));
    const clock = impatientClock();
    const status = await run(here.file, { ...here.server, clock });
    expect(clock.waits).toEqual([500, 1_000, 2_000, 4_000, 8_000]);
    expect(status).toMatchObject({ state: 'paused', attempts: 6, pause: { reason: 'server', httpStatus: 500 } });
  });

  it('that was a sign-in’s page with success says so, and is made good when it is gone', async () => {
    await serve({ rules: [{ kind: 'html', status: 200 }] });
    job(profiles(10));
    const status = await run(here.file, { ...here.server, clock: impatientClock() });
    expect(status).toMatchObject({ state: 'paused', attempts: 6, pause: { reason: 'between', httpStatus: 200 }, counts: { unknown: 10 } });
    here.server.setFaults({ rules: [] });
    expect(await run(here.file, here.server)).toMatchObject({ state: 'finished', counts: { accepted: 10, unknown: 0 } });
    expectAppliedOnce(10);
  });

  it('is over for the whole job after three chunks have failed in a row', async () => {
    await serve({ rules: [{ kind: 'html', status: 500 }] });
    job(profiles(1_000));
    const status = await run(here.file, { ...here.server, streams: 1 });
    expect(status).toMatchObject({ state: 'paused', attempts: 18, pause: { reason: 'server' } });
    expect(status.counts).toMatchObject({ unknown: 300, notSent: 700 });
    here.server.setFaults({ rules: [] });
    expect(await run(here.file, here.server)).toMatchObject({ state: 'finished', counts: { accepted: 1_000 } });
    expectAppliedOnce(1_000);
  });

  it('leaves rows "not sent" when no connection was ever made', async () => {
    await serve();
    const { url, token } = here.server;
    await here.server.close();
    job(profiles(10));
    const status = await run(here.file, { url, token });
    expect(status).toMatchObject({ state: 'paused', pause: { reason: 'server' }, counts: { notSent: 10, unknown: 0 } });
  });
});
