import { Fault } from '#contract/faults.ts';
import type { NetworkSettings } from '#contract/settings/network.ts';
import { readRoots } from './certificateFiles.ts';
import type { Environment } from './environment.ts';
import { decideProxy, type ProxyDecision } from './proxyDecision.ts';
import type { ProxyLogin } from './proxyAddress.ts';
import { directRoute, type Route } from './route.ts';
import type { ClientCertificate } from './trust.ts';

export type UsableDecision = Exclude<ProxyDecision, { kind: 'unusable' }>;

/** All that is to be known to reach a server, whoever's network carries it out. */
export interface NetworkRequest {
  readonly decision: UsableDecision;
  /** What a proxy is told where it asks; one in the environment's address is the fallback. */
  readonly login: ProxyLogin | null;
  /** PEM, beside those of the system. */
  readonly roots: readonly string[];
  readonly client: ClientCertificate | null;
}

export interface NetworkQuestion {
  readonly settings: NetworkSettings;
  readonly env: Environment;
  readonly url: string;
  /** What one command was told in place of the settings. */
  readonly asked?: string | undefined;
  readonly login?: ProxyLogin | null | undefined;
  /** A file of roots in place of that of the settings. */
  readonly rootsFile?: string | undefined;
  readonly client?: ClientCertificate | null | undefined;
}

/** Decides and reads what is needed. Faults proxy-unusable, certificate-unusable. */
export function networkRequest({ settings, env, url, asked, login = null, rootsFile, client = null }: NetworkQuestion): NetworkRequest {
  const decision = decideProxy({ settings, env, url, asked });
  const roots = rootsFile ?? settings.rootCertificates;
  return { decision: usable(decision), login, roots: roots === undefined ? [] : readRoots(roots), client };
}

/** Going on without a proxy that is named would take another way than the company wants. Fault proxy-unusable. */
export function usable(decision: ProxyDecision): UsableDecision {
  if (decision.kind !== 'unusable') return decision;
  const { rule, why } = decision;
  throw new Fault('proxy-unusable', { reason: why, ...(rule.by === 'environment' ? { name: rule.variable } : {}) });
}

/** As plain Node goes, which knows no system's proxy beside the environment. */
export function routeOf({ decision, login }: Pick<NetworkRequest, 'decision' | 'login'>): Route {
  return decision.kind === 'proxy' ? { proxy: decision.proxy, login: login ?? decision.proxy.login } : directRoute;
}
