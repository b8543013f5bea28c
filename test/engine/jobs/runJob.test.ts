import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { join } from 'node:path';
import type { FaultPlan } from '../../../electron/practice/index.ts';
import { startPractice, type PracticeServer } from '../../../electron/practice/index.ts';
import type { Transport } from '#engine/api/transport.ts';
import { undiciTransport } from '#engine/api/undiciTransport.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { jobRows } from '#engine/jobs/jobRows.ts';
import { retryRound } from '#engine/jobs/retryRound.ts';
import { impatientClock, makeJob, profileRow, profiles, run, temporaryFolder } from '../../support/jobs.ts';

let folder: ReturnType<typeof temporaryFolder>;
let server: PracticeServer;
let file: JobFile;

async function serve(plan: FaultPlan = { rules: [] }, options: Parameters<typeof startPractice>[0] = {}): Promise<void> {
  server = await startPractice({ ...options, faults: plan });
}

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(async () => {
  file.close();
  await server.close();
  folder.remove();
});

function job(rows: Parameters<typeof makeJob>[1]): void {
  file = makeJob(join(folder.path, 'test.importjob'), rows);
}

/** Every profile of 1…count applied exactly once, and nothing else. */
function expectAppliedOnce(count: number): void {
  const applied = server.journal.applied();
  expect(server.journal.appliedMoreThanOnce()).toEqual([]);
  expect(applied.size).toBe(count);
  for (let profile = 1; profile <= count; profile += 1) expect(applied.get(profile)).toBe(1);
  expect(server.journal.summary().idReusedForOtherBody).toBe(0);
}

describe('a run without trouble', () => {
  it('updates every profile once and finishes with counts that add up', async () => {
    await serve();
    job(profiles(1_050));
    const status = await run(file, server);
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
    const status = await run(file, server);
    expect(status.counts).toMatchObject({ read: 5, empty: 1, invalid: 1, duplicate: 1, accepted: 2 });
    expectAppliedOnce(2);
    expect(jobRows(file, 'duplicate', 0, 10).rows).toMatchObject([{ row: 2, duplicateOf: 6 }]);
  });

  it('never has more requests under way than streams', async () => {
    await serve({ rules: [{ kind: 'slow', ms: 5 }] });
    job(profiles(1_000));
    await run(file, { ...server, streams: 3, limits: { profiles: 20, bytes: 1_000_000 } });
    expect(server.journal.summary().maxConcurrent).toBeLessThanOrEqual(3);
    expectAppliedOnce(1_000);
  });

  it('keeps every body within the byte limit, token and frame included', async () => {
    await serve();
    job(Array.from({ length: 300 }, (_, index) => profileRow(index + 1, { _fname: 'Ж'.repeat(200) })));
    await run(file, { ...server, limits: { profiles: 10_000, bytes: 20_000 } });
    expect(server.journal.summary().largestBytes).toBeLessThanOrEqual(20_000);
    expectAppliedOnce(300);
  });
});

