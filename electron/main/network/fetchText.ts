import { session } from 'electron';
import { sessionProxy } from './proxyConfig.ts';
import { watchChains } from './shownChains.ts';
import type { NetworkChoices } from './systemNetwork.ts';

/** A feed holds some lines for each package. */
const longestText = 100_000;
const patienceMs = 30_000;

/**
 * Fetches small texts as servers are reached, in a session of its own: no cookie, cache, token or word about the person goes
 * with it. Gives null where the server has none of that name, or its text is no text of that size.
 */
export function createFetchText({ requestFor }: Pick<NetworkChoices, 'requestFor'>): (url: string) => Promise<string | null> {
  const own = session.fromPartition('feed', { cache: false });
  let trusted: readonly string[] = [];
  watchChains(own, () => trusted);
  return async (url) => {
    const { decision, roots } = requestFor(url);
    trusted = roots;
    await own.setProxy({ ...sessionProxy(decision) });
    const answer = await own.fetch(url, { credentials: 'omit', redirect: 'error', signal: AbortSignal.timeout(patienceMs) });
    if (!answer.ok) return null;
    const text = await answer.text();
    return text.length > longestText ? null : text;
  };
}
