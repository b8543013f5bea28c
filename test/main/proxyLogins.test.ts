import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createHttpSend, type FindLogin } from '../../electron/main/network/httpClient.ts';
import { sessionProxy } from '../../electron/main/network/proxyConfig.ts';
import { createProxyLogins, type LoginQuestion } from '../../electron/main/network/proxyLogins.ts';
import { createVault } from '../../electron/main/secrets/vault.ts';

const proxy = 'proxy.example:3128';
const login = { user: 'operator', password: 'secret' };

function logins(stored = new Map<string, string>()) {
  const cipher = { encrypt: (text: string) => Buffer.from(text), decrypt: (bytes: Buffer) => bytes.toString() };
  const vault = createVault({ read: () => stored, write: (secrets) => { for (const [id, secret] of secrets) stored.set(id, secret); } }, () => cipher);
  const asked: LoginQuestion[] = [];
  return { stored, asked, made: createProxyLogins(vault, (question) => asked.push(question)) };
}

describe('the login of a proxy', () => {
  it('is asked for once, however many requests wait, and then known', async () => {
    const { asked, made, stored } = logins();
    const found = [made.find({ proxy, refused: false }), made.find({ proxy, refused: false })];
    made.answer(proxy, login, false);
    expect(await Promise.all(found)).toEqual([login, login]);
    expect(await made.find({ proxy, refused: false })).toEqual(login);
    expect(asked).toEqual([{ proxy, refused: false }]);
    expect(stored.size).toBe(0);
  });

  it('is kept where that is wished, for the next start, and asked for anew where it is not accepted any more', async () => {
    const first = logins();
    const found = first.made.find({ proxy, refused: false });
    first.made.answer(proxy, login, true);
    await found;
    const second = logins(first.stored);
    expect(await second.made.find({ proxy, refused: false })).toEqual(login);
    void second.made.find({ proxy, refused: true });
    expect(second.asked).toEqual([{ proxy, refused: true }]);
  });

  it('that nobody gives is none, and one that nobody asked for is not kept', async () => {
    const { made, stored } = logins();
    const found = made.find({ proxy, refused: false });
    made.answer(proxy, null, false);
    expect(await found).toBeNull();
    made.answer('evil.example:1', login, true);
    expect(stored.size).toBe(0);
  });
});

describe('a request whose proxy asks', () => {
  class Asking extends EventEmitter {
    readonly given: unknown[] = [];
    end(): void { /* Nothing is sent before the proxy is content. */ }
    abort(): void { /* The test ends it. */ }
    ask(isProxy = true): void {
      this.emit('login', { isProxy, host: 'proxy.example', port: 3_128 }, (...args: unknown[]) => this.given.push(args));
    }
  }
  const begin = (findLogin: FindLogin, timeoutMs = 60_000) => {
    const outgoing = new Asking();
    const abort = new AbortController();
    return { outgoing, abort, outcome: createHttpSend(() => outgoing, findLogin)({ url: 'https://example.com', headers: {}, body: Buffer.from('{}'), timeoutMs }, abort.signal) };
  };
  const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('gives it its login, and another after it was refused', async () => {
    const questions: unknown[] = [];
    const { outgoing } = begin((...question) => (questions.push(question), Promise.resolve(login)));
    outgoing.ask();
    await soon();
    outgoing.ask();
    await soon();
    expect(questions).toEqual([[proxy, false], [proxy, true]]);
    expect(outgoing.given).toEqual([['operator', 'secret'], ['operator', 'secret']]);
  });

  it.each([['wanted', 1, 'PROXY_LOGIN_WANTED'], ['refused', 2, 'PROXY_LOGIN_REFUSED']] as const)('and gets none (%s) has sent nothing', async (_, times, systemCode) => {
    const answers = [login, null];
    const { outgoing, outcome } = begin(() => Promise.resolve(times === 1 ? null : (answers.shift() ?? null)));
    for (let time = 0; time < times; time += 1) {
      outgoing.ask();
      await soon();
    }
    expect(await outcome).toEqual({ ok: false, failure: { kind: 'refused', systemCode } });
  });

  it('and waits for a person has sent nothing when the time is over or the job is paused', async () => {
    const late = begin(() => new Promise(() => undefined), 1);
    late.outgoing.ask();
    expect(await late.outcome).toMatchObject({ failure: { kind: 'refused', systemCode: 'ETIMEDOUT' } });
    const paused = begin(() => new Promise(() => undefined));
    paused.outgoing.ask();
    paused.abort.abort();
    expect(await paused.outcome).toMatchObject({ failure: { kind: 'refused' } });
  });

  it('gives nothing to a server that asks by itself', () => {
    const { outgoing } = begin(() => Promise.resolve(login));
    outgoing.ask(false);
    expect(outgoing.given).toEqual([[]]);
  });
});

describe('a session', () => {
  it('is told the decision and makes none of its own', () => {
    const address = { secure: false, host: 'proxy.example', port: 3_128, login };
    expect(sessionProxy({ kind: 'proxy', proxy: address, rule: { by: 'settings' } })).toEqual({ mode: 'fixed_servers', proxyRules: 'http://proxy.example:3128', proxyBypassRules: '<-loopback>' });
    expect(sessionProxy({ kind: 'system', rule: { by: 'system' } })).toEqual({ mode: 'system' });
    expect(sessionProxy({ kind: 'direct', rule: { by: 'loopback' } })).toEqual({ mode: 'direct' });
  });
});
