import { net, session, type App, type Session } from 'electron';
import type { HttpSend } from '#contract/engine.ts';
import { createFreshSend, type Connections } from './freshSend.ts';
import { createHttpSend } from './httpClient.ts';
import { watchChains, withChain, type ChainOf } from './shownChains.ts';

/**
 * To be settled before the application is ready: HTTP/1.1 alone. Of HTTP/2 and QUIC Chromium repeats requests too, for
 * more reasons, and a new connection counts as used there as soon as the server's first frame has come.
 */
export function keepToHttp1(app: Pick<App, 'commandLine'>): void {
  for (const name of ['disable-http2', 'disable-quic']) app.commandLine.appendSwitch(name);
}

/**
 * The system's network stack: its proxy settings and its certificate store. In sessions of their own that are
 * kept in memory, so that no cookie, cache or connection is shared with the page or outlives the program.
 */
export function systemNetwork(): HttpSend {
  return createFreshSend(makeConnections, ({ platform, chainOf }) => {
    const send = createHttpSend(({ url, headers }) => {
      const request = net.request({ method: 'POST', url, session: platform, redirect: 'manual', useSessionCookies: false });
      for (const [name, value] of Object.entries(headers)) request.setHeader(name, value);
      return request;
    });
    return withChain(send, chainOf);
  });
}

function makeConnections(number: number): Connections & { readonly platform: Session; readonly chainOf: ChainOf } {
  const platform = session.fromPartition(`platform-${number}`, { cache: false });
  return { platform, chainOf: watchChains(platform), closeAllConnections: () => platform.closeAllConnections() };
}
