import { describe, expect, it } from 'vitest';
import type { HttpOutcome, HttpRequest } from '#contract/engine.ts';
import { afterWaking } from '../../electron/main/network/afterWaking.ts';

const request: HttpRequest = { url: 'https://example.com/api', headers: {}, body: Buffer.from('{}'), timeoutMs: 60_000 };
const answered: HttpOutcome = { ok: true, answer: { status: 200, headers: {}, body: new Uint8Array() } };
const failed = (systemCode: string, kind: 'refused' | 'network' = 'refused'): HttpOutcome => ({ ok: false, failure: { kind, systemCode } });

/** A network that gives these outcomes one after the other, the last of them for ever; its clock moves while somebody waits alone. */
function network(outcomes: readonly HttpOutcome[], onSleep: () => void = () => undefined) {
  let [now, sent] = [1_000_000, 0];
  const made = afterWaking(
    () => Promise.resolve(outcomes[Math.min(sent++, outcomes.length - 1)] ?? answered),
    { now: () => now, sleep: (ms) => { now += ms; onSleep(); return Promise.resolve(); } },
  );
  const giveUp = new AbortController();
  return { made, giveUp, send: () => made.send(request, giveUp.signal), sent: () => sent, pass: (ms: number) => (now += ms), now: () => now };
}

describe('after the computer has slept', () => {
  it('a request waits for the network, and counts as one attempt', async () => {
    const { made, send, sent } = network([failed('ERR_INTERNET_DISCONNECTED'), failed('ERR_NAME_NOT_RESOLVED'), failed('ERR_PROXY_CONNECTION_FAILED'), answered]);
    made.woken();
    expect(await send()).toEqual(answered);
    expect(sent()).toBe(4);
  });

  it('it gives up after some minutes, and what never slept at once', async () => {
    const { made, send, sent, now, pass } = network([failed('ERR_NAME_NOT_RESOLVED')]);
    expect(await send()).toMatchObject({ ok: false });
    expect(sent()).toBe(1);
    made.woken();
    const woken = now();
    expect(await send()).toMatchObject({ failure: { systemCode: 'ERR_NAME_NOT_RESOLVED' } });
    expect(now() - woken).toBe(180_000);
    const before = sent();
    pass(1);
    await send();
    expect(sent()).toBe(before + 1);
  });

  it.each([failed('ERR_CONNECTION_RESET', 'network'), failed('ERR_NAME_NOT_RESOLVED', 'network'), failed('ERR_CERT_DATE_INVALID'), failed('PROXY_LOGIN_WANTED')])('what may have left, or is no matter of waiting, is told at once (%j)', async (outcome) => {
    const { made, send, sent } = network([outcome]);
    made.woken();
    expect(await send()).toEqual(outcome);
    expect(sent()).toBe(1);
  });

  it('whoever gives up need not wait', async () => {
    const { made, giveUp, send, sent } = network([failed('ERR_INTERNET_DISCONNECTED')], () => giveUp.abort());
    made.woken();
    expect(await send()).toMatchObject({ ok: false });
    expect(sent()).toBe(2);
  });
});
