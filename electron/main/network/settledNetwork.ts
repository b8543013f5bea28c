import { networkRequest } from '#network/request.ts';
import type { SettingsFile } from '../settings.ts';
import type { ProxyLogins } from './proxyLogins.ts';
import type { NetworkChoices } from './systemNetwork.ts';

/** The window's way to servers: as the settings and the environment say at each request, with logins that a person gives. */
export function settledNetwork(settings: Pick<SettingsFile, 'inForce'>, logins: Pick<ProxyLogins, 'find'>): NetworkChoices {
  const inEnvironment = new Map<string, { readonly user: string; readonly password: string }>();
  return {
    requestFor(url) {
      const request = networkRequest({ settings: settings.inForce().values.network ?? {}, env: process.env, url });
      const { decision } = request;
      if (decision.kind === 'proxy' && decision.proxy.login !== null) inEnvironment.set(`${decision.proxy.host}:${decision.proxy.port}`, decision.proxy.login);
      return request;
    },
    async findLogin(proxy, refused) {
      return (refused ? undefined : inEnvironment.get(proxy)) ?? logins.find({ proxy, refused });
    },
  };
}
