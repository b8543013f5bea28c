import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { explainPause } from '#contract/sentences.ts';
import { QueueError } from '#engine/queue/line.ts';
import { retryRound } from '#engine/jobs/retryRound.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { handClock, settled } from '../../support/handServer.ts';
import { impatientClock, makeJob, profiles, temporaryFolder } from '../../support/jobs.ts';
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

describe('a broker in trouble', () => {
  it('that is not reached is tried again at growing intervals, then the job pauses with nothing lost', async () => {
    job(100);
    const { answer } = countingPlatform();
    const way = new MemoryBroker({ platform: answer }).way();
    const clock = impatientClock();
    const status = await runQueued(file, { ...way, open: () => Promise.reject(new QueueError('refused', 'unreachable', 'ECONNREFUSED')) }, { clock });
    expect(status).toMatchObject({ state: 'paused', pause: { reason: 'broker', text: 'unreachable: ECONNREFUSED' }, counts: { notSent: 100 } });
    expect(Math.max(...clock.waits)).toBe(30_000);
    expect(explainPause(must(status.pause)).what).toBe('The run stands still at the broker: the broker is not reached (ECONNREFUSED).');
  });

  it.each(['untrusted', 'login-refused', 'access-refused', 'vhost-missing', 'queue-missing', 'exchange-missing', 'not-spoken', 'tls-not-spoken'] as const)('that says %s pauses the job at once, with what to do', async (code) => {
    job(100);
    const { answer } = countingPlatform();
    let opened = 0;
    const open = (): Promise<never> => ((opened += 1), Promise.reject(new QueueError('refused', code)));
    const { pause } = await runQueued(file, { ...new MemoryBroker({ platform: answer }).way(), open });
    expect(opened).toBe(1);
    const { what, action } = explainPause(must(pause));
    expect(what).toMatch(/^The run stands still at the broker: .*[a-z0-9]\.$/);
    expect(action).not.toBe('Resume the job when the broker is reached again.');
  });

  it('that is blocked is given nothing more until it is not, while its answers are collected', async () => {
    job(300);
    const { applied, answer } = countingPlatform();
    const broker = new MemoryBroker({ platform: answer });
    const clock = handClock();
    const { all, onProgress } = reports();
    const running = runQueued(file, { ...broker.way(), mostUnanswered: 1 }, { clock, onProgress: (status) => {
      onProgress(status);
      if (broker.published.length === 1 && status.counts.accepted === 0) broker.blocked = 'low on memory';
    } });
    for (let second = 0; second < 30; second += 1) await clock.advance(1_000);
    expect(broker.published).toHaveLength(1);
    expect(all.at(-1)).toMatchObject({ state: 'running', counts: { accepted: 100, notSent: 200 }, live: { broker: { blocked: 'low on memory', unanswered: 0 } } });
    broker.blocked = null;
    let ended = false;
    void running.then(() => (ended = true));
    for (let second = 0; second < 60 && !ended; second += 1) await clock.advance(1_000).then(settled);
    expect(await running).toMatchObject({ state: 'finished' });
    once(applied, 300);
  });

  it('that forgets its messages leaves them unanswered: told, never sent again by itself, but when the operator decides so', async () => {
    job(200);
    const { applied, answer } = countingPlatform();
    const broker = new MemoryBroker({ platform: answer });
    const status = await runQueued(file, broker.way(), { onProgress: () => void broker.requests.splice(0) });
    expect(status).toMatchObject({ state: 'paused', pause: { reason: 'unanswered', text: 'silent' }, counts: { queued: 200 } });
    expect(explainPause(must(status.pause)).action).toContain('a second time');
    const again = await runQueued(file, broker.way());
    expect(again).toMatchObject({ state: 'paused', pause: { reason: 'unanswered' } });
    expect(broker.published).toHaveLength(2);
    for (const choice of [{}, { unknown: true }]) expect(() => retryRound(file, choice, Date.now())).toThrow(expect.objectContaining({ data: expect.objectContaining({ code: 'nothing-to-retry', detail: expect.objectContaining({ fits: 'with-broker' }) }) }));
    expect(retryRound(file, { withBroker: true }, Date.now())).toMatchObject({ rows: 200, round: 2 });
    expect(await runQueued(file, broker.way())).toMatchObject({ state: 'finished', counts: { accepted: 200 } });
    expect(new Set(broker.published).size).toBe(4);
    once(applied, 200);
  });

  it('tells of messages older than they live, and waits for them no more', async () => {
    job(100);
    const { answer } = countingPlatform();
    const broker = new MemoryBroker({ platform: answer });
    broker.asleep = true;
    const stop = new AbortController();
    await runQueued(file, broker.way(), { stop: stop.signal, onProgress: ({ counts }) => (counts.queued === 100 ? stop.abort() : undefined) });
    const day = handClock(Date.now() + 25 * 3_600_000);
    expect(await runQueued(file, broker.way(), { clock: day })).toMatchObject({ state: 'paused', pause: { reason: 'unanswered', text: 'expired' }, counts: { queued: 100 } });
    // The platform has had them all the same.
    broker.asleep = false;
    expect(await runQueued(file, broker.way(), { clock: day })).toMatchObject({ state: 'finished', counts: { accepted: 100 } });
  });

  it('whose platform answers after all what the operator had sent again has that told', async () => {
    job(100);
    const { applied, answer } = countingPlatform();
    const broker = new MemoryBroker({ platform: answer });
    broker.asleep = true;
    const stop = new AbortController();
    await runQueued(file, broker.way(), { stop: stop.signal, onProgress: ({ counts }) => (counts.queued === 100 ? stop.abort() : undefined) });
    retryRound(file, { withBroker: true }, Date.now());
    broker.asleep = false;
    expect(await runQueued(file, broker.way())).toMatchObject({ state: 'finished', counts: { accepted: 100 }, late: 1 });
    expect([...applied.values()].every((times) => times === 2)).toBe(true);
  });

  it('pauses where so many answers of others wait that ours cannot be seen behind them', async () => {
    job(100);
    const { answer } = countingPlatform();
    const way = new MemoryBroker({ platform: answer }).way();
    const open: typeof way.open = async (signal) => {
      const line = await way.open(signal);
      return { publish: line.publish.bind(line), depths: line.depths.bind(line), close: line.close.bind(line), blocked: null, lost: null, collect: () => Promise.resolve({ taken: 0, others: 1_000, left: 5_000, full: true }) };
    };
    const { pause } = await runQueued(file, { ...way, open });
    expect(pause).toMatchObject({ reason: 'broker', text: 'foreign-answers' });
  });
});

function must<Value>(value: Value | null): Value {
  if (value === null) throw new Error('there is none');
  return value;
}
