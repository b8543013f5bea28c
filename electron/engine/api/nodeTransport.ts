import { Agent as PlainAgent, request as plainRequest, type IncomingMessage } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { Socket } from 'node:net';
import { trustProblemOf } from '#contract/serverTrust.ts';
import { NetworkError, systemCodeOf } from '#network/networkError.ts';
import { directRoute, type Route } from '#network/route.ts';
import { SecureAgent } from '#network/secureAgent.ts';
import { shownChain } from '#network/shownChain.ts';
import { timeLimit, type TimeLimit } from '#network/timeLimit.ts';
import { createTrust, type Trust } from '#network/trust.ts';
import { TransportError, type HttpAnswer, type HttpRequest, type Transport, type TransportErrorKind } from './transport.ts';
import { answerTooLarge, maxAnswerBytes, unpacked } from './unpack.ts';

/** How far a request came: until its connection stands, with TLS agreed, not a byte of it has left. */
interface Progress {
  connected: boolean;
}

interface Agents {
  readonly plain: PlainAgent;
  readonly secure: SecureAgent;
}

/** How servers are reached and whom we believe. */
export interface Way {
  readonly route: Route;
  readonly trust: Trust;
}

/**
 * The transport of plain Node: keep-alive connections, Buffer bodies, nothing repeated, no redirects followed; https through
 * the proxy of its way, http, which is for this computer alone, through none.
 * Interim answers (1xx) are passed over, asked for or not (RFC 9110, 15.2); content codings are undone, asked for or not.
 */
export function nodeTransport({ route, trust }: Way = { route: directRoute, trust: createTrust({ roots: [], client: null }) }): Transport {
  const agents: Agents = {
    plain: new PlainAgent({ keepAlive: true, maxSockets: 8 }),
    secure: new SecureAgent({ route, trust, keepAlive: true, maxSockets: 8 }),
  };
  return {
    async send(request: HttpRequest): Promise<HttpAnswer> {
      const limit = timeLimit(request.timeoutMs, request.signal);
      const progress: Progress = { connected: false };
      try {
        const answer = await exchange(request, agents, limit.signal, progress);
        return { ...answer, body: await unpacked(answer.body, answer.headers['content-encoding']) };
      } catch (error) {
        const code = systemCodeOf(error);
        const kind = kindOf(request, limit, progress, code);
        const isUntrusted = kind === 'refused' && trustProblemOf(code) !== null;
        throw new TransportError(kind, code, { cause: error, ...(isUntrusted ? { chain: await shownChain(request.url, route, trust, request.signal) } : {}) });
      } finally {
        limit.release();
      }
    },
    close() {
      agents.plain.destroy();
      agents.secure.destroy();
      return Promise.resolve();
    },
  };
}

function exchange(request: HttpRequest, agents: Agents, signal: AbortSignal, progress: Progress): Promise<HttpAnswer> {
  const { body } = request;
  const url = new URL(request.url);
  const isSecure = url.protocol === 'https:';
  const options = { method: 'POST', headers: { ...request.headers, 'content-length': body.length }, signal, insecureHTTPParser: false };
  return new Promise((resolve, reject) => {
    const outgoing = isSecure ? secureRequest(url, { ...options, agent: agents.secure }) : plainRequest(url, { ...options, agent: agents.plain });
    outgoing.on('socket', (socket) => watchConnecting(socket, progress));
    outgoing.on('error', reject);
    // A request that has no line yet hears of it only when it gets one.
    signal.addEventListener('abort', () => reject(new NetworkError('ABORT_ERR', { cause: signal.reason })), { once: true });
    let answered = false;
    outgoing.on('response', (incoming) => {
      answered = true;
      readAnswer(incoming).then(resolve, reject);
    });
    // The last event of every request; one that ends without another, as after a 101, must not be waited for.
    outgoing.on('close', () => {
      if (!answered) reject(new Error('closed without an answer'));
    });
    outgoing.end(body);
  });
}

/** A connection that stood before, or stands already, has to count as one by which the request may have left; those of TLS come when they stand. */
function watchConnecting(socket: Socket, progress: Progress): void {
  if (socket.connecting) socket.once('connect', () => { progress.connected = true; });
  else progress.connected = true;
}

async function readAnswer(incoming: IncomingMessage): Promise<HttpAnswer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of incoming) {
    if (!Buffer.isBuffer(part)) continue;
    bytes += part.length;
    if (bytes > maxAnswerBytes) throw answerTooLarge();
    parts.push(part);
  }
  if (!incoming.complete) throw new Error('the answer was cut off');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return { status: incoming.statusCode ?? 0, headers, body: Buffer.concat(parts) };
}

/** By these a server says in the handshake that it wants a certificate of ours, or another: what came after it was thrown away. */
const ofHandshake = /^ERR_SSL_(?:TLSV13_ALERT_CERTIFICATE_REQUIRED$|(?:SSLV3|TLSV1|SSL\/TLS)_ALERT_(?:BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_|UNKNOWN_CA))/;

/** Whatever ended a request whose connection never stood: nothing of it was sent. */
function kindOf(request: HttpRequest, { isOver }: TimeLimit, { connected }: Progress, code: string): TransportErrorKind {
  if (!connected || ofHandshake.test(code)) return 'refused';
  if (request.signal.aborted) return 'aborted';
  return isOver() ? 'timeout' : 'network';
}
