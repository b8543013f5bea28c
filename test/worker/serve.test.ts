import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import type { FromEngine, HttpSend, ToEngine } from '#contract/engine.ts';
import { Fault } from '#contract/faults.ts';
import { TransportError } from '#engine/api/transport.ts';
import { createEngine, type Engine } from '../../electron/main/engine/engine.ts';
import type { EngineHost, MakeHost } from '../../electron/worker/host.ts';
import { serveEngine } from '../../electron/worker/serve.ts';

const open: MessagePort[] = [];
afterEach(() => {
  for (const port of open.splice(0)) port.close();
});

/** Main's side and the worker's side over a real message channel: everything is cloned as between processes. */
function connect(makeHost: MakeHost, httpSend: HttpSend = async () => ({ ok: false, failure: { kind: 'network', systemCode: 'none' } })) {
  const events: unknown[] = [];
  let heard: () => void = () => undefined;
  const engine = createEngine({
    fork() {
      const { port1, port2 } = new MessageChannel();
      open.push(port1, port2);
      serveEngine(
        { post: (message: FromEngine) => port2.postMessage(message), listen: (listener) => void port2.on('message', listener) },
        '/home/me/data',
        makeHost,
      );
      return {
        post: (message: ToEngine) => port1.postMessage(message),
        listen: (listener: (message: FromEngine) => void) => void port1.on('message', listener),
        onExit: (listener) => void port1.once('close', listener),
        kill: () => port1.close(),
      };
    },
    httpSend,
    onEvent(event) {
      events.push(event);
      heard();
    },
  });
  const nextEvent = () => new Promise<void>((resolve) => (heard = resolve));
  return { engine, events, nextEvent };
}

const host = (methods: Partial<EngineHost>): EngineHost => methods as EngineHost;

/** A host whose listRecipes sends one request and gives what came of it. */
const sending = (signal: AbortSignal, seen: (error: unknown) => void = () => undefined): MakeHost =>
  ({ transport }) =>
    host({
      async listRecipes() {
        try {
          const answer = await transport.send({ url: 'https://example.com/', headers: { a: 'b' }, body: Buffer.from('{}'), timeoutMs: 5, signal });
          return [answer] as never;
        } catch (error) {
          seen(error);
          throw error;
        }
      },
    });

const ask = (engine: Engine) => engine.request('listRecipes', {}) as Promise<unknown>;

describe('the engine served over a port', () => {
  it('answers with what the host gives, asked by input', async () => {
    const { engine } = connect(() => host({ retryJob: ({ jobId }) => ({ rows: jobId.length }) }));
    expect(await engine.request('retryJob', { jobId: 'four', unknown: false })).toEqual({ rows: 4 });
  });

  it('hands a fault over with its code and detail, and nothing of any other error but its kind', async () => {
    const { engine } = connect(() =>
      host({
        jobStatus() {
          throw new Fault('job-missing', { name: 'weekly' });
        },
        deleteJob: () => Promise.reject(new RangeError('at /home/me')),
      }),
    );
    await expect(engine.request('jobStatus', { jobId: 'j1' })).rejects.toMatchObject({ code: 'job-missing', detail: { name: 'weekly' } });
    await expect(engine.request('deleteJob', { jobId: 'j1' })).rejects.toMatchObject({ code: 'internal', detail: { name: 'RangeError' } });
  });

  it('tells the page when it cannot open its catalogue, and tries again with the next request', async () => {
    let tries = 0;
    const { engine } = connect(({ home }) => {
      tries += 1;
      if (tries === 1) throw new Fault('job-newer', { name: home });
      return host({ listJobs: () => [] });
    });
    await expect(engine.request('listJobs', {})).rejects.toMatchObject({ code: 'job-newer', detail: { name: '/home/me/data' } });
    expect(await engine.request('listJobs', {})).toEqual([]);
  });

  it('sends its events', async () => {
    const { engine, events, nextEvent } = connect(({ emit }) =>
      host({
        listJobs() {
          emit({ kind: 'preparing', sourceId: 's1', rows: 1, bytesRead: 2, bytesTotal: 3 });
          return [];
        },
      }),
    );
    const heard = nextEvent();
    await engine.request('listJobs', {});
    await heard;
    expect(events).toEqual([{ kind: 'preparing', sourceId: 's1', rows: 1, bytesRead: 2, bytesTotal: 3 }]);
  });

  it('has requests carried out by main and gets the answer whole', async () => {
    const asked: unknown[] = [];
    const { engine } = connect(sending(new AbortController().signal), async (request) => {
      asked.push(request);
      return { ok: true, answer: { status: 429, headers: { 'retry-after': '3' }, body: Buffer.from('{"error":0}') } };
    });
    expect(await ask(engine)).toEqual([{ status: 429, headers: { 'retry-after': '3' }, body: new Uint8Array(Buffer.from('{"error":0}')) }]);
    expect(asked).toEqual([{ url: 'https://example.com/', headers: { a: 'b' }, body: new Uint8Array(Buffer.from('{}')), timeoutMs: 5 }]);
  });

  it.each(['refused', 'network', 'timeout', 'aborted'] as const)('gets a request that ended as %s as the transport’s error', async (kind) => {
    let error: unknown;
    const { engine } = connect(
      sending(new AbortController().signal, (seen) => (error = seen)),
      async () => ({ ok: false, failure: { kind, systemCode: 'ERR_X' } }),
    );
    await expect(ask(engine)).rejects.toBeInstanceOf(Fault);
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ kind, systemCode: 'ERR_X' });
  });

  it('does not wait for main when it gives up a request, and has main break it off', async () => {
    const abort = new AbortController();
    let brokenOff: () => void = () => undefined;
    const mainHeard = new Promise<void>((resolve) => (brokenOff = resolve));
    let error: unknown;
    const { engine } = connect(
      sending(abort.signal, (seen) => (error = seen)),
      (_request, signal) => {
        signal.addEventListener('abort', brokenOff);
        abort.abort();
        return new Promise(() => undefined);
      },
    );
    await expect(ask(engine)).rejects.toBeInstanceOf(Fault);
    expect(error).toMatchObject({ kind: 'aborted' });
    await mainHeard;
  });

  it('sends nothing when it was given up before', async () => {
    let carried = 0;
    const { engine } = connect(sending(AbortSignal.abort()), async () => ((carried += 1), { ok: false, failure: { kind: 'network', systemCode: '' } }));
    await expect(ask(engine)).rejects.toBeInstanceOf(Fault);
    expect(carried).toBe(0);
  });
});
