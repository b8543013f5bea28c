import { BlockList, isIP } from 'node:net';

/** What is asked for: a host in lower case, an address of IPv6 without brackets, and the port. */
export interface Target {
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
}

/** The target of an address as readBaseUrl gives it, or of any below it. */
export function targetOf(url: string): Target {
  const { protocol, hostname, port } = new URL(url);
  const secure = protocol === 'https:';
  return { secure, host: plainHost(hostname), port: port === '' ? (secure ? 443 : 80) : Number(port) };
}

/** In lower case, without the brackets of IPv6 and the full stop that ends a name. */
export function plainHost(host: string): string {
  return host.toLowerCase().replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether a host is this computer: no proxy can lead to it, as it would take the name for itself. */
export function isLoopbackHost(host: string): boolean {
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  return isIP(host) !== 0 && loopback.check(host, family(host));
}

const family = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/**
 * Whether a host is one of those that an entry names, as curl and Go understand NO_PROXY: a name with all below it, with or
 * without a leading `.` or `*.`; an address; a block of addresses by CIDR; `*` for all. A port behind it, if any, has to be the target's.
 */
export function matchesEntry({ host, port }: Target, entry: string): boolean {
  const { pattern, port: wanted } = entryParts(entry.trim().toLowerCase());
  if (pattern === '' || (wanted !== null && wanted !== port)) return false;
  if (pattern === '*') return true;
  if (pattern.includes('/')) return isWithin(host, pattern);
  if (isIP(pattern) !== 0) return isIP(host) !== 0 && isWithin(host, `${pattern}/${isIP(pattern) === 6 ? 128 : 32}`);
  // An address has no names above it, and a name that looks like the end of one must not match it.
  const name = pattern.replace(/^\*?\./, '').replace(/\.$/, '');
  if (name === '') return false;
  return host === name || (isIP(host) === 0 && host.endsWith(`.${name}`));
}

/** IPv6 stands in brackets where a port follows, and may stand without any where none does. */
function entryParts(entry: string): { readonly pattern: string; readonly port: number | null } {
  const [, bracketed, portBehind] = /^\[([^\]]*)\](?::(\d{1,5}))?$/.exec(entry) ?? [];
  if (bracketed !== undefined) return { pattern: bracketed, port: portBehind === undefined ? null : Number(portBehind) };
  const [, name, port] = /^([^:]*):(\d{1,5})$/.exec(entry) ?? [];
  return name === undefined ? { pattern: entry, port: null } : { pattern: name, port: Number(port) };
}

/** Whether an address lies in a block; no name does, as looking it up here could tell it to whoever listens. */
function isWithin(host: string, block: string): boolean {
  const [, address = '', bits = ''] = /^(.*)\/(\d{1,3})$/.exec(block) ?? [];
  const version = isIP(address);
  if (isIP(host) === 0 || version === 0 || Number(bits) > (version === 6 ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(address, Number(bits), family(address));
  return list.check(host, family(host));
}
