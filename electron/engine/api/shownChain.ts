import { connect, type DetailedPeerCertificate, type PeerCertificate } from 'node:tls';
import type { ShownCertificate } from '#contract/serverTrust.ts';
import type { HttpRequest } from './transport.ts';

/** Nobody waits longer for what only explains a fault. */
const patienceMs = 5_000;

/**
 * The certificates that a server shows for itself, its own first; none where it shows none in time. For a server that was
 * found untrusted: by a connection of its own, through which not a byte of ours goes.
 */
export function shownChain({ url, signal }: Pick<HttpRequest, 'url' | 'signal'>): Promise<readonly ShownCertificate[]> {
  const { hostname, port } = new URL(url);
  // A name in brackets is an address of IPv6; names alone are told to the server (RFC 6066, 3).
  const host = hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    const socket = connect({ host, port: port === '' ? 443 : Number(port), ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }), rejectUnauthorized: false });
    const end = (chain: readonly ShownCertificate[]): void => {
      signal.removeEventListener('abort', giveUp);
      socket.destroy();
      resolve(chain);
    };
    const giveUp = (): void => end([]);
    signal.addEventListener('abort', giveUp);
    socket.setTimeout(patienceMs, giveUp);
    socket.on('error', giveUp);
    socket.once('secureConnect', () => end(chainOf(socket.getPeerCertificate(true))));
    if (signal.aborted) giveUp();
  });
}

/** A root stands as its own issuer. */
function chainOf(first: DetailedPeerCertificate): readonly ShownCertificate[] {
  const chain: ShownCertificate[] = [];
  const seen = new Set<string>();
  for (let current: DetailedPeerCertificate | undefined = first; current?.fingerprint256 !== undefined && !seen.has(current.fingerprint256); current = current.issuerCertificate) {
    seen.add(current.fingerprint256);
    chain.push({ subject: nameOf(current.subject), issuer: nameOf(current.issuer), until: dayOf(current.valid_to) });
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
