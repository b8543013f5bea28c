import { Agent as PlainAgent, request as plainRequest, type IncomingMessage } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import type { Socket } from 'node:net';
import { trustProblemOf } from '#contract/serverTrust.ts';
import { shownChain } from './shownChain.ts';
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

/**
 * The transport of plain Node: keep-alive connections, Buffer bodies, nothing repeated, no redirects followed, no proxy.
 * Interim answers (1xx) are passed over, asked for or not (RFC 9110, 15.2); content codings are undone, asked for or not.
 */
export function nodeTransport(): Transport {
  const agents: Agents = {
    plain: new PlainAgent({ keepAlive: true, maxSockets: 8 }),
    // Said here as well as refused before, so that no switch of the environment says otherwise.
    secure: new SecureAgent({ keepAlive: true, maxSockets: 8, rejectUnauthorized: true, minVersion: 'TLSv1.2' }),
  };
  return {
    async send(request: HttpRequest): Promise<HttpAnswer> {
      const timeout = AbortSignal.timeout(request.timeoutMs);
      const progress: Progress = { connected: false };
      try {
        const answer = await exchange(request, agents, AbortSignal.any([timeout, request.signal]), progress);
        return { ...answer, body: await unpacked(answer.body, answer.headers['content-encoding']) };
      } catch (error) {
        const [kind, code] = [kindOf(request, timeout, progress), systemCodeOf(error)];
        const isUntrusted = kind === 'refused' && trustProblemOf(code) !== null;
        throw new TransportError(kind, code, { cause: error, ...(isUntrusted ? { chain: await shownChain(request) } : {}) });
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
    outgoing.on('socket', (socket) => watchConnecting(socket, isSecure, progress));
    outgoing.on('error', reject);
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

/** A connection that stood before, or stands already, has to count as one by which the request may have left. */
function watchConnecting(socket: Socket, isSecure: boolean, progress: Progress): void {
  if (socket.connecting) socket.once(isSecure ? 'secureConnect' : 'connect', () => { progress.connected = true; });
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

/** Whatever ended a request whose connection never stood: nothing of it was sent. */
function kindOf(request: HttpRequest, timeout: AbortSignal, { connected }: Progress): TransportErrorKind {
  if (!connected) return 'refused';
  if (request.signal.aborted) return 'aborted';
  return timeout.aborted ? 'timeout' : 'network';
}

/** The deepest code: "aborted" around a reset line says less than ECONNRESET. */
function systemCodeOf(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof AggregateError && current.errors.length > 0) return systemCodeOf(current.errors[0]);
    if ('code' in current && typeof current.code === 'string') return current.code === 'EPROTO' ? handshakeCode(current.message) : current.code;
  }
  return error instanceof Error ? error.name : 'unknown';
}

/** OpenSSL's own reason stands in the message alone. */
function handshakeCode(message: string): string {
  if (/wrong version number|packet length too long|http request|unexpected message/i.test(message)) return 'TLS_NOT_SPOKEN';
  return /protocol version|unsupported protocol|no protocols|handshake failure|insufficient security|no shared cipher/i.test(message) ? 'TLS_TOO_OLD' : 'EPROTO';
}
