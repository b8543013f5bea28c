import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { openJob, recoverInterrupted } from '#engine/jobs/recover.ts';
import { retryRound } from '#engine/jobs/retryRound.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { copyAsKilled } from '../../support/chaos.ts';
import { customRecipe, impatientClock, makeJob, profileRow, profiles, run, temporaryFolder } from '../../support/jobs.ts';
import { MemoryBroker } from '../../support/memoryBroker.ts';
import { countingPlatform, once, reports, runQueued } from '../../support/queueRun.ts';

let folder: ReturnType<typeof temporaryFolder>;
let file: JobFile;

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  file.close();
  folder.remove();
});

const path = (): string => join(folder.path, 'test.importjob');
const job = (count: number): void => void (file = makeJob(path(), profiles(count)));

describe('a job over a queue', () => {
  it('is finished when every request is answered, with the platform’s words for each row', async () => {
    job(1_050);
    const { applied, answer } = countingPlatform(new Set([7]));
    const status = await runQueued(file, new MemoryBroker({ platform: answer }).way());
    expect(status).toMatchObject({ state: 'finished', server: 'amqp://127.0.0.1:5672 api_req', counts: { read: 1_050, accepted: 1_049, failed: 1 } });
    expect(status.counts).not.toHaveProperty('queued');
    once(applied, 1_049);
    expect(file.failures.groups(5).groups).toMatchObject([{ code: 500, text: 'internal error', rows: 1 }]);
  });

  it('keeps no more requests with the broker than it may, and tells how it stands', async () => {
    job(2_000);
    const { answer } = countingPlatform();
    let looks = 0;
    const broker = new MemoryBroker({ platform: answer, pace: () => ((looks += 1) % 4 === 0 ? 1 : 0) });
    const { all, onProgress } = reports();
    await runQueued(file, { ...broker.way(), mostUnanswered: 3 }, { onProgress });
    expect(broker.mostWaiting).toBe(3);
    const told = all.flatMap(({ live, counts, chunks }) => (live?.broker === undefined ? [] : [{ ...live.broker, rows: counts.queued ?? 0, chunks: chunks.queued ?? 0 }]));
    expect(told.some(({ unanswered, mostUnanswered, rows, chunks }) => unanswered === 3 && mostUnanswered === 3 && rows === 300 && chunks === 3)).toBe(true);
    expect(all.every(({ countsAddUp }) => countsAddUp)).toBe(true);
  });

  it('leaves with the broker what it has when it is paused, and the next run collects it and publishes the rest', async () => {
    job(500);
    const { applied, answer } = countingPlatform();
    const broker = new MemoryBroker({ platform: answer });
    broker.asleep = true;
    const stop = new AbortController();
    const paused = await runQueued(file, { ...broker.way(), mostUnanswered: 2 }, { stop: stop.signal, onProgress: ({ counts }) => (counts.queued === 200 ? stop.abort() : undefined) });
    expect(paused).toMatchObject({ state: 'paused', pause: { reason: 'asked' }, counts: { queued: 200, notSent: 300, accepted: 0 }, chunks: { queued: 2, planned: 3 } });
    expect(file.states.at(1)).toBe('queued');
    broker.asleep = false;
    expect(await runQueued(file, broker.way())).toMatchObject({ state: 'finished', counts: { accepted: 500 } });
    expect(broker.published).toHaveLength(5);
    once(applied, 500);
  });

  it('takes up after a crash what the broker has, and what it may have, and publishes neither again', async () => {
    job(300);
    const { applied, answer } = countingPlatform();
    const broker = new MemoryBroker({ platform: answer });
    broker.asleep = true;
    const copy = join(folder.path, 'killed.importjob');
    let dead = false;
    const stop = new AbortController();
    const way = broker.way(() => dead, (point) => {
      if (point !== 'published' || broker.published.length < 2) return;
      // Two messages are with the broker, the second one unconfirmed.
      copyAsKilled(path(), copy);
      dead = true;
      stop.abort();
    });
    await runQueued(file, way, { stop: stop.signal });
    file.close();
    file = openJob(copy);
    expect(jobStatus(file, null)).toMatchObject({ state: 'paused', pause: { reason: 'interrupted' }, counts: { queued: 100, unknown: 100, notSent: 100, sending: 0 } });
    broker.asleep = false;
    expect(await runQueued(file, broker.way(), { adopt: true })).toMatchObject({ state: 'finished', counts: { accepted: 300 } });
    expect(broker.published).toHaveLength(3);
    once(applied, 300);
  });

  it('finds the answers of requests of which a lost journal has lost the very ids', async () => {
    job(100);
    const before = join(folder.path, 'before.importjob');
    const { applied, answer } = countingPlatform();
    const broker = new MemoryBroker({ platform: answer });
    broker.asleep = true;
    const stop = new AbortController();
    await runQueued(file, broker.way((): boolean => false, (point) => (point === 'open' ? copyAsKilled(path(), before) : undefined)), { stop: stop.signal, onProgress: ({ counts }) => (counts.queued === 100 ? stop.abort() : undefined) });
    file.close();
    file = openJob(before);
    // As with a journal of which nothing proves what was sent.
    recoverInterrupted({ ...file, inDoubt: true, job: { ...file.job, read: () => ({ ...must(file.job.read()), state: 'running' }) } });
    expect(file.chunks.open()).toMatchObject([{ state: 'unknown', requestId: null }]);
    broker.asleep = false;
    expect(await runQueued(file, broker.way(), { adopt: true })).toMatchObject({ state: 'finished', counts: { accepted: 100 } });
    expect(broker.published).toHaveLength(1);
    once(applied, 100);
  });

  it('records an answer once, though it comes again as the acknowledgement was lost', async () => {
    job(100);
    const { answer } = countingPlatform();
    const broker = new MemoryBroker({ platform: answer });
    await runQueued(file, broker.way());
    const [id = ''] = broker.published;
    broker.answers.push({ id, body: '{"error":0,"result":[]}' });
    file.states.change([{ from: 1, to: 1 }], () => 'failed');
    file.failures.put({ position: 1, row: 2, attempt: null, code: 500, text: 'internal error', profileId: null });
    retryRound(file, {}, Date.now());
    expect(await runQueued(file, broker.way())).toMatchObject({ state: 'finished', counts: { accepted: 100 } });
    expect(broker.answers).toEqual([]);
  });

  it('leaves the answers of others where they are, and looks among them less and less often', async () => {
    job(100);
    const { answer } = countingPlatform();
    const broker = new MemoryBroker({ platform: answer });
    const foreign = [{ id: 'of-another', body: '{"error":0}' }, { id: '', body: 'no answer at all' }];
    broker.answers.push(...foreign);
    broker.asleep = true;
    const clock = impatientClock();
    const begun = clock.now();
    const { all, onProgress } = reports();
    const status = await runQueued(file, { ...broker.way(), mostUnanswered: 1 }, { clock, timeoutMs: 60_000, onProgress(report) {
      onProgress(report);
      if (clock.now() - begun > 240_000) broker.asleep = false;
    } });
    expect(status.state).toBe('finished');
    expect(broker.answers).toEqual(foreign);
    expect(broker.passes).toBeLessThan(16);
    expect(all.some(({ live }) => live?.broker?.amongOthers === true)).toBe(true);
  });

  it('halves what the platform refuses as a whole, under ids of their own, until the bad row stands alone', async () => {
    job(200);
    const { applied, answer } = countingPlatform(new Set(), new Set([42]));
    const broker = new MemoryBroker({ platform: answer });
    expect(await runQueued(file, broker.way())).toMatchObject({ state: 'finished', counts: { accepted: 199, failed: 1 } });
    once(applied, 199);
    expect(new Set(broker.published).size).toBe(broker.published.length);
  });

  it('halves what is too large for the broker, and says of a profile that is too large alone why it was not sent', async () => {
    file = makeJob(path(), [...profiles(50), profileRow(51, { _fname: 'x'.repeat(9_000) })]);
    const { applied, answer } = countingPlatform();
    const broker = new MemoryBroker({ platform: answer });
    broker.mostBytes = 1_500;
    expect(await runQueued(file, broker.way())).toMatchObject({ state: 'finished', counts: { accepted: 50, failed: 1 } });
    once(applied, 50);
    expect(file.failures.at(51)?.text).toContain('broker-too-large');
  });

  it('sends under a new id what the platform was too busy for, and stops at a token that it does not take', async () => {
    job(100);
    let times = 0;
    const { applied, answer } = countingPlatform();
    const broker = new MemoryBroker({ platform: (body) => ((times += 1) < 3 ? { error: 429, error_text: 'too many' } : times === 3 ? { error: 401, error_text: 'wrong token' } : answer(body)) });
    const clock = impatientClock();
    expect(await runQueued(file, broker.way(), { clock })).toMatchObject({ state: 'paused', pause: { reason: 'token', code: 401 }, counts: { notSent: 100, unknown: 0 } });
    expect(Math.max(...clock.waits)).toBeGreaterThanOrEqual(1_000);
    expect(await runQueued(file, broker.way())).toMatchObject({ state: 'finished' });
    expect(new Set(broker.published).size).toBe(4);
    once(applied, 100);
  });

  it('keeps the order of rows of one key: a request waits until those before it are answered', async () => {
    const recipe = { ...customRecipe, duplicates: 'all' } as const;
    file = makeJob(path(), Array.from({ length: 400 }, (_, index) => profileRow(1 + (index % 150), { _fname: String(index) })), recipe);
    const { order, answer } = countingPlatform();
    const names: string[] = [];
    const broker = new MemoryBroker({ platform: (body) => (names.push(...[...body.matchAll(/"_fname":"(\d+)"/g)].map((match) => match[1] ?? '')), answer(body)), pace: () => 1 });
    expect(await runQueued(file, broker.way())).toMatchObject({ state: 'finished', counts: { accepted: 400 } });
    expect(order).toHaveLength(400);
    for (let key = 0; key < 150; key += 1) {
      const own = names.map(Number).filter((row) => row % 150 === key);
      expect(own).toEqual(own.toSorted((one, other) => one - other));
    }
  });

  it('tries the first rows out, pauses when they are answered, and sends the rest later', async () => {
    job(500);
    const { applied, answer } = countingPlatform();
    const broker = new MemoryBroker({ platform: answer });
    expect(await runQueued(file, broker.way(), { trial: 10 })).toMatchObject({ state: 'paused', pause: { reason: 'trial' }, counts: { accepted: 10, notSent: 490 } });
    expect(await runQueued(file, broker.way())).toMatchObject({ state: 'finished', counts: { accepted: 500 } });
    once(applied, 500);
  });

  it('keeps the token out of all that is stored, also where the platform says it back', async () => {
    job(10);
    const token = 'c0ffee'.repeat(5);
    const broker = new MemoryBroker({ platform: (body) => ({ error: 400, error_text: `what is ${JSON.parse(body).token}?` }) });
    await runQueued(file, { ...broker.way(), token });
    const kept = JSON.stringify([file.failures.groups(5), file.attempts.ofChunk(1)]);
    expect(kept).toContain('what is [token]?');
    expect(kept).not.toContain(token);
  });
});

describe('what begins one way', () => {
  it('goes on over no other, neither from a server to a queue nor from one queue to another', async () => {
    job(100);
    const { answer } = countingPlatform();
    const broker = new MemoryBroker({ platform: answer });
    await runQueued(file, broker.way(), { trial: 10 });
    await expect(run(file, { url: 'https://platform.example.com', token: 'a'.repeat(32) })).rejects.toMatchObject({ data: { code: 'job-other-server' } });
    await expect(runQueued(file, { ...broker.way(), server: 'amqps://other.example.com:5671 api_req' })).rejects.toMatchObject({ data: { code: 'job-other-server', detail: { asked: 'queue' } } });
  });
});

function must<Value>(value: Value | null): Value {
  if (value === null) throw new Error('there is none');
  return value;
}
