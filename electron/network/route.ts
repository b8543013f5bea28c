import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { Target } from './hosts.ts';
import { NetworkError, systemCodeOf } from './networkError.ts';
import type { ProxyAddress, ProxyLogin } from './proxyAddress.ts';

/** The way to a server: through a proxy or none. `login` is what the proxy is told where it asks. */
export interface Route {
  readonly proxy: ProxyAddress | null;
  readonly login: ProxyLogin | null;
}

export const directRoute: Route = { proxy: null, login: null };

/** Nobody waits longer for a connection; systems give up after minutes. */
const patienceMs = 30_000;

export interface Opening {
  readonly signal: AbortSignal;
  /** Of a proxy that is spoken to by TLS. */
  readonly context?: SecureContext | undefined;
  readonly timeoutMs?: number | undefined;
}

/** A line to the target on which nothing was said yet; its names are looked up by the proxy where there is one. Rejects with a NetworkError or the system's error. */
export function openLine({ proxy, login }: Route, target: Target, opening: Opening): Promise<Socket> {
  return proxy === null ? openDirect(target, opening) : openTunnel(proxy, login ?? proxy.login, target, opening);
}

function openDirect({ host, port }: Pick<Target, 'host' | 'port'>, { signal, timeoutMs = patienceMs }: Opening): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connectPlain({ host, port, noDelay: true });
    const end = listenForEnd(signal, timeoutMs, (error) => socket.destroy(error));
    const onError = (error: Error): void => {
      end();
      reject(error);
    };
    socket.once('error', onError);
    socket.once('connect', () => {
      end();
      socket.removeListener('error', onError);
      resolve(socket);
    });
  });
}

function openTunnel(proxy: ProxyAddress, login: ProxyLogin | null, { host, port }: Target, { signal, context, timeoutMs = patienceMs }: Opening): Promise<Socket> {
  const authority = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  const headers = { host: authority, ...(login === null ? {} : { 'proxy-authorization': ['Basic', Buffer.from(`${login.user}:${login.password}`).toString('base64')].join(' ') }) };
  const options = { method: 'CONNECT', host: proxy.host, port: proxy.port, path: authority, headers, agent: false } as const;
  return new Promise((resolve, reject) => {
    const asked = proxy.secure
      ? secureRequest({ ...options, rejectUnauthorized: true, minVersion: 'TLSv1.2', ...(context === undefined ? {} : { secureContext: context }) })
      : plainRequest(options);
    const end = listenForEnd(signal, timeoutMs, (error) => asked.destroy(error));
    asked.once('error', (error) => {
      end();
      reject(new NetworkError(proxyCode(error, proxy), { cause: error }));
    });
    asked.once('connect', ({ statusCode = 0 }, socket: Socket, head) => {
      end();
      if (statusCode >= 200 && statusCode < 300 && head.length === 0) {
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(new NetworkError(refusalCode(statusCode, login)));
    });
    asked.end();
  });
}

/** A proxy says why it lets nobody through by a status alone that can be trusted; its page may say anything. */
function refusalCode(status: number, login: ProxyLogin | null): string {
  if (status === 407) return login === null ? 'PROXY_LOGIN_WANTED' : 'PROXY_LOGIN_REFUSED';
  return status >= 200 && status < 300 ? 'PROXY_NOT_SPOKEN' : `PROXY_ANSWERED_${status}`;
}

function proxyCode(error: Error, { secure }: ProxyAddress): string {
  const code = systemCodeOf(error);
  if (code === 'ABORT_ERR') return code;
  if (/^HPE_|^TLS_NOT_SPOKEN$/.test(code)) return 'PROXY_NOT_SPOKEN';
  return secure && /CERT|UNABLE_TO|TLS_/.test(code) ? `PROXY_UNTRUSTED_${code}` : `PROXY_FAILED_${code}`;
}

/** Calls back when the caller gives up or the time is over, until it is ended. */
function listenForEnd(signal: AbortSignal, timeoutMs: number, giveUp: (error: Error) => void): () => void {
  const onAbort = (): void => giveUp(new NetworkError('ABORT_ERR'));
  const timer = setTimeout(() => giveUp(new NetworkError('ETIMEDOUT')), timeoutMs);
  if (signal.aborted) setImmediate(onAbort);
  else signal.addEventListener('abort', onAbort, { once: true });
  return () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  };
}
