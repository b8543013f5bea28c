import { codeWithChain, type ShownCertificate } from '#contract/serverTrust.ts';
import type { DoctorStep, DoctorStepName } from '#contract/network/doctor.ts';
import { targetOf } from './hosts.ts';
import { systemCodeOf } from './networkError.ts';
import { proxyName } from './proxyAddress.ts';
import type { ProxyDecision } from './proxyDecision.ts';

/** What a server proved itself by. */
export interface ProvedChain {
  readonly chain: readonly ShownCertificate[];
  /** Whether its root is one that browsers bring along: else a company, or whoever else put it into the system, stands behind it. */
  readonly isPublic: boolean;
}

/** How the doctor looks; each rejects with the error that it met. */
export interface DoctorProbes {
  decide(): ProxyDecision | Promise<ProxyDecision>;
  lookUp(host: string): Promise<readonly string[]>;
  /** A line to the server, through the proxy where there is one. */
  openLine(): Promise<void>;
  proveServer(): Promise<ProvedChain>;
  /** What the server showed where it proved nothing. */
  shown(): Promise<readonly ShownCertificate[]>;
  /** One call that changes nothing; `isBetween`: somebody in between has answered it. */
  call(): Promise<{ readonly status: number; readonly date: number | null; readonly isBetween?: boolean }>;
  now(): number;
}

/** Wrong by more, and tokens, certificates and request ids are judged by another time than the server's. */
const clockToleranceMs = 2 * 60_000;

/** Looks at one thing after another, up to the first that bars the way. */
export async function* examine(url: string, probes: DoctorProbes): AsyncGenerator<DoctorStep> {
  const { host, port, secure } = targetOf(url);
  yield found('address', { host, port: String(port) });
  const decision = await probes.decide();
  const { by, ...rule } = decision.rule;
  const proxy = decision.kind === 'proxy' ? proxyName(decision.proxy) : '';
  const way = { host, proxy, rule: by, ...rule };
  if (decision.kind === 'unusable') {
    yield bad('proxy', 'PROXY_UNUSABLE', way);
    return;
  }
  yield found('proxy', way);
  const asked = decision.kind === 'proxy' ? decision.proxy.host : host;
  const addresses = await attempt(() => probes.lookUp(asked));
  if ('code' in addresses) {
    yield bad('names', addresses.code, { host: asked });
    return;
  }
  yield found('names', { host: asked, addresses: addresses.value.join(', ') });
  const line = await attempt(() => probes.openLine());
  if ('code' in line) {
    yield bad('line', line.code, { host, proxy });
    return;
  }
  yield found('line', { host, proxy });
  const proved = secure ? await tlsStep(host, probes) : null;
  if (proved !== null) yield proved;
  if (proved?.state === 'bad') return;
  yield* callSteps(host, probes);
}

async function tlsStep(host: string, probes: DoctorProbes): Promise<DoctorStep> {
  const proved = await attempt(() => probes.proveServer());
  if ('code' in proved) return bad('tls', codeWithChain(proved.code, await probes.shown().catch(() => [])), { host });
  const { chain, isPublic } = proved.value;
  const [server, root] = [chain[0], chain.at(-1)];
  const facts = { host, subject: server?.subject ?? '?', issuer: server?.issuer ?? '?', until: server?.until ?? '?', root: root?.issuer ?? '?' };
  return isPublic ? found('tls', facts) : { step: 'tls', state: 'warn', code: 'COMPANY_ROOT', facts };
}

async function* callSteps(host: string, probes: DoctorProbes): AsyncGenerator<DoctorStep> {
  const answer = await attempt(() => probes.call());
  if ('code' in answer) {
    yield bad('call', answer.code, { host });
    return;
  }
  const { status, date, isBetween = false } = answer.value;
  const facts = { host, status: String(status) };
  if (isBetween) {
    yield bad('call', 'ANSWERED_BETWEEN', facts);
    return;
  }
  yield status >= 200 && status < 300 ? found('call', facts) : { step: 'call', state: 'warn', code: 'HTTP', facts };
  if (date === null) return;
  const off = probes.now() - date;
  yield Math.abs(off) <= clockToleranceMs ? found('clock', {}) : bad('clock', 'CLOCK_OFF', { minutes: String(Math.round(off / 60_000)) });
}

const found = (step: DoctorStepName, facts: DoctorStep['facts']): DoctorStep => ({ step, state: 'good', code: null, facts });
const bad = (step: DoctorStepName, code: string, facts: DoctorStep['facts']): DoctorStep => ({ step, state: 'bad', code, facts });

async function attempt<Value>(act: () => Promise<Value>): Promise<{ readonly value: Value } | { readonly code: string }> {
  try {
    return { value: await act() };
  } catch (error) {
    return { code: systemCodeOf(error) };
  }
}
