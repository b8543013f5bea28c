import { net, session } from 'electron';
import type { HttpSend } from '#contract/engine.ts';
import { Fault } from '#contract/faults.ts';
import { createHttpSend, type FindLogin } from '../network/httpClient.ts';
import { sessionProxy } from '../network/proxyConfig.ts';
import { watchChains } from '../network/shownChains.ts';
import type { NetworkChoices } from '../network/systemNetwork.ts';
import type { FetchFile } from './updates.ts';

/** The session that electron-updater fetches files in, by its name for it; feeds are fetched in the same. */
const sessionName = 'electron-updater';

/** A feed holds some lines for each package. */
const longestFile = 100_000;
const patienceMs = 30_000;

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

/** Faults update-unreachable, proxy-unusable, certificate-unusable. */
export function createFetchFile(settle: (url: string) => Promise<void>, send: HttpSend): FetchFile {
  return async (url, signal) => {
    await settle(url);
    const outcome = await send({ url, headers: {}, body: new Uint8Array(), timeoutMs: patienceMs }, signal);
    if (!outcome.ok) throw new Fault('update-unreachable', { reason: outcome.failure.systemCode });
    const { status, body } = outcome.answer;
    if (status === 404) return null;
    if (status !== 200 || body.length > longestFile) throw new Fault('update-unreachable', { reason: `HTTP ${status}` });
    return body;
  };
}
