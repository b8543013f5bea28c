import { connect, type DetailedPeerCertificate, type PeerCertificate, type TLSSocket } from 'node:tls';
import type { ShownCertificate } from '#contract/serverTrust.ts';
import { targetOf, type Target } from './hosts.ts';
import { openLine, type Route } from './route.ts';
import { serverName } from './secureLine.ts';
import type { Trust } from './trust.ts';

/** Nobody waits longer for what only explains a fault. */
const patienceMs = 5_000;

/**
 * The certificates that a server shows for itself, its own first; none where it shows none in time. For a server that was
 * found untrusted: by a connection of its own, through which not a byte of ours goes.
 */
export async function shownChain(url: string, route: Route, trust: Trust, signal: AbortSignal): Promise<readonly ShownCertificate[]> {
  const socket = await unprovedLine(route, targetOf(url), trust, signal).catch(() => null);
  if (socket === null) return [];
  const chain = chainOf(socket.getPeerCertificate(true));
  socket.destroy();
  return chain;
}

/** A line with TLS agreed to whoever is there, to look at what it shows and then to be closed: nothing may be written to it. */
export async function unprovedLine(route: Route, target: Target, trust: Trust, signal: AbortSignal, timeoutMs = patienceMs): Promise<TLSSocket> {
  const line = await openLine(route, target, { signal, context: trust.usual(), timeoutMs });
  return new Promise((resolve, reject) => {
    const socket = connect({ socket: line, ...serverName(target.host), rejectUnauthorized: false, minVersion: 'TLSv1.2' });
    const giveUp = (): void => {
      socket.destroy();
      line.destroy();
      reject(new Error('no certificate was shown'));
    };
    const timer = setTimeout(giveUp, timeoutMs);
    signal.addEventListener('abort', giveUp, { once: true });
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
    };
    socket.on('error', (error: Error) => {
      end();
      reject(error);
    });
    socket.once('secureConnect', () => {
      end();
      resolve(socket);
    });
  });
}

/** A root stands as its own issuer. */
export function chainOf(first: DetailedPeerCertificate): readonly ShownCertificate[] {
  return certificatesOf(first).map((current) => ({ subject: nameOf(current.subject), issuer: nameOf(current.issuer), until: dayOf(current.valid_to) }));
}

export function certificatesOf(first: DetailedPeerCertificate): readonly DetailedPeerCertificate[] {
  const chain: DetailedPeerCertificate[] = [];
  const seen = new Set<string>();
  for (let current: DetailedPeerCertificate | undefined = first; current?.fingerprint256 !== undefined && !seen.has(current.fingerprint256); current = current.issuerCertificate) {
    seen.add(current.fingerprint256);
    chain.push(current);
  }
  return chain;
}

function nameOf({ CN, O }: PeerCertificate['subject']): string {
  return [CN, O].flat().find((name) => name !== undefined && name !== '') ?? '?';
}

/** OpenSSL writes "May  1 12:00:00 2027 GMT". */
function dayOf(time: string): string {
  const ms = Date.parse(time);
  return Number.isNaN(ms) ? time : new Date(ms).toISOString().slice(0, 10);
}