describe('rows that the platform refuses', () => {
  it('fail with its words, and only they are sent in the next round, under new ids', async () => {
    await serve({ rules: [{ kind: 'reject-items', everyNth: 10, code: 500, text: 'internal error', perKey: 1 }] });
    job(profiles(200));
    const first = await run(file, server);
    expect(first).toMatchObject({ state: 'finished', counts: { accepted: 180, failed: 20 } });
    expect(file.failures.groups()).toMatchObject([{ code: 500, text: 'internal error', rows: 20 }]);

    expect(retryRound(file, {}, Date.now())).toEqual({ rows: 20, round: 2 });
    const second = await run(file, server);
    expect(second).toMatchObject({ state: 'finished', round: 2, counts: { accepted: 200, failed: 0 } });
    expect(server.journal.requests().map(({ profiles: sent }) => sent)).toEqual([100, 100, 20]);
    expect(new Set(server.journal.requests().map(({ requestId }) => requestId)).size).toBe(3);
    expectAppliedOnce(200);
  });

  it('can be retried by code or by row', async () => {
    await serve({ rules: [{ kind: 'reject-items', keys: [1, 2], code: 500, text: 'a', perKey: 1 }, { kind: 'reject-items', keys: [3], code: 600, text: 'b', perKey: 1 }] });
    job(profiles(5));
    await run(file, server);
    expect(retryRound(file, { codes: [600] }, Date.now()).rows).toBe(1);
    await run(file, server);
    expect(retryRound(file, { rows: [2] }, Date.now()).rows).toBe(1);
    const status = await run(file, server);
    expect(status).toMatchObject({ round: 3, counts: { accepted: 4, failed: 1 } });
    expect(jobRows(file, 'failed', 0, 10).rows).toMatchObject([{ row: 3, code: 500, text: 'a' }]);
    expect(() => retryRound(file, { codes: [777] }, Date.now())).toThrowError('nothing-to-retry');
  });

  it('say "profile not found" for a profile that is not there', async () => {
    await serve({ rules: [] }, { population: 10 });
    job(profiles(12));
    const status = await run(file, server);
    expect(status.counts).toMatchObject({ accepted: 10, failed: 2 });
    expect(file.failures.groups()[0]?.text).toContain('profile not found');
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
    const status = await run(file, server);
    expect(status).toMatchObject({ state: 'finished', countsAddUp: true, counts: { accepted: 500, unknown: 0 } });
    expectAppliedOnce(500);
    const byId = Map.groupBy(server.journal.requests(), ({ requestId }) => requestId);
    expect(byId.size).toBe(5);
  });

  it('is recorded as replayed when the platform answers from memory', async () => {
    await serve({ rules: [{ kind: 'drop-after', requests: [1] }] });
    job(profiles(10));
    expect(await run(file, server)).toMatchObject({ replayed: 1, replayedUnasked: 0, attempts: 2, counts: { accepted: 10 } });
  });

  it('that nobody asked for is told apart: the platform took a first sending for an earlier one', async () => {
    await serve({ rules: [] }, { checksumDedup: true });
    job(profiles(10));
    // An old installation knows neither header; it goes by the body alone, and this very body was sent before.
    const withoutIds = (real: Transport): Transport => ({
      send: ({ headers: { 'request-id': _, 'x-request-id': __, ...headers }, ...request }) => real.send({ ...request, headers }),
      close: () => real.close(),
    });
    expect(await run(file, { ...server, transport: withoutIds(undiciTransport()) })).toMatchObject({ replayed: 0, replayedUnasked: 0 });
    const again = makeJob(join(folder.path, 'again.importjob'), profiles(10));
    expect(await run(again, { ...server, transport: withoutIds(undiciTransport()) })).toMatchObject({ replayed: 1, replayedUnasked: 1 });
    again.close();
    expectAppliedOnce(10);
  });

  it('for single rows leaves exactly those unknown, never accepted', async () => {
    await serve({ rules: [{ kind: 'missing-answer', positions: [3, 7], requests: [1], stored: true }] });
    job(profiles(10));
    const status = await run(file, server);
    expect(status).toMatchObject({ state: 'finished', counts: { accepted: 8, unknown: 2 } });
    expect(jobRows(file, 'unknown', 0, 10).rows.map(({ row }) => row)).toEqual([5, 9]);
    expect(retryRound(file, { unknown: true }, Date.now())).toEqual({ rows: 2, round: 2 });
    expect(await run(file, server)).toMatchObject({ state: 'finished', counts: { accepted: 10, unknown: 0 } });
  });

  it('that is always too short leaves its rows unknown and pauses the job', async () => {
    await serve({ rules: [{ kind: 'short-result', stored: true, requests: [1] }, { kind: 'short-result' }] });
    job(profiles(10));
    const status = await run(file, server);
    expect(status).toMatchObject({ state: 'paused', pause: { reason: 'unsettled' }, counts: { accepted: 0, unknown: 10 } });
    expect(status.attempts).toBe(6);
  });
});

describe('waiting', () => {
  it('obeys Retry-After and keeps all streams quiet meanwhile', async () => {
    await serve({ rules: [{ kind: 'status', status: 429, retryAfter: 7, requests: [1] }] });
    job(profiles(100));
    const clock = impatientClock();
    await run(file, { ...server, streams: 1, clock });
    expect(clock.waits[0]).toBe(7_000);
    expectAppliedOnce(100);
  });

  it('grows with the attempts of a chunk and ends after six', async () => {
    await serve({ rules: [{ kind: 'html', status: 500 }] });
    job(profiles(10));
    const clock = impatientClock();
    const status = await run(file, { ...server, clock });
    expect(clock.waits).toEqual([500, 1_000, 2_000, 4_000, 8_000]);
    expect(status).toMatchObject({ state: 'paused', attempts: 6, pause: { reason: 'server', httpStatus: 500 } });
  });

  it('is over for the whole job after three chunks have failed in a row', async () => {
    await serve({ rules: [{ kind: 'html', status: 500 }] });
    job(profiles(1_000));
    const status = await run(file, { ...server, streams: 1 });
    expect(status).toMatchObject({ state: 'paused', attempts: 18, pause: { reason: 'server' } });
    expect(status.counts).toMatchObject({ unknown: 300, notSent: 700 });
    server.setFaults({ rules: [] });
    expect(await run(file, server)).toMatchObject({ state: 'finished', counts: { accepted: 1_000 } });
    expectAppliedOnce(1_000);
  });

  it('leaves rows "not sent" when no connection was ever made', async () => {
    await serve();
    const { url, token } = server;
    await server.close();
    job(profiles(10));
    const status = await run(file, { url, token });
    expect(status).toMatchObject({ state: 'paused', pause: { reason: 'server' }, counts: { notSent: 10, unknown: 0 } });
  });
});
