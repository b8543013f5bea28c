import { readFileSync } from 'node:fs';
import { routeOf } from '#network/request.ts';
import type { CommandHost } from './context.ts';

/** Plain Node carries commands out, from the sources or from a bundle that lies as they do: of proxies it knows those of settings and environment. */
export const nodeHost: CommandHost = {
  async transport(request) {
    const [{ nodeTransport }, { createTrust }] = await Promise.all([import('#engine/api/nodeTransport.ts'), import('#network/trust.ts')]);
    return nodeTransport({ route: routeOf(request), trust: createTrust(request) });
  },
  reader: new URL('../engine/jobs/prepare/readerEntry.ts', import.meta.url),
  version: () => versionIn(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))),
};

function versionIn(found: unknown): string {
  if (typeof found === 'object' && found !== null && 'version' in found && typeof found.version === 'string') return found.version;
  throw new Error('package.json has no version');
}
