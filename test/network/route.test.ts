import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { nodeTransport } from '#engine/api/nodeTransport.ts';
import type { TransportError } from '#engine/api/transport.ts';
import { readClientCertificate, readRoots } from '#network/certificateFiles.ts';
import { readProxyAddress } from '#network/proxyAddress.ts';
import { directRoute, type Route } from '#network/route.ts';
import { createTrust, type ClientCertificate } from '#network/trust.ts';
import { startPracticeProxy, type PracticeProxy, type ProxyChoices } from '../support/practiceProxy.ts';
import { httpAnswer, rawServer, type RawServer } from '../support/rawServer.ts';
import { startTlsServer, tlsPath, type TlsChoices } from '../support/tlsServer.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

const roots = readRoots(tlsPath('private-root.cert.pem'));
const token = 'a-token-of-a-test';

async function server(choices: TlsChoices = {}): Promise<{ readonly port: number; readonly inner: RawServer }> {
  const inner = await rawServer((_request, socket) => void socket.write(httpAnswer(200, '{"error":0}')));
  const secure = await startTlsServer(Number(new URL(inner.url).port), choices);
  cleanUp.push(() => inner.close(), () => secure.close());
  return { port: secure.port, inner };
}

async function proxy(choices: ProxyChoices = {}): Promise<PracticeProxy> {
  const started = await startPracticeProxy(choices);
  cleanUp.push(() => started.close());
  return started;
}

function through(url: string, login: Route['login'] = null): Route {
  const address = readProxyAddress(url);
  if (typeof address === 'string') throw new Error(address);
  return { proxy: address, login };
}

/** What came of a request: its answer's text, or kind and code of the error. */
async function sent(url: string, route: Route, { client = null, trusted = roots, timeoutMs = 10_000 }: { readonly client?: ClientCertificate | null; readonly trusted?: readonly string[]; readonly timeoutMs?: number } = {}): Promise<string> {
  const transport = nodeTransport({ route, trust: createTrust({ roots: trusted, client }) });
  cleanUp.push(() => transport.close());
  const answer = transport.send({ url, headers: { authorization: `Bearer ${token}` }, body: Buffer.from('{}'), timeoutMs, signal: new AbortController().signal });
  return answer.then(({ body }) => Buffer.from(body).toString('utf8'), (error: TransportError) => `${error.kind} ${error.systemCode}`);
}

