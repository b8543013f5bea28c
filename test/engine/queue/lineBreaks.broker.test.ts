import { readFileSync } from 'node:fs';
import { connect as connectPlain, createServer, type AddressInfo, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { QueueAccess } from '#contract/queueAddress.ts';
import { envelope } from '#engine/queue/envelope.ts';
import { QueueError, type QueueLine } from '#engine/queue/line.ts';
import { openQueueLine } from '#engine/queue/openQueueLine.ts';
import { createTrust } from '#network/trust.ts';
import { readClientCertificate, readRoots } from '#network/certificateFiles.ts';
import { drained, sharedBroker, trialQueues, type TrialQueues } from '../../support/broker.ts';
import { tlsPath, type TlsChoices } from '../../support/tlsServer.ts';

let queues: TrialQueues;
let port: number;
const cleanUp: (() => unknown)[] = [];
beforeAll(async () => {
  const place = await sharedBroker();
  port = place.port;
  queues = await trialQueues(place);
});
afterEach(() => cleanUp.splice(0).forEach((step) => step()));
afterAll(() => queues.close());

const never = new AbortController().signal;
const message = (id: string): { id: string; body: Uint8Array; signal: AbortSignal } => ({ id, body: envelope(id, 'x', Buffer.from('{}')), signal: never });

async function problem(asked: Promise<unknown>): Promise<{ kind: string; code: string } | null> {
  try {
    await asked;
    return null;
  } catch (error) {
    if (!(error instanceof QueueError)) throw error;
    return { kind: error.kind, code: error.code };
  }
}

/** Something between us and the broker that can keep the broker's words to itself, and cut all lines. */
async function between(): Promise<{ readonly access: QueueAccess; readonly keep: () => void; readonly cut: () => void }> {
  let kept = false;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const broker = connectPlain({ host: '127.0.0.1', port });
    for (const socket of [client, broker]) sockets.add(socket.on('error', () => undefined));
    client.pipe(broker);
    broker.on('data', (bytes) => { if (!kept) client.write(bytes); });
  });
  const cut = (): void => sockets.forEach((socket) => socket.destroy());
  cleanUp.push(() => { cut(); server.close(); });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { access: { ...queues.access, url: `amqp://127.0.0.1:${(server.address() as AddressInfo).port}` }, keep: () => { kept = true; }, cut };
}

async function opened(access: QueueAccess): Promise<QueueLine> {
  const line = await openQueueLine(access, never);
  onTestFinished(() => line.close());
  return line;
}

describe('a line that breaks', () => {
  it('leaves open what the broker had not confirmed, though it has it, and refuses all that comes after', async () => {
    const { access, keep, cut } = await between();
    const line = await opened(access);
    await line.publish(message('confirmed'));
    keep();
    const inDoubt = problem(line.publish(message('in-doubt-1')));
    const inDoubtToo = problem(line.publish(message('in-doubt-2')).catch((error: unknown) => { throw error; }));
    await expect.poll(async () => (await queues.channel.checkQueue(queues.access.requests)).messageCount).toBeGreaterThanOrEqual(2);
    cut();
    await expect(inDoubt).resolves.toEqual({ kind: 'open', code: 'connection-lost' });
    // Of one for which no channel was open yet nothing had left.
    await expect(inDoubtToo).resolves.toMatchObject({ code: 'connection-lost' });
    await expect.poll(() => line.lost?.code).toBe('connection-lost');
    await expect(problem(line.publish(message('late')))).resolves.toEqual({ kind: 'refused', code: 'connection-lost' });
    await expect(problem(line.collect({ isOurs: () => true, settle: () => undefined, signal: never }))).resolves.toEqual({ kind: 'refused', code: 'connection-lost' });
    const ids = (await drained(queues.channel, queues.access.requests)).map((text) => /"request_id":"([^"]*)"/.exec(text)?.[1]);
    expect(ids).toEqual(expect.arrayContaining(['confirmed', 'in-doubt-1']));
    expect(ids).not.toContain('late');
  });

  it('gives back what it held of others when it breaks in the middle of a pass', async () => {
    const { access, cut } = await between();
    const line = await opened(access);
    for (const id of ['other', 'mine']) queues.channel.sendToQueue(queues.access.answers, Buffer.from(JSON.stringify({ request_id: id, body: {} })));
    await expect.poll(async () => (await queues.channel.checkQueue(queues.access.answers)).messageCount).toBe(2);
    const broken = problem(line.collect({ isOurs: (id) => id === 'mine', settle: cut, signal: never }));
    await expect(broken).resolves.toEqual({ kind: 'refused', code: 'connection-lost' });
    // Ours comes once more, as its acknowledgement was lost.
    await expect.poll(async () => (await queues.channel.checkQueue(queues.access.answers)).messageCount).toBe(2);
    await drained(queues.channel, queues.access.answers);
  });
});

describe('amqps', () => {
  async function secure({ certificate = 'platform', wantsCertificate = false }: TlsChoices = {}): Promise<QueueAccess> {
    const wanted = wantsCertificate ? { requestCert: true, rejectUnauthorized: true, ca: readFileSync(tlsPath('private-root.cert.pem')) } : {};
    const server = createTlsServer({ key: readFileSync(tlsPath(`${certificate}.key.pem`)), cert: readFileSync(tlsPath(`${certificate}.cert.pem`)), ...wanted }, (client) => {
      const broker = connectPlain({ host: '127.0.0.1', port });
      for (const socket of [client, broker]) socket.on('error', () => undefined);
      client.pipe(broker).pipe(client);
    });
    server.on('tlsClientError', () => undefined);
    cleanUp.push(() => server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { ...queues.access, url: `amqps://localhost:${(server.address() as AddressInfo).port}` };
  }
  const rootCertificates = tlsPath('private-root.cert.pem');

  it('is believed by the roots that are given, and by nothing else', async () => {
    const line = await opened({ ...(await secure()), rootCertificates });
    await expect(line.publish(message('secret'))).resolves.toBeUndefined();
    await drained(queues.channel, queues.access.requests);
    await expect(problem(openQueueLine(await secure(), never))).resolves.toEqual({ kind: 'refused', code: 'untrusted' });
  });

  it.each(['expired', 'other-name'] as const)('refuses a certificate that is %s', async (certificate) => {
    const access = { ...(await secure({ certificate })), rootCertificates };
    await expect(problem(openQueueLine(access, never))).resolves.toEqual({ kind: 'refused', code: 'untrusted' });
  });

  it('does not speak in the clear to one that has no encryption', async () => {
    await expect(problem(openQueueLine({ ...queues.access, url: `amqps://localhost:${port}` }, never))).resolves.toMatchObject({ kind: 'refused' });
  });

  it('shows a certificate of ours where one is wanted', async () => {
    const access = await secure({ wantsCertificate: true });
    const client = readClientCertificate({ certificate: tlsPath('client.cert.pem'), key: tlsPath('client.key.pem') });
    const line = await openQueueLine(access, never, () => createTrust({ roots: readRoots(rootCertificates), client }));
    await expect(line.depths(never)).resolves.toMatchObject({ answers: 0 });
    await line.close();
    await expect(problem(openQueueLine({ ...access, rootCertificates }, never))).resolves.toMatchObject({ kind: 'refused' });
  });
});
