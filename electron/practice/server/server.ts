import { createWriteStream } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { openQueueListener, type QueueListener } from '../queue/queueListener.ts';
import { tokenRefusal } from './auth.ts';
import { handleControl } from './control.ts';
import { DedupMemory } from './dedup.ts';
import { BatchExchange } from './exchange.ts';
import { FaultPicker, type FaultPlan } from '../faults.ts';
import { readBody, sendReply } from './http.ts';
import { Journal } from '../journal.ts';
import { practiceSettingsSchema, type PracticeOptions, type PracticeQueue, type PracticeSettings } from '../options.ts';
import { discoveryCalls } from '../platform/discovery.ts';
import { createPopulation } from '../platform/population.ts';
import { Profiles } from '../platform/profiles.ts';
import { readProfile } from '../platform/readProfile.ts';
import { requestRefusals } from '../platform/words.ts';
import { jsonReply, refusalReply, SUCCESS, type Reply } from './reply.ts';
import { parseJson, type BatchWorld } from './updateBatch.ts';

export interface PracticeServer {
  /** Base URL without a slash at its end: `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly token: string;
  readonly port: number;
  readonly journal: Journal;
  /** Batch requests seen so far. */
  readonly requests: number;
  /** Replaces the fault plan; throws a ZodError on a wrong one (`parseFaults` gives words). Numbering goes on. */
  setFaults(plan: FaultPlan): void;
  /** Answers the requests that a `hang` rule holds; gives their number. */
  release(): number;
  /** Stops listening, cuts every open connection, closes the journal file. */
  close(): Promise<void>;
}

/**
 * Starts a strict Altcraft platform on loopback: databases/list, get, fields_get; resources/list, get, fields_get;
 * profiles/update_batch, get; all under /api/v1.1/, with and without a slash at the end. Beside them its own pages under
 * /practice (control.ts). With `queue` it takes update_batch from a broker, too. Rejects with a ZodError on wrong options and with Node's error where the port is taken or the broker out of reach.
 */
export async function startPractice(options: PracticeOptions = {}): Promise<PracticeServer> {
  const { now = Date.now, onRequest, ...rest } = options;
  const settings = practiceSettingsSchema.parse(rest);
  const closing = new AbortController();
  const journal = new Journal(settings);
  const file = settings.journalFile === undefined ? null : createWriteStream(settings.journalFile, { flags: 'a' });
  const world: BatchWorld = {
    settings,
    population: createPopulation(settings),
    profiles: new Profiles(settings),
    journal,
    dedup: new DedupMemory(settings.dedupSeconds, now),
    rejections: new Map(),
    pause: async (ms) => {
      await delay(ms, undefined, { signal: closing.signal });
    },
  };
  const exchange = new BatchExchange(world, {
    onRequest,
    onSettled: (record) => file?.write(`${JSON.stringify({ at: new Date(now()).toISOString(), ...record })}\n`),
  });
  const { server, port, cut } = await listen(settings, (request, response) => {
    response.setHeader('date', new Date(now()).toUTCString());
    return route(request, response, { settings, journal, exchange, world });
  });
  const listener = settings.queue === undefined ? null : await openListener(settings.queue, exchange, cut, server);
  return {
    url: `http://${settings.host}:${port}`,
    token: settings.token,
    port,
    journal,
    get requests() {
      return exchange.requests;
    },
    setFaults: (plan) => exchange.setFaults(new FaultPicker(plan)),
    release: () => exchange.release(),
    close: async () => {
      closing.abort();
      await listener?.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      cut();
      await closed;
      if (file !== null && !file.closed) await new Promise<void>((resolve) => file.end(resolve));
    },
  };
}

/** A broker that cannot be reached at the start is told of at once. */
async function openListener(queue: PracticeQueue, exchange: BatchExchange, cut: () => void, server: Server): Promise<QueueListener> {
  try {
    return await openQueueListener(queue, exchange);
  } catch (error) {
    cut();
    server.close();
    throw error;
  }
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

async function listen(settings: PracticeSettings, handle: Handler): Promise<{ server: Server; port: number; cut: () => void }> {
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    // What ends here is a connection cut in the middle or the server's own close: nobody is left to be told.
    handle(request, response).catch(() => response.destroy());
  });
  // Node's five seconds would now and then close a connection at the very moment a client uses it again.
  server.keepAliveTimeout = 120_000;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, settings.host, resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : settings.port;
  return { server, port, cut: () => sockets.forEach((socket) => socket.destroy()) };
}

interface Parts {
  readonly settings: PracticeSettings;
  readonly journal: Journal;
  readonly exchange: BatchExchange;
  readonly world: BatchWorld;
}

/** A page in a browser could reach this port through a name of its own (DNS rebinding); no page has business here. */
function isFromHere({ headers }: IncomingMessage): boolean {
  const host = (headers.host ?? '').replace(/:\d+$/, '');
  return (host === '127.0.0.1' || host === 'localhost') && headers.origin === undefined;
}

async function route(request: IncomingMessage, response: ServerResponse, parts: Parts): Promise<void> {
  if (!isFromHere(request)) return sendReply(response, refusalReply(requestRefusals.fromElsewhere, parts.settings.refusalStatus));
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (url.pathname.startsWith('/practice')) return handleControl(request, response, url, parts);
  const call = /^\/api\/v1\.1\/\/?([a-z_]+\/[a-z_]+)\/?$/.exec(url.pathname)?.[1] ?? '';
  const tokenInUrl = url.searchParams.has('token');
  if (request.method === 'POST' && call === 'profiles/update_batch') return parts.exchange.handle(request, response, tokenInUrl);
  const discovery = call === 'profiles/get' ? (body: unknown) => readProfile(body, parts.world) : discoveryCalls.get(call);
  const reading = await readBody(request, parts.settings.maxBytes);
  const { refusalStatus } = parts.settings;
  if (discovery === undefined && call !== 'profiles/update_batch') return sendReply(response, refusalReply(requestRefusals.noMethod, refusalStatus));
  if (discovery === undefined || request.method !== 'POST') return sendReply(response, refusalReply(requestRefusals.postOnly, refusalStatus));
  if (reading.kind !== 'complete') return sendReply(response, refusalReply(requestRefusals.tooLarge, refusalStatus));
  const type = request.headers['content-type'] ?? '';
  sendReply(response, discoveryReply(discovery, { type, authorization: request.headers.authorization, bytes: reading.body, tokenInUrl }, parts));
}

function discoveryReply(
  call: NonNullable<ReturnType<typeof discoveryCalls.get>>,
  request: { type: string; authorization: string | undefined; bytes: Buffer; tokenInUrl: boolean },
  { settings, journal }: Parts,
): Reply {
  if (request.tokenInUrl) journal.count('tokenInUrl');
  const body = /^application\/json\b/i.test(request.type) ? parseJson(request.bytes) : undefined;
  if (body === undefined) return refusalReply(requestRefusals.incorrect('a JSON body is expected'), settings.refusalStatus);
  const refusal = tokenRefusal({ authorization: request.authorization, body, inUrl: request.tokenInUrl }, settings);
  if (refusal !== null) return refusalReply(refusal, settings.refusalStatus);
  const found = call(body);
  return found.ok ? jsonReply(200, { ...found.members, ...SUCCESS }) : refusalReply(found.refusal, settings.refusalStatus);
}
