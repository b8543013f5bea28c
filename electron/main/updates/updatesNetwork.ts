import { net, session } from 'electron';
import { createHttpSend, type FindLogin } from '../network/httpClient.ts';
import { sessionProxy } from '../network/proxyConfig.ts';
import { watchChains } from '../network/shownChains.ts';
import type { NetworkChoices } from '../network/systemNetwork.ts';
import { createFetchFile } from './fetchFile.ts';
import type { FetchFile } from './updates.ts';

/** The session that electron-updater fetches files in, by its name for it; feeds are fetched in the same. */
const sessionName = 'electron-updater';

/** How feeds and files are fetched: as every server is reached, with no cookie, cache, token or word about the person. */
export interface UpdatesNetwork {
  /** Has the next requests to this address go as the settings say now. Faults proxy-unusable, certificate-unusable. */
  readonly settle: (url: string) => Promise<void>;
  readonly findLogin: FindLogin;
  /** What is under way ends at once. */
  readonly breakOff: () => Promise<void>;
}

export function createUpdatesNetwork({ requestFor, findLogin }: NetworkChoices): UpdatesNetwork & { readonly fetchFile: FetchFile } {
  let watched: (() => Electron.Session) | null = null;
  let trusted: readonly string[] = [];
  const own = (): Electron.Session => {
    if (watched === null) {
      const made = session.fromPartition(sessionName, { cache: false });
      watchChains(made, () => trusted);
      watched = () => made;
    }
    return watched();
  };
  const settle = async (url: string): Promise<void> => {
    const { decision, roots } = requestFor(url);
    trusted = roots;
    await own().setProxy({ ...sessionProxy(decision) });
  };
  const send = createHttpSend(({ url }) => net.request({ url, session: own(), redirect: 'manual', useSessionCookies: false, cache: 'no-store' }), findLogin);
  return { settle, findLogin, breakOff: () => own().closeAllConnections(), fetchFile: createFetchFile(settle, send) };
}
