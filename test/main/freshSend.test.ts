import { describe, expect, it } from 'vitest';
import type { HttpOutcome, HttpRequest } from '#contract/engine.ts';
import { createFreshSend } from '../../electron/main/network/freshSend.ts';

const request: HttpRequest = { url: 'https://example.com/api', headers: {}, body: Buffer.from('{}'), timeoutMs: 60_000 };
const answered: HttpOutcome = { ok: true, answer: { status: 200, headers: {}, body: new Uint8Array() } };

/** Sessions whose requests end when the test says so; `log` tells in what order things happened. */
function sessions(close: () => Promise<void> = () => Promise.resolve()) {
  const log: string[] = [];
  const ends: (() => void)[] = [];
  const send = createFreshSend(
    (number) => ({ number, closeAllConnections: () => (log.push(`close ${number}`), close()) }),
    ({ number }) => () => (log.push(`send ${number}`), new Promise((resolve) => ends.push(() => resolve(answered)))),
  );
  return { log, ends, send: () => send(request, new AbortController().signal) };
}

const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('connections for requests', () => {
  it('are closed before each request, so that none is sent through a used one', async () => {
    const { log, ends, send } = sessions();
    for (let number = 0; number < 2; number += 1) {
      const sent = send();
      await soon();
      ends.at(-1)?.();
      expect(await sent).toEqual(answered);
    }
    expect(log).toEqual(['close 1', 'send 1', 'close 1', 'send 1']);
  });

  it('are never shared by requests under way, whose answers a closing would cut off', async () => {
    const { log, ends, send } = sessions();
    const sent = [send(), send()];
    await soon();
    expect(log).toEqual(['close 1', 'close 2', 'send 1', 'send 2']);
    for (const end of ends) end();
    expect(await Promise.all(sent)).toEqual([answered, answered]);
  });

  it('that cannot be closed have nothing sent through them', async () => {
    const { log, send } = sessions(() => Promise.reject(new Error('gone')));
    expect(await send()).toMatchObject({ failure: { kind: 'refused' } });
    expect(log).toEqual(['close 1']);
  });
});
