import { isIP } from 'node:net';
import { plainHost } from './hosts.ts';

/** What a proxy asks for before it lets anything through. */
export interface ProxyLogin {
  readonly user: string;
  readonly password: string;
}

export interface ProxyAddress {
  /** Whether it is itself spoken to by TLS. */
  readonly secure: boolean;
  /** Without the brackets of IPv6. */
  readonly host: string;
  readonly port: number;
  /** What stands before the host in a variable of the environment. */
  readonly login: ProxyLogin | null;
}

/** `socks`: of a kind that is not spoken here. `shape`: no address of a proxy. */
export type UnusableProxy = 'socks' | 'shape';

/** Reads the address of a proxy; one without a scheme is http, as curl has it. Never tells what stood in it, which may hold a password. */
export function readProxyAddress(text: string): ProxyAddress | UnusableProxy {
  const trimmed = text.trim();
  const [, scheme] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(trimmed) ?? [];
  if (scheme !== undefined && /^socks/i.test(scheme)) return 'socks';
  if (scheme !== undefined && !/^https?$/i.test(scheme)) return 'shape';
  const whole = scheme === undefined ? `http://${trimmed}` : trimmed;
  if (/[\s\\]/.test(whole) || !URL.canParse(whole)) return 'shape';
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(whole);
  if (hostname === '' || !/^\/*$/.test(pathname) || search !== '' || hash !== '') return 'shape';
  const secure = protocol === 'https:';
  const login = username === '' && password === '' ? null : { user: decoded(username), password: decoded(password) };
  return { secure, host: plainHost(hostname), port: port === '' ? (secure ? 443 : 80) : Number(port), login };
}


function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** As it is shown, logged and given to Chromium: never with a login. */
export function proxyName({ secure, host, port }: ProxyAddress): string {
  return `${secure ? 'https' : 'http'}://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}
