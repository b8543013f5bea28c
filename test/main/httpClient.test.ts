import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '#contract/engine.ts';
import { createHttpSend, maxAnswerBytes } from '../../electron/main/network/httpClient.ts';
import { failureOf } from '../../electron/main/network/failures.ts';

/** A request of Electron's net module as far as it is used: events by hand, aborts counted. */
class FakeRequest extends EventEmitter {
  sent: Buffer | null = null;
  aborts = 0;
  end(body: Buffer): void {
    this.sent = body;
  }
  abort(): void {
    this.aborts += 1;
  }
  answer(statusCode: number, headers: Record<string, string | string[]> = {}) {
    const incoming = Object.assign(new EventEmitter(), { statusCode, headers });
    this.emit('response', incoming);
    return incoming;
  }
}

const request: HttpRequest = { url: 'https://example.com/api', headers: {}, body: Buffer.from('xx{"a":1}').subarray(2), timeoutMs: 60_000 };

function begin(over: Partial<HttpRequest> = {}) {
  const outgoing = new FakeRequest();
  const abort = new AbortController();
  const outcome = createHttpSend(() => outgoing)({ ...request, ...over }, abort.signal);
  return { outgoing, abort, outcome };
}

describe('a request carried out for the engine', () => {
  it('gives status, headers in lower case and the whole body', async () => {
    const { outgoing, outcome } = begin();
    expect(outgoing.sent?.toString()).toBe('{"a":1}');
    const incoming = outgoing.answer(200, { 'Content-Type': 'application/json', 'Set-Cookie': ['a=1', 'b=2'] });
    incoming.emit('data', Buffer.from('{"err'));
    incoming.emit('data', Buffer.from('or":0}'));
    incoming.emit('end');
    expect(await outcome).toEqual({
      ok: true,
      answer: { status: 200, headers: { 'content-type': 'application/json', 'set-cookie': 'a=1, b=2' }, body: Buffer.from('{"error":0}') },
    });
  });

  it('does not follow a redirect but tells of it', async () => {
    const { outgoing, outcome } = begin();
    outgoing.emit('redirect', 307, 'POST', 'https://evil.example/', { Location: ['https://evil.example/'] });
    expect(await outcome).toMatchObject({ ok: true, answer: { status: 307, headers: { location: 'https://evil.example/' } } });
    expect(outgoing.aborts).toBe(1);
  });

  it('is timed out when the answer has begun but does not end', async () => {
    const { outgoing, outcome } = begin({ timeoutMs: 1 });
    outgoing.answer(200).emit('data', Buffer.from('{'));
    expect(await outcome).toEqual({ ok: false, failure: { kind: 'timeout', systemCode: 'ETIMEDOUT' } });
    expect(outgoing.aborts).toBe(1);
  });

  it('ends at once when the engine gives up', async () => {
    const { outgoing, abort, outcome } = begin();
    abort.abort();
    expect(await outcome).toEqual({ ok: false, failure: { kind: 'aborted', systemCode: 'ABORT_ERR' } });
    expect(outgoing.aborts).toBe(1);
  });

  it('is not begun when the engine has given up before', async () => {
    const outgoing = new FakeRequest();
    expect(await createHttpSend(() => outgoing)(request, AbortSignal.abort())).toMatchObject({ failure: { kind: 'refused' } });
    expect(outgoing.sent).toBeNull();
  });

  it('breaks off an answer that never ends', async () => {
    const { outgoing, outcome } = begin();
    const incoming = outgoing.answer(200);
    const part = { length: maxAnswerBytes / 2 + 1 };
    incoming.emit('data', part);
    incoming.emit('data', part);
    expect(await outcome).toEqual({ ok: false, failure: { kind: 'network', systemCode: 'ANSWER_TOO_LARGE' } });
    expect(outgoing.aborts).toBe(1);
  });

  it('leaves open whether it was applied when the answer breaks off', async () => {
    const { outgoing, outcome } = begin();
    outgoing.answer(200).emit('aborted');
    expect(await outcome).toMatchObject({ failure: { kind: 'network' } });
  });

  it('does not let out the reason why its address or a header was not taken, since that may quote the token', async () => {
    const httpSend = createHttpSend(() => {
      throw new TypeError('Invalid character in header content ["authorization"]: Bearer abc');
    });
    const outcome = await httpSend(request, new AbortController().signal);
    expect(outcome).toEqual({ ok: false, failure: { kind: 'refused', systemCode: 'ERR_INVALID_REQUEST' } });
  });
});

describe('a failure of the network', () => {
  it.each([
    'ERR_NAME_NOT_RESOLVED', 'ERR_CONNECTION_REFUSED', 'ERR_CONNECTION_TIMED_OUT', 'ERR_INTERNET_DISCONNECTED',
    'ERR_PROXY_CONNECTION_FAILED', 'ERR_TUNNEL_CONNECTION_FAILED', 'ERR_CERT_AUTHORITY_INVALID', 'ERR_CERT_DATE_INVALID',
    'ERR_PROXY_AUTH_REQUESTED', 'ERR_MANDATORY_PROXY_CONFIGURATION_FAILED', 'ERR_NO_SUPPORTED_PROXIES', 'ERR_PAC_SCRIPT_FAILED', 'ERR_SOCKS_CONNECTION_FAILED',
    'ERR_SSL_CLIENT_AUTH_CERT_NEEDED', 'ERR_SSL_CLIENT_AUTH_SIGNATURE_FAILED', 'ERR_DNS_TIMED_OUT', 'ERR_SSL_PINNED_KEY_NOT_IN_CERT_CHAIN',
  ])('%s means that nothing was sent', (name) => {
    expect(failureOf(new Error(`net::${name}`))).toEqual({ kind: 'refused', systemCode: name });
  });

  it.each([
    'ERR_CONNECTION_RESET', 'ERR_CONNECTION_CLOSED', 'ERR_EMPTY_RESPONSE', 'ERR_TIMED_OUT', 'ERR_NETWORK_CHANGED', 'ERR_HTTP2_PROTOCOL_ERROR',
    'ERR_FAILED', 'ERR_SSL_PROTOCOL_ERROR', 'ERR_SOMETHING_NEW', 'ERR_NETWORK_IO_SUSPENDED', 'ERR_CONTENT_LENGTH_MISMATCH',
  ])('%s leaves open whether the server has it', (name) => {
    expect(failureOf(new Error(`net::${name}`))).toEqual({ kind: 'network', systemCode: name });
  });

  it('without a name of Chromium’s keeps to its class, not its message', () => {
    expect(failureOf(new TypeError('at /home/x'))).toEqual({ kind: 'network', systemCode: 'TypeError' });
  });
});
