import { describe, expect, it } from 'vitest';
import type { EngineEvent } from '#contract/events.ts';
import type { HttpOutcome, HttpRequest, HttpSend } from '#contract/engine.ts';
import { createEngine } from '../../electron/main/engine/engine.ts';
import { FakeChild } from '../support/fakeChild.ts';

const noNetwork: HttpSend = async () => ({ ok: false, failure: { kind: 'network', systemCode: 'none' } });

function setUp(httpSend: HttpSend = noNetwork) {
  const children: FakeChild[] = [];
  const events: EngineEvent[] = [];
  const engine = createEngine({
    fork: () => {
      children.push(new FakeChild());
      return children.at(-1)!;
    },
    httpSend,
    onEvent: (event) => events.push(event),
  });
  return { engine, children, events };
}

const post: HttpRequest = { url: 'https://example.com/api', headers: {}, body: new Uint8Array([1]), timeoutMs: 1_000 };

describe('the engine’s process', () => {
  it('is started with the first request and answers each request by its number', async () => {
    const { engine, children } = setUp();
    expect(children).toHaveLength(0);
    const first = engine.request('listJobs', {});
    const second = engine.request('listRecipes', {});
    const [child] = children;
    const [one, two] = child!.requests();
    child!.say({ kind: 'reply', seq: two!.seq, reply: { ok: true, value: ['recipe'] } });
    child!.say({ kind: 'reply', seq: one!.seq, reply: { ok: true, value: ['job'] } });
    expect([await first, await second]).toEqual([['job'], ['recipe']]);
    expect(children).toHaveLength(1);
  });

  it('rejects with the fault that the engine gave', async () => {
    const { engine, children } = setUp();
    const asked = engine.request('jobStatus', { jobId: 'j1' });
    children[0]!.say({ kind: 'reply', seq: 1, reply: { ok: false, fault: { code: 'job-missing', detail: { name: 'x' } } } });
    await expect(asked).rejects.toMatchObject({ name: 'Fault', code: 'job-missing', detail: { name: 'x' } });
  });

  it('is started again when it dies: open requests are rejected, the page is told once the new one serves', async () => {
    const { engine, children, events } = setUp();
    const asked = engine.request('jobStatus', { jobId: 'j1' });
    children[0]!.say({ kind: 'ready' });
    children[0]!.die();
    await expect(asked).rejects.toMatchObject({ code: 'engine-stopped' });
    expect(children).toHaveLength(2);
    expect(events).toEqual([]);
    children[1]!.say({ kind: 'ready' });
    expect(events).toEqual([{ kind: 'engine-restarted' }]);
    const again = engine.request('listJobs', {});
    children[1]!.reply([]);
    expect(await again).toEqual([]);
  });

  it('that cannot even start is tried again only when something is asked of it', async () => {
    const { engine, children, events } = setUp();
    const asked = engine.request('listJobs', {});
    children[0]!.die();
    await expect(asked).rejects.toMatchObject({ code: 'engine-stopped' });
    expect(children).toHaveLength(1);
    const again = engine.request('listJobs', {});
    expect(children).toHaveLength(2);
    children[1]!.say({ kind: 'ready' });
    children[1]!.reply([]);
    expect([await again, events]).toEqual([[], []]);
  });

  it('has its events handed on', () => {
    const { engine, children, events } = setUp();
    void engine.request('listJobs', {});
    const event: EngineEvent = { kind: 'preparing', sourceId: 's1', rows: 1, bytesRead: 2, bytesTotal: 3 };
    children[0]!.say({ kind: 'event', event });
    expect(events).toEqual([event]);
  });

  it('has its HTTP requests carried out and is given answer or failure', async () => {
    const outcomes: HttpOutcome[] = [
      { ok: true, answer: { status: 200, headers: { a: 'b' }, body: new Uint8Array([2]) } },
      { ok: false, failure: { kind: 'refused', systemCode: 'ERR_CONNECTION_REFUSED' } },
    ];
    const { engine, children } = setUp(async () => outcomes.shift()!);
    void engine.request('listJobs', {});
    const child = children[0]!;
    child.say({ kind: 'http', id: 1, request: post });
    child.say({ kind: 'http', id: 2, request: post });
    await Promise.resolve();
    await Promise.resolve();
    expect(child.posted.slice(1)).toEqual([
      { kind: 'http-answer', id: 1, answer: { status: 200, headers: { a: 'b' }, body: new Uint8Array([2]) } },
      { kind: 'http-failure', id: 2, failure: { kind: 'refused', systemCode: 'ERR_CONNECTION_REFUSED' } },
    ]);
  });

  it('takes its HTTP requests with it when it dies', () => {
    const signals: AbortSignal[] = [];
    const { engine, children } = setUp((_request, signal) => {
      signals.push(signal);
      return new Promise(() => undefined);
    });
    void engine.request('listJobs', {}).catch(() => undefined);
    children[0]!.say({ kind: 'http', id: 1, request: post });
    children[0]!.say({ kind: 'http', id: 2, request: post });
    children[0]!.say({ kind: 'http-abort', id: 1 });
    expect(signals.map((signal) => signal.aborted)).toEqual([true, false]);
    children[0]!.die();
    expect(signals.map((signal) => signal.aborted)).toEqual([true, true]);
  });

  it('is asked to shut down before it is ended, and not started again', async () => {
    const { engine, children } = setUp();
    void engine.request('listJobs', {}).catch(() => undefined);
    const child = children[0]!;
    child.say({ kind: 'ready' });
    const stopped = engine.stop({ waitMs: 60_000, graceMs: 60_000 });
    expect(child.requests().at(-1)).toMatchObject({ name: 'shutdown', input: { waitMs: 60_000 } });
    expect(child.killed).toBe(0);
    child.reply(null);
    await stopped;
    expect([child.killed, children.length]).toEqual([1, 1]);
    await expect(engine.request('listJobs', {})).rejects.toMatchObject({ code: 'engine-stopped' });
    expect(children).toHaveLength(1);
  });

  it('is ended all the same when it does not answer in time', async () => {
    const { engine, children } = setUp();
    void engine.request('listJobs', {}).catch(() => undefined);
    await engine.stop({ waitMs: 0, graceMs: 1 });
    expect(children[0]!.killed).toBe(1);
  });

  it('that was never needed is not started in order to be stopped', async () => {
    const { engine, children } = setUp();
    await engine.stop({ waitMs: 1, graceMs: 1 });
    expect(children).toHaveLength(0);
  });
});
