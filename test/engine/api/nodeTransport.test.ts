import { readFileSync } from 'node:fs';
import { createServer as createNetServer, type AddressInfo } from 'node:net';
import { createServer as createTlsServer } from 'node:https';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it } from 'vitest';
import { nodeTransport } from '#engine/api/nodeTransport.ts';
import type { HttpAnswer, TransportError } from '#engine/api/transport.ts';
import { httpAnswer, rawServer, type RawAnswer, type RawServer } from '../../support/rawServer.ts';

const transport = nodeTransport();
const cleanUp: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  await transport.close();
  for (const step of cleanUp.splice(0).reverse()) await step();
});

async function serve(answer: RawAnswer): Promise<RawServer> {
  const server = await rawServer(answer);
  cleanUp.push(() => server.close());
  return server;
}

function post(url: string, { timeoutMs = 10_000, signal = new AbortController().signal } = {}): Promise<HttpAnswer> {
  return transport.send({ url: `${url}/api`, headers: { 'content-type': 'application/json' }, body: Buffer.from('{"a":1}'), timeoutMs, signal });
}

const said = async (answer: Promise<HttpAnswer>): Promise<string> => Buffer.from((await answer).body).toString('utf8');
const failure = (answer: Promise<HttpAnswer>): Promise<TransportError> => answer.then(() => Promise.reject(new Error('it was answered')), (error: TransportError) => error);

