import { notLoopback, type NetworkSettings } from '#contract/settings/network.ts';
import { proxyOfEnvironment, type Environment } from './environment.ts';
import { isLoopbackHost, matchesEntry, targetOf, type Target } from './hosts.ts';
import { readProxyAddress, type ProxyAddress, type UnusableProxy } from './proxyAddress.ts';

/** By what it was decided how a server is reached; `asked` is what the command line was told for this one command. */
export type ProxyRule =
  | { readonly by: 'loopback' }
  | { readonly by: 'asked' }
  | { readonly by: 'settings' }
  | { readonly by: 'exception'; readonly entry: string }
  | { readonly by: 'environment'; readonly variable: string }
  | { readonly by: 'environment-exception'; readonly variable: string; readonly entry: string }
  /** `system-told`: the system was asked, and this is what it said. */
  | { readonly by: 'system' | 'system-told' };

/** `direct`: through no proxy. `system`: whatever the system says, which only its own network knows. `unusable`: through one that cannot be used. */
export type ProxyDecision =
  | { readonly kind: 'proxy'; readonly proxy: ProxyAddress; readonly rule: ProxyRule }
  | { readonly kind: 'direct' | 'system'; readonly rule: ProxyRule }
  | { readonly kind: 'unusable'; readonly why: UnusableProxy; readonly rule: ProxyRule };

export interface ProxyQuestion {
  readonly settings: NetworkSettings;
  /** What one command was told in place of the settings: a proxy's address, `none`, or `system`. */
  readonly asked?: string | undefined;
  readonly env: Environment;
  readonly url: string;
}

/**
 * How a server is reached, and by which rule. What was asked for goes first, then the settings where they name a proxy or none,
 * then the environment, then the system. This computer is reached without, unless the settings' exceptions say otherwise; what is
 * sent there in the clear always is, as a proxy would read the token.
 */
export function decideProxy({ settings, asked, env, url }: ProxyQuestion): ProxyDecision {
  const target = targetOf(url);
  const manual = asked === undefined ? settings.proxy === 'manual' : asked !== 'none' && asked !== 'system';
  const exceptions = settings.proxyExceptions ?? [];
  const proxied = manual && exceptions.includes(notLoopback);
  if (isLoopbackHost(target.host) && (!target.secure || !proxied)) return { kind: 'direct', rule: { by: 'loopback' } };
  if (manual) return throughNamed(asked ?? settings.proxyUrl ?? '', asked === undefined ? 'settings' : 'asked', exceptions, target);
  if ((asked ?? settings.proxy) === 'none') return { kind: 'direct', rule: { by: asked === undefined ? 'settings' : 'asked' } };
  return bySurroundings(env, target);
}

function throughNamed(text: string, by: 'settings' | 'asked', exceptions: readonly string[], target: Target): ProxyDecision {
  const entry = exceptions.find((each) => matchesEntry(target, each));
  if (entry !== undefined) return { kind: 'direct', rule: { by: 'exception', entry } };
  return read(text, { by });
}

function bySurroundings(env: Environment, target: Target): ProxyDecision {
  const found = proxyOfEnvironment(env, target);
  if (found === null) return { kind: 'system', rule: { by: 'system' } };
  if (found.proxy === null) return { kind: 'direct', rule: { by: 'environment-exception', variable: found.variable, entry: found.entry } };
  return read(found.proxy, { by: 'environment', variable: found.variable });
}

function read(text: string, rule: ProxyRule): ProxyDecision {
  const proxy = readProxyAddress(text);
  return typeof proxy === 'string' ? { kind: 'unusable', why: proxy, rule } : { kind: 'proxy', proxy, rule };
}
