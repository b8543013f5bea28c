import type { HttpSend } from '#contract/engine.ts';
import { Fault } from '#contract/faults.ts';
import type { DoctorStep } from '#contract/network/doctor.ts';
import { examine } from '#network/doctor.ts';
import { doctorProbes } from '#network/doctorProbes.ts';
import type { Environment } from '#network/environment.ts';
import { NetworkError } from '#network/networkError.ts';
import { readProxyAddress } from '#network/proxyAddress.ts';
import { decideProxy, type ProxyDecision } from '#network/proxyDecision.ts';
import { networkRequest, usable, type NetworkRequest } from '#network/request.ts';
import type { SettingsFile } from '../settings.ts';
import type { NetworkChoices } from './systemNetwork.ts';

export interface NetworkDoctorParts extends Pick<NetworkChoices, 'findLogin'> {
  readonly settings: Pick<SettingsFile, 'inForce'>;
  readonly env: Environment;
  /** What the system says for an address, as a PAC script would: `DIRECT`, `PROXY host:port`, several of them one after the other. */
  readonly systemProxy: (url: string) => Promise<string>;
  /** By which jobs are sent. */
  readonly httpSend: HttpSend;
}

/** Looks at the way to a server as the window goes it. */
export type NetworkDoctor = (url: string) => Promise<readonly DoctorStep[]>;

/** The same doctor as the command line's, which asks the system for its proxy, and a person for the login that one wants. */
export function createNetworkDoctor({ settings, env, systemProxy, findLogin, httpSend }: NetworkDoctorParts): NetworkDoctor {
  return async (url) => {
    const network = settings.inForce().values.network ?? {};
    const decided = decideProxy({ settings: network, env, url });
    const decision = decided.kind === 'system' ? bySystem(await systemProxy(url)) : decided;
    const probes = doctorProbes({
      url,
      decide: () => decision,
      request: () => readable(() => ({ ...networkRequest({ settings: network, env, url }), decision: usable(decision) })),
      findLogin: (proxy) => findLogin(proxy, false),
      async call({ signal, ...request }) {
        const outcome = await httpSend(request, signal);
        if (outcome.ok) return outcome.answer;
        throw new NetworkError(outcome.failure.systemCode);
      },
      stop: new AbortController().signal,
    });
    const steps: DoctorStep[] = [];
    for await (const step of examine(url, probes)) steps.push(step);
    return steps;
  };
}

/** The first that the system names; the others are tried where that one cannot be reached. Pure. */
export function bySystem(told: string): ProxyDecision {
  const rule = { by: 'system-told' } as const;
  const [, kind = '', address = ''] = /^\s*([A-Z0-9]+)(?:\s+([^;\s]+))?/i.exec(told) ?? [];
  if (/^(?:DIRECT)?$/i.test(kind)) return { kind: 'direct', rule };
  if (/^SOCKS/i.test(kind)) return { kind: 'unusable', why: 'socks', rule };
  const proxy = readProxyAddress(`${/^HTTPS$/i.test(kind) ? 'https' : 'http'}://${address}`);
  return typeof proxy === 'string' ? { kind: 'unusable', why: proxy, rule } : { kind: 'proxy', proxy, rule };
}

function readable(read: () => NetworkRequest): NetworkRequest {
  try {
    return read();
  } catch (error) {
    throw error instanceof Fault && error.code === 'certificate-unusable' ? new NetworkError('ROOTS_UNUSABLE', { cause: error }) : error;
  }
}
