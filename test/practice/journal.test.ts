import { fork, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { AppliedCounts, practiceProfile } from '../../electron/practice/index.ts';
import { answered, clients, practice, send, type Send } from './client.ts';

const serve = fileURLToPath(new URL('../../electron/practice/serve.ts', import.meta.url));

async function page(url: string, path: string, more: Send = { method: 'GET' }, body: unknown = ''): Promise<unknown> {
  return (await answered(send(`${url}/practice/${path}`, body, more))).json;
}

describe('the journal', () => {
  it('tells of every request, and of how many were there at the same time', async () => {
    await using it = await practice({ faults: { rules: [{ kind: 'slow', ms: 100, requests: [1, 2] }] } });
    await Promise.all([it.batch(clients(1, 2_000), { id: 'a' }), it.batch(clients(2), { id: 'b' })]);
    await it.batch(clients(1, 2_000), { id: 'a' });
    const last = it.server.journal.requests().at(-1);
    expect(last).toMatchObject({ number: 3, requestId: 'a', profiles: 2, outcome: 'replayed', replayed: true, accepted: 0, fault: null });
    expect(it.server.journal.requests()[0]).toMatchObject({ outcome: 'processed', fault: 'slow' });
    expect(it.server.journal.summary()).toMatchObject({
      requests: 3, processed: 2, replayed: 1, itemsApplied: 2, itemsFailed: 1, distinctProfiles: 2, maxConcurrent: 2, answersForgotten: 0,
    });
  });

  it('can be read over HTTP, reset, and faults set', async () => {
    await using it = await practice({ keepItems: true });
    await it.batch(clients(1, 7, 7));
    const { url } = it.server;
    expect(await page(url, 'journal')).toMatchObject({ requests: 1, appliedMoreThanOnce: 1 });
    expect(await page(url, 'journal/applied')).toEqual({ db_id: 7, counts: { 1: 1, 7: 2 } });
    expect(await page(url, 'journal/applied?db=1')).toEqual({ db_id: 1, counts: {} });
    expect(await page(url, 'journal/requests')).toHaveLength(1);
    expect(await page(url, 'journal/items?profile=7')).toEqual({ item: { Custom_ID: 7 } });
    await page(url, 'faults', { method: 'POST' }, { rules: [{ kind: 'html' }] });
    expect((await answered(it.batch(clients(1)))).status).toBe(502);
    expect(await page(url, 'faults', { method: 'POST' }, { rules: 1 })).toMatchObject({ error: 400, error_text: expect.stringMatching(/^rules: /) });
    await page(url, 'reset', { method: 'POST' });
    expect(await page(url, 'journal')).toMatchObject({ requests: 0, distinctProfiles: 0 });
  });

  it.each([{ origin: 'http://example.com' }, { host: 'practice.example.com' }])('lets nobody into its API who comes from a page: %j', async (headers) => {
    await using it = await practice();
    expect(await it.call('databases/list', {}, { headers })).toMatchObject({ status: 403, json: { error: 403 } });
  });

  it('takes another token at each start', async () => {
    await using first = await practice();
    await using second = await practice();
    expect(first.server.token).not.toBe(second.server.token);
    expect((await second.call('databases/list', { token: first.server.token })).json.error).toBe(403);
  });

  it.each([{ origin: 'http://example.com' }, { host: 'practice.example.com' }])('is closed to a page in a browser: %j', async (headers) => {
    await using it = await practice();
    expect(await page(it.server.url, 'journal', { method: 'GET', headers })).toMatchObject({ error: 403 });
  });

  it('goes to a file line by line', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'practice-'));
    const journalFile = join(folder, 'journal.jsonl');
    const it = await practice({ journalFile, now: () => 0 });
    await it.batch(clients(1), { id: 'a' });
    await it.server.close();
    const lines = readFileSync(journalFile, 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({ at: '1970-01-01T00:00:00.000Z', requestId: 'a', outcome: 'processed', accepted: 1 }),
    ]);
    rmSync(folder, { recursive: true });
  });

  it('counts a million profiles in little room, in order', () => {
    const counts = new AppliedCounts();
    for (let profile = 1_000_000; profile >= 1; profile -= 1) counts.add(profile);
    counts.add(65_536);
    for (let times = 0; times < 70_000; times += 1) counts.add(3);
    expect(counts.size).toBe(1_000_000);
    expect(counts.total).toBe(1_070_001);
    expect(counts.moreThanOnce()).toEqual([3, 65_536]);
    expect(counts.get(3)).toBe(0xffff);
    expect(counts.get(2_000_000)).toBe(0);
  });
});

describe('the population', () => {
  it('is the same with every start and other ids with another seed', () => {
    expect(practiceProfile(42)).toEqual({
      number: 42,
      customId: 42,
      crmId: 'CRM-0000042',
      email: 'user42@example.com',
      phone: '+79000000042',
      profileId: expect.stringMatching(/^[0-9a-f]{16}0000002a$/),
      pushSubscriptionId: 'push-42',
    });
    expect(practiceProfile(42, 2).profileId).not.toBe(practiceProfile(42).profileId);
    const ids = new Set(Array.from({ length: 10_000 }, (_, index) => practiceProfile(index + 1).profileId));
    expect(ids.size).toBe(10_000);
  });
});

describe('the server as a process', () => {
  const readyLine = async (child: ChildProcess): Promise<{ url: string; token: string }> => {
    for await (const line of createInterface({ input: child.stdout! })) return JSON.parse(line) as { url: string; token: string };
    throw new Error('no line');
  };

  it('says where it is and stops on SIGTERM', async () => {
    const child = spawn(process.execPath, [serve, '{"population":10}']);
    const { url, token } = await readyLine(child);
    expect(token).toMatch(/^[0-9a-f]{32}$/);
    expect(await page(url, 'journal')).toMatchObject({ requests: 0 });
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('stops when the input of its parent ends', async () => {
    const child = spawn(process.execPath, [serve, '{"stopWithInput":true}']);
    await readyLine(child);
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('tells its parent by message, and stops when asked or let go', async () => {
    for (const end of ['stop', 'disconnect'] as const) {
      const child = fork(serve, ['{}']);
      const [notice] = (await once(child, 'message')) as [{ type: string; url: string }];
      expect(notice).toMatchObject({ type: 'ready', url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
      if (end === 'stop') child.send({ type: 'stop' });
      else child.disconnect();
      expect(await once(child, 'exit')).toEqual([0, null]);
    }
  });

  it('says what is wrong with its options and ends with 2', async () => {
    const child = spawn(process.execPath, [serve, '{"populatio":10}']);
    const [notice, [code]] = await Promise.all([readyLine(child), once(child, 'exit')]);
    expect(notice).toEqual({ type: 'failed', reason: expect.stringContaining('populatio') });
    expect(code).toBe(2);
  });
});
