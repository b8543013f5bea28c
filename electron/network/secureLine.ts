import { isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { trustProblemOf } from '#contract/serverTrust.ts';
import type { Target } from './hosts.ts';
import { NetworkError, systemCodeOf } from './networkError.ts';
import { openLine, type Route } from './route.ts';
import type { Trust } from './trust.ts';

/** As long as a server may take to say that it goes on without a certificate of ours, at most. */
const longestDoubtMs = 300;
const patienceMs = 30_000;

/**
 * A line to the target with TLS agreed, the server proved and a certificate of ours, where one is wanted, accepted: what is
 * written now is the first of a request. Rejects with NetworkError or the system's error, and then nothing was sent.
 */
export async function openSecureLine(route: Route, target: Target, trust: Trust, signal: AbortSignal): Promise<TLSSocket> {
  try {
    return await handshake(route, target, trust, 'usual', signal);
  } catch (error) {
    const problem = trustProblemOf(systemCodeOf(error));
    if (problem !== 'unknown-issuer' && problem !== 'self-signed') throw error;
    // A company's box has its root in the system's store alone.
    return handshake(route, target, trust, 'wide', signal);
  }
}

async function handshake(route: Route, target: Target, trust: Trust, store: keyof Trust, signal: AbortSignal): Promise<TLSSocket> {
  const line = await openLine(route, target, { signal, context: trust[store]() });
  const started = performance.now();
  const socket = connectTls({
    socket: line,
    ...serverName(target.host),
    secureContext: trust[store](),
    rejectUnauthorized: true,
    ALPNProtocols: ['http/1.1'],
  });
  await secured(socket, line, signal);
  await accepted(socket, Math.min(longestDoubtMs, 20 + 2 * (performance.now() - started)));
  return socket;
}

/** Names alone are told to the server (RFC 6066, 3); an address is held against the certificate all the same. */
export function serverName(host: string): { readonly servername?: string; readonly host: string } {
  return isIP(host) === 0 ? { host, servername: host } : { host };
}

function secured(socket: TLSSocket, line: Socket, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (act: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.removeListener('error', onError).removeListener('close', onClose).removeListener('secureConnect', onSecure);
      act();
    };
    const giveUp = (code: string): void => {
      end(() => reject(new NetworkError(code)));
      // What comes of its end is of no interest any more.
      socket.on('error', () => undefined).destroy();
      line.destroy();
    };
    const onError = (error: Error): void => end(() => reject(wantsCertificate(socket, error) ? new NetworkError('TLS_CERTIFICATE_WANTED', { cause: error }) : error));
    const onClose = (): void => end(() => reject(new NetworkError('ECONNRESET')));
    const onSecure = (): void => end(resolve);
    const onAbort = (): void => giveUp('ABORT_ERR');
    const timer = setTimeout(() => giveUp('ETIMEDOUT'), patienceMs);
    socket.once('error', onError).once('close', onClose).once('secureConnect', onSecure);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}

/** A server of TLS 1.2 that ends the handshake after it has shown its certificate, and with it agreed on version and cipher, misses ours. */
function wantsCertificate(socket: TLSSocket, error: Error): boolean {
  return /handshake failure/i.test(error.message) && Object.keys(socket.getPeerCertificate()).length > 0;
}

/**
 * In TLS 1.3 a server judges a certificate of ours, or that there is none, after the handshake has ended for us: what we wrote
 * meanwhile it has thrown away. Its ticket says that all is well, an alert that nothing was taken.
 */
function accepted(socket: TLSSocket, doubtMs: number): Promise<void> {
  if (socket.getProtocol() !== 'TLSv1.3') return Promise.resolve();
  return new Promise((resolve, reject) => {
    const end = (act: () => void): void => {
      clearTimeout(timer);
      for (const [event, listener] of [['session', onWell], ['error', onError], ['close', onClose]] as const) socket.removeListener(event, listener);
      act();
    };
    // Not at once: what is written while OpenSSL still reads the ticket never leaves.
    const onWell = (): void => end(() => void setImmediate(resolve));
    const onError = (error: Error): void => end(() => reject(error));
    const onClose = (): void => end(() => reject(new NetworkError('ECONNRESET')));
    const timer = setTimeout(onWell, doubtMs);
    socket.once('session', onWell).once('error', onError).once('close', onClose);
  });
}
