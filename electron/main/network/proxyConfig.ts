import { proxyName } from '#network/proxyAddress.ts';
import type { UsableDecision } from '#network/request.ts';

/** What a session of Chromium's is told; a part of Electron's ProxyConfig. */
export interface SessionProxy {
  readonly mode: 'system' | 'direct' | 'fixed_servers';
  readonly proxyRules?: string;
  readonly proxyBypassRules?: string;
}

/** The decision was made by the rules for window and command line, so that Chromium's own for this computer are not to change it. */
export function sessionProxy(decision: UsableDecision): SessionProxy {
  if (decision.kind !== 'proxy') return { mode: decision.kind };
  return { mode: 'fixed_servers', proxyRules: proxyName(decision.proxy), proxyBypassRules: '<-loopback>' };
}
