import { net, session, type App, type Session } from 'electron';
import type { HttpOutcome, HttpRequest, HttpSend } from '#contract/engine.ts';
import { Fault } from '#contract/faults.ts';
import type { NetworkRequest } from '#network/request.ts';
import { createFreshSend, type Connections } from './freshSend.ts';
import { createHttpSend, type FindLogin } from './httpClient.ts';
import { sessionProxy } from './proxyConfig.ts';
import { watchChains, withChain, type ChainOf } from './shownChains.ts';

/**
 * To be settled before the application is ready: HTTP/1.1 alone. Of HTTP/2 and QUIC Chromium repeats requests too, for
 * more reasons, and a new connection counts as used there as soon as the server's first frame has come.
 */
export function keepToHttp1(app: Pick<App, 'commandLine'>): void {
  for (const name of ['disable-http2', 'disable-quic']) app.commandLine.appendSwitch(name);
}

/** How servers are reached, as it is set at the moment of a request, and who gives the login of a proxy. */
export interface NetworkChoices {
  /** Faults proxy-unusable, certificate-unusable. */
  readonly requestFor: (url: string) => Pick<NetworkRequest, 'decision' | 'roots'>;
  readonly findLogin: FindLogin;
}

/** A session of Chromium's for requests, and what it was told last. */
interface Platform extends Connections {
  readonly platform: Session;
  readonly chainOf: ChainOf;
  readonly roots: { current: readonly string[] };
  told: string;
}

/**
 * The system's network stack: its proxy settings and its certificate store, as far as nothing else is set. In sessions of their
 * own that are kept in memory, so that no cookie, cache or connection is shared with the page or outlives the program.
 */
export function systemNetwork({ requestFor, findLogin }: NetworkChoices): HttpSend {
  return createFreshSend(makeConnections, (made) => {
    const send = createHttpSend(({ url, headers }) => {
      const request = net.request({ method: 'POST', url, session: made.platform, redirect: 'manual', useSessionCookies: false });
      for (const [name, value] of Object.entries(headers)) request.setHeader(name, value);
      return request;
    }, findLogin);
    const proved = withChain(send, made.chainOf);
    return async (request, signal) => (await settle(made, request, requestFor)) ?? proved(request, signal);
  });
}

/** Tells the session how this request goes; an outcome where it cannot go at all. */
async function settle(made: Platform, { url }: HttpRequest, requestFor: NetworkChoices['requestFor']): Promise<HttpOutcome | null> {
  try {
    const { decision, roots } = requestFor(url);
    const proxy = sessionProxy(decision);
    const told = JSON.stringify([proxy, roots]);
    if (told === made.told) return null;
    made.roots.current = roots;
    await made.platform.setProxy({ ...proxy });
    made.told = told;
    return null;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { ok: false, failure: { kind: 'refused', systemCode: error.code === 'proxy-unusable' ? 'PROXY_UNUSABLE' : 'ROOTS_UNUSABLE' } };
  }
}

function makeConnections(number: number): Platform {
  const platform = session.fromPartition(`platform-${number}`, { cache: false });
  const roots: Platform['roots'] = { current: [] };
  return { platform, roots, told: '', chainOf: watchChains(platform, () => roots.current), closeAllConnections: () => platform.closeAllConnections() };
}

/** The same for one command of the command line, which has said how its server is reached. A login is told once: nobody is there to be asked. */
export function commandNetwork({ decision, roots, login }: NetworkRequest): HttpSend {
  const known = login ?? (decision.kind === 'proxy' ? decision.proxy.login : null);
  return systemNetwork({ requestFor: () => ({ decision, roots }), findLogin: (_proxy, refused) => Promise.resolve(refused ? null : known) });
}