/** The garbage collector, which a test may call although the process was started without it. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('there is no garbage collector to call');
  collect();
}

describe('a request that was answered', () => {
  it('is held no longer, however long it might have lasted and the run goes on', async () => {
    const server = await serve((_request, socket) => void socket.write(httpAnswer(200, '{"error":0}')));
    const { signal } = new AbortController();
    const send = async (): Promise<WeakRef<Uint8Array>> => {
      const body = Buffer.alloc(1_000_000);
      await transport.send({ url: server.url, headers: {}, body, timeoutMs: 600_000, signal });
      return new WeakRef(body);
    };
    const bodies = [await send(), await send(), await send()];
    // The connection has the last one until another takes its place.
    await post(server.url, { signal });
    const held = (): number => bodies.filter((body) => body.deref() !== undefined).length;
    // What is referred to weakly, or was written to a connection just now, lives some turns longer.
    for (let turn = 0; turn < 100 && held() > 0; turn += 1) {
      await setImmediate();
      collectGarbage();
    }
    expect(held()).toBe(0);
  });
});

describe('an answer', () => {
  it.each([
    ['100 Continue that nobody asked for', 'HTTP/1.1 100 Continue\r\n\r\n'],
    ['several of them', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(3)],
    ['102 and 103 with headers', 'HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'],
  ])('is the final one, after %s', async (_, interim) => {
    const server = await serve((_request, socket) => void socket.write(Buffer.concat([Buffer.from(interim), httpAnswer(200, '{"error":0}')])));
    expect(await said(post(server.url))).toBe('{"error":0}');
    expect(await said(post(server.url))).toBe('{"error":0}');
    expect(server.requests).toHaveLength(2);
  });

  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['GZIP', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
    ['identity', (text: string) => Buffer.from(text)],
    ['gzip, br', (text: string) => brotliCompressSync(gzipSync(text))],
  ] as const)('packed as %s unasked is unpacked', async (encoding, pack) => {
    const server = await serve((_request, socket) => void socket.write(httpAnswer(200, pack('{"error":0}'), { 'content-encoding': encoding })));
    expect(await said(post(server.url))).toBe('{"error":0}');
  });

  it.each([
    ['is not what it says', 'gzip', Buffer.from('{"error":0}')],
    ['is cut off', 'gzip', gzipSync('{"error":0}').subarray(0, 12)],
    ['is packed in a way nobody knows', 'compress', Buffer.from('{"error":0}')],
    ['is packed again and again', 'gzip, gzip, gzip', gzipSync(gzipSync(gzipSync('{"error":0}')))],
  ])('that %s has its status and no words', async (_, encoding, body) => {
    const server = await serve((_request, socket) => void socket.write(httpAnswer(503, body, { 'content-encoding': encoding })));
    expect(await post(server.url)).toMatchObject({ status: 503, body: new Uint8Array() });
  });

  it('that unpacks to more than any answer is broken off', async () => {
    const bomb = gzipSync(Buffer.alloc(65 * 1024 * 1024), { level: 1 });
    const server = await serve((_request, socket) => void socket.write(httpAnswer(200, bomb, { 'content-encoding': 'gzip' })));
    expect(await failure(post(server.url))).toMatchObject({ kind: 'network', systemCode: 'ANSWER_TOO_LARGE' });
  });

  it.each([
    ['switches to another protocol', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'],
    ['ends within its body', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"error":0'],
    ['ends within a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n40\r\n{"error":0'],
    ['ends within its headers', 'HTTP/1.1 200 OK\r\ncontent-le'],
    ['is no HTTP', 'hello\r\n\r\n'],
    ['never comes', ''],
  ])('that %s leaves open whether the request was applied', async (_, bytes) => {
    const server = await serve((_request, socket) => void socket.end(bytes));
    expect(await failure(post(server.url))).toMatchObject({ kind: 'network' });
  });

  it('that comes late or not at all is a time-out, an abort is an abort, once the request has left', async () => {
    const server = await serve(() => undefined);
    expect(await failure(post(server.url, { timeoutMs: 100 }))).toMatchObject({ kind: 'timeout' });
    const abort = new AbortController();
    const held = await serve(() => abort.abort());
    expect(await failure(post(held.url, { signal: abort.signal }))).toMatchObject({ kind: 'aborted' });
  });

  it('said twice is not taken for that to the next request', async () => {
    let twice = true;
    const server = await serve((request, socket) => {
      socket.write(httpAnswer(200, JSON.stringify({ number: server.requests.indexOf(request) })));
      if (twice) socket.write(httpAnswer(200, '{"number":"stale"}'));
      twice = false;
    });
    expect(await said(post(server.url))).toBe('{"number":0}');
    expect(await said(post(server.url))).toBe('{"number":1}');
  });
});

describe('a connection that was never made', () => {
  const tls = (name: string): Buffer => readFileSync(fileURLToPath(new URL(`../../data/tls/${name}`, import.meta.url)));

  it('to a closed port, or a name that is none, sent nothing', async () => {
    const server = await rawServer(() => undefined);
    await server.close();
    expect(await failure(post(server.url))).toMatchObject({ kind: 'refused', systemCode: 'ECONNREFUSED' });
    expect((await failure(post('http://no-such-host.invalid'))).kind).toBe('refused');
  });

  it.each([
    ['speaks http', (socket: import('node:net').Socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['resets', (socket: import('node:net').Socket) => void socket.resetAndDestroy()],
    ['closes', (socket: import('node:net').Socket) => void socket.end()],
  ])('https to a port that %s sent nothing', async (_, act) => {
    const server = createNetServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => act(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanUp.push(() => new Promise((resolve) => server.close(resolve)));
    expect((await failure(post(`https://127.0.0.1:${(server.address() as AddressInfo).port}`))).kind).toBe('refused');
  });

  it('https that never answers the handshake sent nothing, whether the time runs out or it is stopped', async () => {
    const abort = new AbortController();
    let connections = 0;
    const server = createNetServer((socket) => {
      cleanUp.push(() => void socket.destroy());
      socket.on('error', () => undefined);
      socket.once('data', () => {
        if ((connections += 1) === 2) abort.abort();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanUp.push(() => void server.close());
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect((await failure(post(url, { timeoutMs: 300 }))).kind).toBe('refused');
    expect((await failure(post(url, { signal: abort.signal }))).kind).toBe('refused');
  });

  it('to a server that nobody vouches for sent nothing, even where the environment would take any certificate', async () => {
    let arrived = 0;
    const server = createTlsServer({ key: tls('self-signed.key.pem'), cert: tls('self-signed.cert.pem') }, (_request, response) => {
      arrived += 1;
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanUp.push(() => {
      server.closeAllConnections();
      server.close();
    });
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    cleanUp.push(() => void delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']);
    expect(await failure(post(url))).toMatchObject({ kind: 'refused', systemCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    expect(arrived).toBe(0);
  });
});
