import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { faultOf } from '#contract/faults.ts';
import { explain, explainPause } from '#contract/sentences.ts';
import { createPlatformClient } from '#engine/api/client.ts';
import { listDatabases } from '#engine/api/discovery.ts';
import { nodeTransport } from '#engine/api/nodeTransport.ts';
import type { Outcome } from '#engine/api/outcome.ts';
import { answeredBetween } from '#network/between.ts';
import { directRoute } from '#network/route.ts';
import { createTrust } from '#network/trust.ts';

const page = '<!DOCTYPE html><html><head><title>Access denied</title></head><body>Your company’s policy keeps you from this address.</body></html>';
const html = { 'content-type': 'text/html; charset=utf-8' };
const from = 'http://127.0.0.1:1';

function between(status: number, body: string, headers: Record<string, string> = {}, isReadable = false) {
  return answeredBetween({ status, headers, body: Buffer.from(body) }, isReadable, from);
}

describe('who has answered', () => {
  it.each([401, 402, 403, 404, 405])('a page under %i is the word of a box in between, which may have passed the request on', (status) => {
    expect(between(status, page, html)).toEqual({ passedOn: true });
    expect(between(status, page)).toEqual({ passedOn: true });
    expect(between(status, 'Denied', html)).toEqual({ passedOn: true });
  });

  it.each([407, 511])('%i is never the platform’s, and what it answers was not passed on', (status) => {
    expect(between(status, '')).toEqual({ passedOn: false });
    expect(between(status, page, html)).toEqual({ passedOn: false });
  });

  it.each([302, 303])('%i to another address is a network’s sign-in, one to the same is not', (status) => {
    expect(between(status, '', { location: 'http://sign-in.example/?next=x' })).toEqual({ passedOn: false });
    for (const location of ['/login', `${from}/login`, 'http://[']) expect(between(status, '', { location })).toBeNull();
    expect(between(status, '')).toBeNull();
  });

  it('what may be the platform’s stays its own: its JSON, words without a page, nothing at all, an address that has moved, an overload', () => {
    expect(between(403, page, html, true)).toBeNull();
    for (const body of ['', 'Forbidden', '{"message":"no"}', '<error>1</error>']) expect(between(403, body, { 'content-type': 'text/plain' })).toBeNull();
    for (const status of [301, 307, 308]) expect(between(status, page, { ...html, location: 'https://elsewhere.example' })).toBeNull();
    for (const status of [200, 400, 413, 429, 502, 503]) expect(between(status, page, html)).toBeNull();
  });
});

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

/** What a client makes of a server that answers everything alike. */
async function clientOf(status: number, body: string, headers: Record<string, string>) {
  const server = createServer((_, response) => void response.writeHead(status, headers).end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const transport = nodeTransport({ route: directRoute, trust: createTrust({ roots: [], client: null }) });
  const client = createPlatformClient({ transport, access: { baseUrl, token: 'f'.repeat(32), tokenInBody: false }, now: () => 0 });
  cleanUp.push(() => new Promise((resolve) => server.close(resolve)), () => client.close());
  return client;
}

async function sent(status: number, body: string, headers: Record<string, string>): Promise<Outcome> {
  const client = await clientOf(status, body, headers);
  return (await client.updateBatch({ requestId: '1', body: Buffer.from('{}'), profiles: 1, signal: new AbortController().signal })).outcome;
}

describe('over HTTP', () => {
  it.each([[401, true], [403, true], [404, true], [407, false], [511, false]])('a proxy’s page with %i pauses a job without a word about the token, its rights or the database', async (status, mayHaveApplied) => {
    const outcome = await sent(status, page, html);
    expect(outcome).toMatchObject({ kind: 'stopped', reason: 'between', mayHaveApplied, httpStatus: status });
    if (outcome.kind !== 'stopped') throw new Error(outcome.kind);
    const { what, action } = explainPause({ ...outcome, at: '' });
    expect(what).toMatch(/^Something between here and the platform has answered in its place\. The answer was: “Access denied .*policy.*” \(HTTP \d+\)\.$/);
    expect(`${what} ${action}`).not.toMatch(/token|right|database/i);
  });

  it('a network that leads to its sign-in does so too, and is named by its origin alone', async () => {
    const outcome = await sent(302, '', { location: 'http://sign-in.example/portal?mac=00:11' });
    expect(outcome).toMatchObject({ kind: 'stopped', reason: 'between', mayHaveApplied: false });
    expect(JSON.stringify(outcome)).toContain('http://sign-in.example');
    expect(JSON.stringify(outcome)).not.toContain('mac=');
  });

  it('a sign-in that comes with success is tried again, its rows unknown, and told as what it is', async () => {
    expect(await sent(200, page, html)).toMatchObject({ kind: 'later', because: 'answer-unreadable', mayHaveApplied: true, isPage: true });
    expect(await sent(200, 'ok', { 'content-type': 'text/plain' })).not.toHaveProperty('isPage');
    expect(await sent(200, '{"error":0}', html)).not.toHaveProperty('isPage');
    const fault = faultOf(await listDatabases(await clientOf(200, page, html)).catch((error: unknown) => error)).data;
    expect(fault.code).toBe('answered-between');
  });

  it('the platform’s own refusals are told as before', async () => {
    const json = { 'content-type': 'application/json' };
    expect(await sent(401, JSON.stringify({ error: 401, error_text: 'unauthorized' }), json)).toMatchObject({ reason: 'token' });
    expect(await sent(403, JSON.stringify({ error: 403, error_text: 'forbidden' }), json)).toMatchObject({ reason: 'rights' });
  });

  it.each([[403, html, page], [511, {}, ''], [302, { location: 'http://sign-in.example/' }, '']])('the test of a connection says so, too (%i)', async (status, headers: Record<string, string>, body) => {
    const client = await clientOf(status, body, headers);
    const fault = faultOf(await listDatabases(client).catch((error: unknown) => error)).data;
    expect(fault).toMatchObject({ code: 'answered-between' });
    expect(explain(fault).action).not.toMatch(/token|right/i);
  });
});
