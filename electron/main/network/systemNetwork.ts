import { net, session } from 'electron';
import { createHttpSend, type HttpSend } from './httpClient.ts';

/**
 * The system's network stack: its proxy settings and its certificate store. In a session of its own that is
 * kept in memory, so that no cookie, cache or connection is shared with the page or outlives the program.
 */
export function systemNetwork(): HttpSend {
  const platform = session.fromPartition('platform', { cache: false });
  return createHttpSend(({ url, headers }) => {
    const request = net.request({ method: 'POST', url, session: platform, redirect: 'manual', useSessionCookies: false });
    for (const [name, value] of Object.entries(headers)) request.setHeader(name, value);
    return request;
  });
}
