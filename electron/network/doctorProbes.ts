import { lookup } from 'node:dns/promises';
import { rootCertificates } from 'node:tls';
import { answeredBetween, type Answer } from './between.ts';
import type { DoctorProbes } from './doctor.ts';
import { targetOf } from './hosts.ts';
import { NetworkError } from './networkError.ts';
import type { ProxyLogin } from './proxyAddress.ts';
import type { ProxyDecision } from './proxyDecision.ts';
import { routeOf, type NetworkRequest } from './request.ts';
import { openLine } from './route.ts';
import { openSecureLine } from './secureLine.ts';
import { certificatesOf, chainOf, shownChain } from './shownChain.ts';
import { createTrust } from './trust.ts';

/** One POST as the program itself sends it; rejects with a NetworkError. */
export type Call = (request: { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array; readonly timeoutMs: number; readonly signal: AbortSignal }) =>
  Promise<Answer>;

export interface ProbeParts {
  /** The base address of the platform. */
  readonly url: string;
  readonly decide: () => ProxyDecision | Promise<ProxyDecision>;
  /** What is needed to go the way decided; asked for where that can be gone alone. */
  readonly request: () => NetworkRequest | Promise<NetworkRequest>;
  /** The login of a proxy that wants one; null where there is none. */
  readonly findLogin?: (proxy: string) => Promise<ProxyLogin | null>;
  readonly call: Call;
  readonly stop: AbortSignal;
}

/** A person waits for each. */
const patienceMs = 10_000;

/** What the doctor looks with: real lines, and for the last of them whatever the program itself sends by. */
export function doctorProbes({ url, decide, request, findLogin, call, stop }: ProbeParts): DoctorProbes {
  const target = targetOf(url);
  const signal = (): AbortSignal => AbortSignal.any([AbortSignal.timeout(patienceMs), stop]);
  let login: ProxyLogin | null = null;
  async function way() {
    const asked = await request();
    const { login: given, ...others } = routeOf(asked);
    return { route: { ...others, login: login ?? given }, trust: createTrust(asked) };
  }
  async function reach(): Promise<void> {
    const { route, trust } = await way();
    (await openLine(route, target, { signal: signal(), context: trust.usual(), timeoutMs: patienceMs })).destroy();
  }
  return {
    decide,
    lookUp: async (name) => (await lookup(name, { all: true })).map(({ address }) => address),
    async openLine() {
      try {
        await reach();
      } catch (error) {
        const { proxy } = (await way()).route;
        if (!(error instanceof NetworkError) || error.code !== 'PROXY_LOGIN_WANTED' || proxy === null || findLogin === undefined) throw error;
        login = await findLogin(`${proxy.host}:${proxy.port}`);
        if (login === null) throw error;
        await reach();
      }
    },
    async proveServer() {
      const { route, trust } = await way();
      const socket = await openSecureLine(route, target, trust, signal());
      const shown = socket.getPeerCertificate(true);
      socket.destroy();
      const root = certificatesOf(shown).at(-1)?.raw.toString('base64');
      return { chain: chainOf(shown), isPublic: rootCertificates.some((pem) => pem.replace(/-----[A-Z ]+-----|\s/g, '') === root) };
    },
    async shown() {
      const { route, trust } = await way();
      return shownChain(url, route, trust, signal());
    },
    async call() {
      const answer = await call({ url: `${url}/api/v1.1/databases/list/`, headers: { 'content-type': 'application/json' }, body: Buffer.from('{}'), timeoutMs: patienceMs, signal: stop });
      const { status, headers, body } = answer;
      const date = Date.parse(headers['date'] ?? '');
      const isBetween = answeredBetween(answer, /^\s*\{/.test(Buffer.from(body.subarray(0, 100)).toString('utf8')), url) !== null;
      return { status, date: Number.isNaN(date) || headers['age'] !== undefined ? null : date, isBetween };
    },
    now: () => Date.now(),
  };
}
