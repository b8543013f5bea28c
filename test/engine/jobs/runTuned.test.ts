import { jobRunFigures } from '#engine/jobs/runFigures.ts';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPractice } from '../../../electron/practice/index.ts';
import type { JobStatus } from '#contract/job.ts';
import type { Transport } from '#engine/api/transport.ts';
import { nodeTransport } from '#engine/api/nodeTransport.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { handClock, handServer, settled, type HandClock, type HandServer } from '../../support/handServer.ts';
import { makeJob, profiles, run, temporaryFolder, type TestRun } from '../../support/jobs.ts';

/** Runs against a server driven by hand: how many requests are under way, and how large they are. */
let folder: ReturnType<typeof temporaryFolder>;
let file: JobFile;
let server: HandServer;
let clock: HandClock;
let told: JobStatus[];

beforeEach(() => {
  folder = temporaryFolder();
  server = handServer();
  clock = handClock();
  told = [];
});

afterEach(() => {
  file.close();
  folder.remove();
});

/** Chunks of ten profiles unless said otherwise. */
async function begin(rows: number, change: Partial<TestRun> = {}): Promise<Promise<JobStatus>[]> {
  file = makeJob(join(folder.path, 'a.importjob'), profiles(rows));
  const running = run(file, {
    url: 'https://platform.example.com',
    token: 'a'.repeat(32),
    transport: server.transport,
    clock,
    streams: 4,
    limits: { profiles: 10, bytes: 1_000_000 },
    onProgress: (status) => told.push(status),
    ...change,
  });
  await settled();
  return [running];
}

/** The oldest request is answered after so many ms, and so on. */
async function answers(count: number, ms: number): Promise<void> {
  for (let answer = 0; answer < count; answer += 1) {
    await clock.advance(ms);
    await server.underWay[0]!.answer();
  }
}

/** Everything under way is answered after so many ms, `rounds` times. */
async function rounds(count: number, ms: number): Promise<void> {
  for (let round = 0; round < count; round += 1) {
    await clock.advance(ms);
    for (const held of [...server.underWay]) await held.answer();
  }
}

async function toTheEnd(running: Promise<JobStatus>): Promise<JobStatus> {
  let ended = false;
  void running.then(() => (ended = true), () => (ended = true));
  for (let step = 0; step < 2_000 && !ended; step += 1) {
    await clock.advance(1_000);
    for (const held of [...server.underWay]) await held.answer();
  }
  return running;
}

/** Every profile was applied once, and no id came with two bodies (the server would have thrown). */
function expectAppliedOnce(rows: number): void {
  expect(server.applied.size).toBe(rows);
  expect([...server.applied.values()].every((times) => times === 1)).toBe(true);
}

async function live(): Promise<NonNullable<JobStatus['live']>> {
  await clock.advance(200);
  return told.at(-1)!.live!;
}

/** The marks of streams are worked out from the stored requests alone: the last of them says what the run itself does. */
async function mustBeMarked(): Promise<void> {
  const { tuning: { limit, ceiling, reason } } = await live();
  expect(jobRunFigures(file, clock.now())?.changes.at(-1)).toMatchObject({ limit, ceiling, reason });
}

