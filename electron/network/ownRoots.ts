import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';

export interface ShownServer {
  readonly host: string;
  /** PEM, the server's own first, as it was shown. */
  readonly chain: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

const longestChain = 6;
/** Extended key usage: to be a server (RFC 5280, 4.2.1.12). */
const serverUse = '1.3.6.1.5.5.7.3.1';
/** Of the extension that says who may issue, in DER (RFC 5280, 4.2.1.9): its mark, perhaps that it is critical, then the octets with a sequence of a yes and a number. */
const basicConstraints = Buffer.from([0x06, 0x03, 0x55, 0x1d, 0x13]);
/** The extension by which an issuer is confined to names, in DER; what it says is not read here. */
const nameConstraints = Buffer.from([0x06, 0x03, 0x55, 0x1d, 0x1e]);

/**
 * Whether a chain that the system does not know leads to one of the roots given, which a person or an administrator has named:
 * name, dates, signatures, the right to issue and how far down it goes. Stricter than need be where it does not understand: an issuer with name constraints proves nothing.
 */
export function isProvedByRoots({ host, chain, now }: ShownServer, roots: readonly string[]): boolean {
  try {
    const [server, ...others] = chain.slice(0, longestChain).map((pem) => new X509Certificate(pem));
    if (server === undefined || !isValid(server, now)) return false;
    const named = isIP(host) === 0 ? server.checkHost(host, { subject: 'never' }) : server.checkIP(host);
    if (named === undefined || (server.keyUsage !== undefined && !server.keyUsage.includes(serverUse))) return false;
    return leadsTo(server, others, roots.map((pem) => new X509Certificate(pem)), now);
  } catch {
    // What cannot be read proves nothing.
    return false;
  }
}

function leadsTo(server: X509Certificate, others: readonly X509Certificate[], roots: readonly X509Certificate[], now: number): boolean {
  let current = server;
  for (let step = 0; step <= others.length; step += 1) {
    const mayHave = (issuer: X509Certificate): boolean => isValid(issuer, now) && issued(issuer, current) && mostBelow(issuer) >= step;
    if (roots.some(mayHave)) return true;
    const next = others.find((other) => mayHave(other) && !other.raw.equals(current.raw));
    if (next === undefined) return false;
    current = next;
  }
  return false;
}

function issued(issuer: X509Certificate, certificate: X509Certificate): boolean {
  return issuer.ca && !issuer.raw.includes(nameConstraints) && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

/** How many issuers may stand below this one, the server's own not counted: none where that cannot be read. */
function mostBelow({ raw }: X509Certificate): number {
  const at = raw.indexOf(basicConstraints);
  const [, whole = '', number] = /^(?:0101ff)?04(?:[0-7].)30([0-7].)0101ff(?:0201([0-7].))?/.exec(raw.subarray(at + basicConstraints.length, at + 32).toString('hex')) ?? [];
  if (at === -1 || whole === '') return 0;
  if (number !== undefined) return Number.parseInt(number, 16);
  // A yes and no more.
  return whole === '03' ? Infinity : 0;
}

function isValid({ validFrom, validTo }: X509Certificate, now: number): boolean {
  return Date.parse(validFrom) <= now && now <= Date.parse(validTo);
}
