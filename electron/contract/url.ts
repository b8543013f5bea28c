import { m } from '#messages';
import type { FaultData } from './faults.ts';

export type BaseUrlReading = { readonly ok: true; readonly url: string } | { readonly ok: false; readonly fault: FaultData };

/** Scheme, host (a name or IPv6 in brackets), port, path: RFC 3986 without user information, query and fragment. */
const shape = /^(https?):\/\/(\[[0-9a-f:]+\]|[^\s/?#@:[\]\\%]+)(?::(\d{1,5}))?((?:\/[A-Za-z0-9._~-]+)*)\/*$/i;
/** Letters beyond ASCII are for addresses such as пример.рф; the network stack turns them into punycode. */
const label = /^(?!-)[\p{L}\p{M}\p{N}_-]{1,63}(?<!-)$/u;
const octet = /^(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/;
const defaultPorts = { http: 80, https: 443 } as const;

/**
 * Reads the address of the platform as an operator typed it. Gives it normalised: scheme and host in lower
 * case, no default port, no trailing slash, so that `${url}/api/v1.1/…` is a whole address. https only,
 * except loopback (localhost, 127.0.0.0/8, [::1]): a token must not cross a network in the clear.
 *
 * Faults: url-invalid, url-insecure. Their detail does not repeat the text, which may hold a password.
 * Parsed by hand because the contract knows neither DOM nor Node, and because URL is too forgiving: it takes
 * backslashes, tabs and 0x7f.1 for an address, where a person meant something else.
 */
export function readBaseUrl(text: string): BaseUrlReading {
  const match = shape.exec(text.trim());
  if (match === null) return invalid(reasonOf(text.trim()));
  const [, schemeText = '', hostText = '', portText, path = ''] = match;
  const scheme = schemeText.toLowerCase() === 'https' ? 'https' : 'http';
  const host = hostText.toLowerCase();
  if (!isHost(host)) return invalid();
  if (path.split('/').some((part) => part === '.' || part === '..')) return invalid();
  const port = portText === undefined ? defaultPorts[scheme] : Number(portText);
  if (port < 1 || port > 65_535) return invalid();
  if (scheme === 'http' && !isLoopback(host)) return { ok: false, fault: { code: 'url-insecure', detail: {} } };
  const portPart = port === defaultPorts[scheme] ? '' : `:${port}`;
  return { ok: true, url: `${scheme}://${host}${portPart}${path}` };
}

function invalid(reason: UrlReason | null = null): BaseUrlReading {
  return { ok: false, fault: { code: 'url-invalid', detail: reason === null ? {} : { reason } } };
}

/** scheme: nothing, or something else than http(s)://, before the host. more: what a browser adds behind it. user: a name or password. */
export type UrlReason = 'scheme' | 'more' | 'user';

function reasonOf(text: string): UrlReason | null {
  if (!/^https?:\/\//i.test(text)) return 'scheme';
  if (/^[^/]*\/\/[^/?#]*@/.test(text)) return 'user';
  return /[?#]/.test(text) ? 'more' : null;
}

/** The apps and the API of the platform lie below these; an address copied from a browser or the manual goes on with them. */
const belowBase = /\/(?:api(?:\/v\d[\w.]*)?|auth|login|#)(?:\/.*)?$/i;

/**
 * The address an operator probably means, as one copied from a browser has too much: without what stands behind `?` and
 * `#`, without a page or API path, with https:// where no scheme was typed. Null where there is nothing to propose:
 * the address is right as it is, or cannot be told.
 */
export function proposedBaseUrl(text: string): string | null {
  const trimmed = text.trim();
  const cut = trimmed.replace(/[?#].*$/s, '');
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(cut) ? cut : `https://${cut}`;
  const hadMore = cut !== trimmed;
  const match = /^(https?:\/\/[^/]+)(\/.*)?$/i.exec(whole);
  if (match === null || /@/.test(match[1] ?? '')) return null;
  const path = match[2] ?? '';
  // A page's path before `?` or `#` is no base either; without them a path may be a proxy's and is kept.
  const base = hadMore ? (match[1] ?? '') : `${match[1] ?? ''}${path.replace(belowBase, '')}`;
  const reading = readBaseUrl(base);
  if (!reading.ok) return null;
  const typed = readBaseUrl(trimmed);
  return typed.ok && typed.url === reading.url ? null : reading.url;
}

/** Exact spellings only: 127.1, 0x7f000001 or localhost.example.com are something else until proved otherwise. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || (host.startsWith('127.') && isIpv4(host));
}

function isHost(host: string): boolean {
  if (host.startsWith('[')) return isIpv6(host.slice(1, -1));
  const labels = host.split('.');
  // A name that ends in digits (or 0x…) is an IPv4 address to the URL standard, in whatever spelling.
  if (/^(\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? '')) return isIpv4(host);
  return host.length <= 253 && labels.every((part) => label.test(part));
}

function isIpv4(host: string): boolean {
  const parts = host.split('.');
  return parts.length === 4 && parts.every((part) => octet.test(part));
}

function isIpv6(address: string): boolean {
  const halves = address.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return false;
  return halves.length === 2 ? groups.length <= 7 : groups.length === 8;
}

/** The server of a job that is bound to the practice server, which has another port, and is another process, at every start. */
export const practiceServer = 'practice';

/**
 * The server that a job is bound to by its first request; what was accepted there says nothing about another. A host,
 * whatever its port; on this computer each port is a server of its own, as a tunnel's end is.
 */
export function serverOf(baseUrl: string, practice = false): string {
  if (practice) return practiceServer;
  const [, scheme = '', hostText = baseUrl, port] = shape.exec(baseUrl) ?? [];
  const host = hostText.toLowerCase();
  return isLoopback(host) ? `${host}:${port ?? defaultPorts[scheme.toLowerCase() === 'https' ? 'https' : 'http']}` : host;
}

/** Whether an address leads to this computer, where the practice server may be what answers. */
export function isLocal(baseUrl: string): boolean {
  return isLoopback((shape.exec(baseUrl)?.[2] ?? '').toLowerCase());
}

/**
 * Whether two servers as `serverOf` gives them are one: this computer has several names. Earlier versions kept none of
 * its ports; their jobs go on with any. The practice server is never another one: what was tried on it must not reach people.
 */
export function sameServer(first: string, second: string): boolean {
  if (first === second) return true;
  if (first === practiceServer || second === practiceServer) return false;
  const [one, other] = [localPort(first), localPort(second)];
  return one !== null && other !== null && (one === other || one === '' || other === '');
}

/** The port of a server on this computer, "" where none was kept; null for all others. */
function localPort(server: string): string | null {
  const [, host = '', port = ''] = /^(\[.*\]|[^:]*)(?::(\d+))?$/.exec(server) ?? [];
  return isLoopback(host) ? port : null;
}

/** Whether an address is beyond doubt that of a server: one on this computer of which no port was kept may be any. */
export function leadsTo({ baseUrl, practice }: { readonly baseUrl: string; readonly practice: boolean }, server: string): boolean {
  return localPort(server) !== '' && sameServer(serverOf(baseUrl, practice), server);
}

/** A server as a person would name it. */
export function serverName(server: string): string {
  return server === practiceServer ? m.marks_practice_server() : server;
}