describe('a run', () => {
  it('begins with one request, and has as many under way as the operator allows after a few good answers', async () => {
    const [running] = await begin(1_000);
    expect(server.underWay).toHaveLength(1);
    expect((await live()).streams.map(({ activity }) => activity)).toEqual(['sending', 'resting', 'resting', 'resting']);
    await answers(1, 100);
    expect(server.underWay).toHaveLength(2);
    await answers(12, 100);
    expect(server.underWay).toHaveLength(4);
    expect(await live()).toMatchObject({ tuning: { limit: 4, ceiling: 4, reason: { code: 'steady' }, smaller: null } });
    await mustBeMarked();
    expect(jobRunFigures(file, clock.now())?.changes.map(({ limit }) => limit)).toEqual([2, 3, 4]);
    expect(await toTheEnd(running!)).toMatchObject({ state: 'finished', counts: { accepted: 1_000 } });
    expectAppliedOnce(1_000);
  });

  it('has half as many under way after answers have slowed, says so, and more again when they are good', async () => {
    const [running] = await begin(3_000);
    await rounds(20, 500);
    expect(server.underWay).toHaveLength(4);
    await rounds(2, 9_000);
    expect(server.underWay).toHaveLength(2);
    expect(await live()).toMatchObject({ tuning: { limit: 2, reason: { code: 'slowed', fromMs: 500, toMs: 9_000 } } });
    await mustBeMarked();
    expect((await live()).streams.map(({ activity }) => activity)).toEqual(['sending', 'sending', 'resting', 'resting']);
    await rounds(80, 500);
    expect(server.underWay).toHaveLength(4);
    expect(await toTheEnd(running!)).toMatchObject({ state: 'finished', counts: { accepted: 3_000 } });
    expectAppliedOnce(3_000);
  });

  it('has half as many under way after 429, and those that remain take up what the others held', async () => {
    const [running] = await begin(1_000);
    await rounds(10, 100);
    const refused = [...server.underWay];
    expect(refused).toHaveLength(4);
    for (const held of refused) await held.refuse(429, { 'retry-after': '7' });
    expect(server.underWay).toHaveLength(0);
    await clock.advance(6_000);
    expect(server.underWay).toHaveLength(0);
    await clock.advance(1_000);
    expect(server.underWay).toHaveLength(2);
    expect(await live()).toMatchObject({ tuning: { limit: 2, reason: { code: 'throttled', answer: 429 } } });
    await mustBeMarked();
    await rounds(2, 100);
    // The four that were refused went first, under the ids they had.
    expect(server.requests.slice(-6, -2).map(({ id }) => id).sort()).toEqual(refused.map(({ id }) => id).sort());
    expect(await toTheEnd(running!)).toMatchObject({ state: 'finished', counts: { accepted: 1_000 } });
    expectAppliedOnce(1_000);
  });

  it('goes on with one stream through lost connections, and repeats each under its own id', async () => {
    const [running] = await begin(2_000, { streams: 8 });
    await rounds(16, 50);
    expect(server.underWay).toHaveLength(8);
    for (let trouble = 0; trouble < 4; trouble += 1) {
      for (const held of [...server.underWay]) await held.lose('network', true);
      await clock.advance(1_000 * 2 ** trouble);
    }
    expect(server.underWay).toHaveLength(1);
    expect(await toTheEnd(running!)).toMatchObject({ state: 'finished', counts: { accepted: 2_000, unknown: 0 } });
    expectAppliedOnce(2_000);
  });

  it('that is stopped ends as soon as what is under way is answered, however many streams rest', async () => {
    const stop = new AbortController();
    const [running] = await begin(500, { stop: stop.signal });
    stop.abort();
    await server.underWay[0]!.answer();
    expect(await running).toMatchObject({ state: 'paused', pause: { reason: 'asked' }, counts: { accepted: 10, notSent: 490 } });
  });

  it('that is cut off while most streams rest ends at once', async () => {
    const stop = new AbortController();
    const [running] = await begin(500, { stop: stop.signal, abort: stop.signal });
    stop.abort();
    expect(await running).toMatchObject({ state: 'paused', counts: { unknown: 10, notSent: 490 } });
  });

  it('costs a wrong token one request, whatever the ceiling', async () => {
    const [running] = await begin(500, { streams: 8 });
    await server.underWay[0]!.refuse(401);
    expect(await running).toMatchObject({ state: 'paused', pause: { reason: 'token' }, attempts: 1 });
  });

  it('with streams at rest still isolates a bad row by halves', async () => {
    const practice = await startPractice({ faults: { rules: [{ kind: 'refuse-batch', keys: [17], code: 400, text: 'Incorrect request' }] } });
    file = makeJob(join(folder.path, 'a.importjob'), profiles(200));
    expect(await run(file, { ...practice, streams: 8, limits: { profiles: 200, bytes: 1_000_000 } })).toMatchObject({ state: 'finished', counts: { accepted: 199, failed: 1 } });
    await practice.close();
  });
});

