import { describe, expect, it } from 'vitest';
import { createPlatformClient } from '#engine/api/client.ts';
import type { HttpRequest, Transport } from '#engine/api/transport.ts';

/** A server that says back what it is told to; the one fake, at the border. */
function answering(body: string): { readonly transport: Transport; readonly sent: HttpRequest[] } {
  const sent: HttpRequest[] = [];
  const send: Transport['send'] = (request) => (sent.push(request), Promise.resolve({ status: 200, headers: {}, body: Buffer.from(body) }));
  return { sent, transport: { send, close: () => Promise.resolve() } };
}

const batch = { requestId: 'r1', body: Buffer.from('x'), profiles: 1, signal: new AbortController().signal };

describe('an update_batch request', () => {
  it.each(['json', 'xml'] as const)('says that it is %s and asks for the same; a call that reads is always JSON', async (format) => {
    const { transport, sent } = answering('{"error":0}');
    const client = createPlatformClient({ transport, access: { baseUrl: 'https://example.com', token: 'abc', tokenInBody: true, format }, now: () => 0 });
    await client.updateBatch({ ...batch, format });
    await client.read('databases/list', {});
    expect(sent.map(({ headers }) => [headers['content-type'], headers['accept']])).toEqual([
      [`application/${format}`, `application/${format}`],
      ['application/json', 'application/json'],
    ]);
  });

  it.each([
    ['as it is', 'a"b<c&d'],
    ['as JSON writes it', 'a\\"b<c&d'],
    ['as XML writes it', 'a&quot;b&lt;c&amp;d'],
  ])('brings back no token that the server says %s', async (_, said) => {
    const { transport } = answering(`<xml><error>400</error><error_text>token ${said} is odd</error_text></xml>`);
    const client = createPlatformClient({ transport, access: { baseUrl: 'https://example.com', token: 'a"b<c&d', tokenInBody: true }, now: () => 0 });
    const { outcome, answer } = await client.updateBatch(batch);
    expect(Buffer.from(answer ?? []).toString()).toContain('token [token] is odd');
    expect(outcome).toMatchObject({ kind: 'refused', code: 400, text: 'token [token] is odd' });
  });
});
