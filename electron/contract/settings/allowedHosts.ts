/** A host by its name or address, or all that are below one: `*.example.com`. */
export const allowedHostShape = /^(?:\*\.)?[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?$|^\[[0-9a-f:.]{2,45}\]$/i;

const hostOf = /^https?:\/\/(\[[^\]]*\]|[^/:?#]*)/i;

/**
 * The host of an address that nothing may be sent to, by what an administrator allows; null where it may. The practice
 * server on this computer is no matter of hosts: it has a setting of its own.
 * @param baseUrl as readBaseUrl gave it
 */
export function forbiddenHost(baseUrl: string, allowed: readonly string[] | undefined): string | null {
  if (allowed === undefined) return null;
  const host = (hostOf.exec(baseUrl)?.[1] ?? baseUrl).toLowerCase();
  return allowed.some((one) => isAllowed(host, one.toLowerCase())) ? null : host;
}

const isAllowed = (host: string, allowed: string): boolean => (allowed.startsWith('*.') ? host.endsWith(allowed.slice(1)) : host === allowed);
