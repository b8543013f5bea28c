import { describe, expect, it } from 'vitest';
import { answered, clients, practice } from './client.ts';

describe('repeats of a request', () => {
  it('apply nothing and get the first answer again, marked as a duplicate', async () => {
    await using it = await practice();
    const first = await answered(it.batch(clients(1, 2, 5_000), { id: 'a' }));
    const second = await answered(it.batch(clients(1, 2, 5_000), { id: 'a' }));
    expect(second.text).toBe(first.text);
    expect(first.headers['duplicate-request']).toBeUndefined();
    expect(second.headers).toMatchObject({ 'duplicate-request': 'true', 'x-duplicate-request': 'true' });
    expect(second.headers['duplicate-key']).toBe(second.headers['x-duplicate-key']);
    expect([...it.server.journal.applied().entries()]).toEqual([[1, 1], [2, 1]]);
    expect(it.server.journal.summary()).toMatchObject({ requests: 2, processed: 1, replayed: 1, appliedMoreThanOnce: 0 });
  });

  it('are known by X-Request-ID too', async () => {
    await using it = await practice();
    const body = { db_id: 7, matching: 'custom', field_name: 'Custom_ID', data: clients(1) };
    await it.call('profiles/update_batch', body, { headers: { 'x-request-id': 'a' } });
    const second = await it.call('profiles/update_batch', body, { headers: { 'request-id': 'a' } });
    expect(second.headers['duplicate-request']).toBe('true');
    expect(it.server.journal.applied().get(1)).toBe(1);
  });

  it('without an id are applied again, unless checksums are switched on', async () => {
    await using it = await practice();
    await it.batch(clients(1));
    await it.batch(clients(1));
    expect(it.server.journal.appliedMoreThanOnce()).toEqual([1]);
    expect(it.server.journal.summary().withoutRequestId).toBe(2);
    await using summed = await practice({ checksumDedup: true });
    await summed.batch(clients(1));
    await summed.batch(clients(1));
    await summed.batch(clients(2));
    expect([...summed.server.journal.applied().entries()]).toEqual([[1, 1], [2, 1]]);
  });

  it('after the time of deduplication are applied again', async () => {
    let now = 0;
    await using it = await practice({ dedupSeconds: 60, now: () => now });
    await it.batch(clients(1), { id: 'a' });
    now = 59_999;
    await it.batch(clients(1), { id: 'a' });
    expect(it.server.journal.applied().get(1)).toBe(1);
    now = 60_000;
    await it.batch(clients(1), { id: 'a' });
    expect(it.server.journal.applied().get(1)).toBe(2);
  });

  it('with another body get the first answer, and the journal tells of the mistake', async () => {
    await using it = await practice();
    await it.batch(clients(1), { id: 'a' });
    const second = await answered(it.batch(clients(2), { id: 'a' }));
    expect(second.json.result).toHaveLength(1);
    expect(second.headers['duplicate-request']).toBe('true');
    expect(it.server.journal.applied().get(2)).toBe(0);
    expect(it.server.journal.summary().idReusedForOtherBody).toBe(1);
  });

  it('that come while the first is worked on wait for it and share its answer', async () => {
    await using it = await practice({ faults: { rules: [{ kind: 'slow', ms: 100, requests: [1] }] } });
    const answers = await Promise.all([1, 2, 3, 4].map(() => answered(it.batch(clients(1, 2), { id: 'a' }))));
    expect(new Set(answers.map((one) => one.text)).size).toBe(1);
    expect(answers.filter((one) => one.headers['duplicate-request'] === 'true')).toHaveLength(3);
    expect([...it.server.journal.applied().entries()]).toEqual([[1, 1], [2, 1]]);
    expect(it.server.journal.summary().maxConcurrent).toBeGreaterThan(1);
  });

  it('that come while the first is worked on can be refused instead', async () => {
    await using it = await practice({ concurrentRepeat: 'conflict', faults: { rules: [{ kind: 'slow', ms: 200, requests: [1] }] } });
    const answers = await Promise.all([1, 2].map(() => answered(it.batch(clients(1), { id: 'a' }))));
    expect(answers.map((one) => one.status).sort()).toEqual([200, 409]);
    expect(it.server.journal.applied().get(1)).toBe(1);
  });

  it('of a refused request are looked at anew, unless refusals are remembered', async () => {
    const faults = { rules: [{ kind: 'refuse-batch' as const, requests: [1] }] };
    await using it = await practice({ faults });
    expect((await answered(it.batch(clients(1), { id: 'a' }))).status).toBe(400);
    expect((await answered(it.batch(clients(1), { id: 'a' }))).status).toBe(200);
    await using remembering = await practice({ faults, dedupRefusals: true });
    await remembering.batch(clients(1), { id: 'a' });
    expect(await answered(remembering.batch(clients(1), { id: 'a' }))).toMatchObject({ status: 400, headers: { 'duplicate-request': 'true' } });
  });

  it('survive a client that went away during the first: it is applied once', async () => {
    let arrive = (): void => undefined;
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    await using it = await practice({ onRequest: () => arrive(), faults: { rules: [{ kind: 'slow', ms: 50, requests: [1] }] } });
    const stop = new AbortController();
    const first = it.batch(clients(1), { id: 'a', signal: stop.signal });
    await arrived;
    stop.abort();
    expect(await first).toMatchObject({ broken: true });
    expect(await answered(it.batch(clients(1), { id: 'a' }))).toMatchObject({ status: 200, headers: { 'duplicate-request': 'true' } });
    expect(it.server.journal.applied().get(1)).toBe(1);
  });
});