describe('answers near the time-out', () => {
  const large = { limits: { profiles: 1_000, bytes: 1_000_000 }, streams: 1 };

  it('make requests not yet sent smaller, and the operator is told why', async () => {
    const [running] = await begin(5_000, large);
    await rounds(1, 70_000);
    expect(await live()).toMatchObject({ tuning: { smaller: { code: 'near-timeout', tookMs: 70_000, allowedMs: 120_000 } } });
    await rounds(1, 30_000);
    expect(await toTheEnd(running!)).toMatchObject({ state: 'finished', counts: { accepted: 5_000 } });
    expect(server.requests.map(({ keys }) => keys.length)).toEqual([1_000, ...Array<number>(8).fill(500)]);
    expectAppliedOnce(5_000);
  });

  it('again and again, but never to less than a hundred profiles', async () => {
    const [running] = await begin(3_000, large);
    await rounds(12, 100_000);
    await toTheEnd(running!);
    expect(Math.min(...server.requests.map(({ keys }) => keys.length))).toBe(125);
    expectAppliedOnce(3_000);
  });

  it('or time-outs: the chunk that may have been applied is repeated as it was, only the others are halved', async () => {
    const [running] = await begin(3_000, large);
    const first = server.underWay[0]!;
    await clock.advance(120_000);
    await first.lose('timeout', true);
    await clock.advance(60_000);
    const again = server.underWay[0]!;
    expect([again.id, again.body]).toEqual([first.id, first.body]);
    await again.answer();
    expect(await toTheEnd(running!)).toMatchObject({ state: 'finished', replayed: 1, counts: { accepted: 3_000 } });
    expect(server.requests.map(({ keys }) => keys.length)).toEqual([1_000, 1_000, 500, 500, 500, 500]);
    expectAppliedOnce(3_000);
  });

  it('are learned anew after a resume: chunks already halved stay so', async () => {
    const stop = new AbortController();
    const [running] = await begin(4_000, { ...large, stop: stop.signal });
    await rounds(1, 70_000);
    stop.abort();
    await server.underWay[0]!.answer();
    expect(await running).toMatchObject({ state: 'paused', counts: { accepted: 1_500, notSent: 2_500 } });
    const [url, token] = ['https://platform.example.com', 'a'.repeat(32)];
    const resumed = run(file, { url, token, transport: server.transport, clock, ...large });
    await settled();
    expect(await toTheEnd(resumed)).toMatchObject({ state: 'finished', counts: { accepted: 4_000 } });
    expect(server.requests.map(({ keys }) => keys.length)).toEqual([1_000, 500, 500, 1_000, 1_000]);
    expectAppliedOnce(4_000);
  });
});

describe('over real HTTP', () => {
  it('a server that asks for rest has half as many requests under way from then on, and loses nothing', async () => {
    const practice = await startPractice({ faults: { rules: [{ kind: 'slow', ms: 5 }, { kind: 'status', status: 429, requests: [40] }] } });
    file = makeJob(join(folder.path, 'a.importjob'), profiles(1_000));
    const real = nodeTransport();
    let underWay = 0;
    const seen: number[] = [];
    const transport: Transport = {
      send(request) {
        underWay += 1;
        seen.push(underWay);
        return real.send(request).finally(() => (underWay -= 1));
      },
      close: () => real.close(),
    };
    // Waits are real: time that is skipped while others are under way would count as a slow answer of theirs.
    const ended = await run(file, { ...practice, transport, streams: 4, limits: { profiles: 10, bytes: 1_000_000 }, clock: systemClock, onProgress: (status) => told.push(status) });
    expect(ended).toMatchObject({ state: 'finished', counts: { accepted: 1_000 } });
    expect(Math.max(...seen.slice(0, 40))).toBe(4);
    // Those under way with it are answered by then.
    expect(Math.max(...seen.slice(50))).toBe(2);
    expect(told.findLast((status) => status.live !== null)?.live?.tuning).toMatchObject({ limit: 2, reason: { code: 'throttled', answer: 429 } });
    expect(practice.journal.summary()).toMatchObject({ distinctProfiles: 1_000, appliedMoreThanOnce: 0, idReusedForOtherBody: 0 });
    await practice.close();
  });
});