describe('through a proxy', () => {
  it('a request reaches a server whose name the proxy alone knows, and the proxy sees neither token nor body', async () => {
    const [{ port, inner }, between] = [await server(), await proxy({ login: 'operator:s e:cret' })];
    expect(await sent(`https://platform.test:${port}/api`, through(between.url, { user: 'operator', password: 's e:cret' }))).toBe('{"error":0}');
    expect(inner.requests).toMatchObject([{ path: '/api', headers: { authorization: `Bearer ${token}` } }]);
    expect(inner.requests[0]?.headers['proxy-authorization']).toBeUndefined();
    expect(between.log).toEqual([expect.stringMatching(new RegExp(`^CONNECT platform\\.test:${port} .* 200$`))]);
    expect(between.log.join()).not.toContain(token);
    expect(between.bytes().includes(token)).toBe(false);
  });

  it('a second request goes through the same tunnel', async () => {
    const [{ port, inner }, between] = [await server(), await proxy()];
    const transport = nodeTransport({ route: through(between.url), trust: createTrust({ roots, client: null }) });
    cleanUp.push(() => transport.close());
    const request = { url: `https://platform.test:${port}/`, headers: {}, body: Buffer.from('{}'), timeoutMs: 10_000, signal: new AbortController().signal };
    await transport.send(request);
    await transport.send(request);
    expect(inner.requests).toHaveLength(2);
    expect(between.log).toHaveLength(1);
  });

  it.each([
    ['that wants a login', { login: 'operator:secret' }, null, 'refused PROXY_LOGIN_WANTED'],
    ['that takes no such login', { login: 'operator:secret' }, { user: 'operator', password: 'wrong' }, 'refused PROXY_LOGIN_REFUSED'],
    ['that forbids the server', { refuse: 403 }, null, 'refused PROXY_ANSWERED_403'],
    ['that cannot reach it', { refuse: 502 }, null, 'refused PROXY_ANSWERED_502'],
  ] as const)('%s nothing was sent', async (_, choices, login, expected) => {
    const [{ port, inner }, between] = [await server(), await proxy(choices)];
    expect(await sent(`https://platform.test:${port}/`, through(between.url, login))).toBe(expected);
    expect(inner.requests).toEqual([]);
    expect(between.log).toHaveLength(1);
  });

  it('that hangs nothing was sent when the time is over', async () => {
    const between = await proxy({ hang: true });
    expect(await sent('https://platform.test/', through(between.url), { timeoutMs: 50 })).toBe('refused ABORT_ERR');
  });

  it('that is not there, or is none, nothing was sent', async () => {
    const between = await proxy();
    between.close();
    expect(await sent('https://platform.test/', through(between.url))).toBe('refused PROXY_FAILED_ECONNREFUSED');
    const other = await rawServer(() => undefined);
    cleanUp.push(() => other.close());
    const none = await rawServer((_request, socket) => void socket.end('hello\r\n\r\n'));
    cleanUp.push(() => none.close());
    expect(await sent('https://platform.test/', through(none.url))).toBe('refused PROXY_NOT_SPOKEN');
  });

  it.each([
    ['a root that nobody knows', {}, [], 'refused UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['a certificate of yesterday', { certificate: 'expired' }, roots, 'refused CERT_HAS_EXPIRED'],
    ['a certificate of another host', { certificate: 'other-name' }, roots, 'refused ERR_TLS_CERT_ALTNAME_INVALID'],
  ] as const)('to a server with %s nothing was sent', async (_, choices, trusted, expected) => {
    const [{ port, inner }, between] = [await server(choices), await proxy()];
    expect(await sent(`https://platform.test:${port}/`, through(between.url), { trusted })).toBe(expected);
    expect(await sent(`https://localhost:${port}/`, directRoute, { trusted })).toBe(expected);
    expect(inner.requests).toEqual([]);
  });
});

describe('a certificate of ours', () => {
  it.each(['TLSv1.3', 'TLSv1.2'] as const)('that is wanted and not shown means that nothing was sent, by %s', async (version) => {
    const { port, inner } = await server({ wantsCertificate: true, ...(version === 'TLSv1.2' ? { maxVersion: version } : {}) });
    expect(await sent(`https://localhost:${port}/`, directRoute)).toMatch(/^refused (?:ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED|TLS_CERTIFICATE_WANTED)$/);
    expect(inner.requests).toEqual([]);
  });

  it('is shown from PEM and from PFX, also through a proxy', async () => {
    const [{ port, inner }, between] = [await server({ wantsCertificate: true }), await proxy()];
    const pem = readClientCertificate({ certificate: tlsPath('client.cert.pem'), key: tlsPath('client.key.pem') });
    const pfx: ClientCertificate = { kind: 'pfx', bytes: readFileSync(tlsPath('client.pfx')), passphrase: 'practice' };
    expect(await sent(`https://localhost:${port}/`, directRoute, { client: pem })).toBe('{"error":0}');
    expect(await sent(`https://platform.test:${port}/`, through(between.url), { client: pfx })).toBe('{"error":0}');
    expect(inner.requests).toHaveLength(2);
  });

  it('that is none, or wants another passphrase, is told before anything is sent', () => {
    expect(() => readRoots(tlsPath('README.md'))).toThrow('certificate-unusable');
    expect(() => readClientCertificate({ certificate: tlsPath('client.pfx') })).toThrow('certificate-unusable');
    expect(() => readClientCertificate({ certificate: tlsPath('client.cert.pem') })).toThrow('certificate-unusable');
    expect(() => readClientCertificate({ certificate: tlsPath('client.cert.pem'), key: tlsPath('platform.key.pem') })).toThrow('certificate-unusable');
  });
});
