import { readFileSync } from 'node:fs';
import type { CommandHost } from './context.ts';

/** Plain Node carries commands out, from the sources or from a bundle that lies as they do: it knows no proxy. */
export const nodeHost: CommandHost = {
  transport: async () => (await import('#engine/api/nodeTransport.ts')).nodeTransport(),
  reader: new URL('../engine/jobs/prepare/readerEntry.ts', import.meta.url),
  version: () => versionIn(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))),
};

function versionIn(found: unknown): string {
  if (typeof found === 'object' && found !== null && 'version' in found && typeof found.version === 'string') return found.version;
  throw new Error('package.json has no version');
}
