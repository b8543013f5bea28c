import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { answered, clients, practice, send } from './client.ts';

describe('limits of a request', () => {
  /** A batch of exactly that many bytes. */
  const ofBytes = (token: string, bytes: number): Buffer => {
    const frame = (note: string): string =>
      JSON.stringify({ token, db_id: 7, matching: 'custom', field_name: 'Custom_ID', data: [{ Custom_ID: 1, note }] });
    return Buffer.from(frame('x'.repeat(bytes - frame('').length)));
  };

  it('10,000,000 bytes are taken, one more is refused with a page and applies nothing', async () => {
    await using it = await practice();
    const url = `${it.server.url}/api/v1.1/profiles/update_batch/`;
    expect((await answered(send(url, ofBytes(it.server.token, 10_000_000)))).status).toBe(200);
    const refusal = await answered(send(url, ofBytes(it.server.token, 10_000_001)));
    expect(refusal).toMatchObject({ status: 413, headers: { 'content-type': 'text/html' } });
    expect(refusal.text).toContain('<html>');
    expect(it.server.journal.applied().get(1)).toBe(1);
    expect(it.server.journal.summary()).toMatchObject({ largestBytes: 10_000_001, refused: 1 });
  });

  it('a refusal for size can be JSON', async () => {
    await using it = await practice({ oversize: 'json', maxBytes: 500 });
    expect(await answered(it.batch(clients(...Array(100).keys())))).toMatchObject({ status: 413, json: { error: 413 } });
  });

  it('more than 10,000 profiles are taken or refused as asked', async () => {
    const many = clients(...Array.from({ length: 10_001 }, (_, index) => index + 1));
    await using taking = await practice({ population: 20_000 });
    expect((await answered(taking.batch(many))).json.result).toHaveLength(10_001);
    expect(taking.server.journal.summary().largestProfiles).toBe(10_001);
    await using refusing = await practice({ population: 20_000, overCount: 'refuse' });
    expect((await answered(refusing.batch(many))).status).toBe(400);
    expect((await answered(refusing.batch(many.slice(1)))).status).toBe(200);
  });

  it.each([
    ['a body that is not JSON', '{"token":', {}],
    ['a body that is not UTF-8', Buffer.from([0x22, 0xff, 0x22]), {}],
    ['another content type', '{}', { 'content-type': 'text/plain' }],
    ['a compressed body', '{}', { 'content-encoding': 'gzip' }],
  ])('%s is refused', async (_what, body, headers) => {
    await using it = await practice();
    const answer = await answered(send(`${it.server.url}/api/v1.1/profiles/update_batch`, body, { headers }));
    expect(answer).toMatchObject({ status: 400, json: { error: 400 } });
  });

  it('a body cut short by the client applies nothing', async () => {
    await using it = await practice();
    const socket = connect(it.server.port, '127.0.0.1');
    socket.write('POST /api/v1.1/profiles/update_batch HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{');
    while (it.server.requests === 0) await it.call('databases/list', {});
    socket.destroy();
    while (it.server.journal.requests().length === 0) await it.call('databases/list', {});
    expect(it.server.journal.summary()).toMatchObject({ aborted: 1, itemsApplied: 0 });
  });
});
