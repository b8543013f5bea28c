import { basename } from 'node:path';
import type { Access } from '#contract/engine.ts';
import { Fault } from '#contract/faults.ts';
import type { Known } from '#contract/fields.ts';
import { createPlatformClient, type PlatformClient } from '#engine/api/client.ts';
import { listDatabases, listFields, listResourceFields, listResources, listTemplateResources } from '#engine/api/discovery.ts';
import type { Transport } from '#engine/api/transport.ts';
import { isoTime, systemClock } from '#engine/jobs/clock.ts';
import type { Catalogue } from '#engine/store/catalogue.ts';
import { fieldEntries, namedEntries, type KnownEntries, type KnownPlace } from '#engine/store/known.ts';
import { writeTemplate } from '#engine/template/writeTemplate.ts';
import type { EngineHost } from './host.ts';

/** A person waits for these answers. */
const timeoutMs = 30_000;

type Names = 'readDatabases' | 'tryDatabases' | 'readFields' | 'readResources' | 'readResourceFields' | 'knownDatabases' | 'writeTemplate' | 'tryQueue';
type Question<Item> = (client: PlatformClient) => Promise<readonly Item[]>;

/** What a platform says of itself: asked of it, kept in the catalogue, and answered from there while it is away. */
export function discoveryCommands(known: Catalogue['known'], transport: Transport): Pick<EngineHost, Names> {
  async function ask<Item>(access: Access, question: Question<Item>): Promise<readonly Item[]> {
    const client = createPlatformClient({ transport, access, timeoutMs, now: () => systemClock.now() });
    try {
      return await question(client);
    } finally {
      await client.close();
    }
  }
  async function askOrRemember<Item>(access: Access, place: KnownPlace, entries: KnownEntries<Item>, question: Question<Item>): Promise<Known<Item>> {
    try {
      return known.write(place, entries, await ask(access, question), isoTime(systemClock));
    } catch (error) {
      const kept = isAway(error) ? known.read(place, entries) : null;
      if (kept === null) throw error;
      return kept;
    }
  }
  const readFields: EngineHost['readFields'] = ({ connectionId, access, dbId }) =>
    askOrRemember(access, { connectionId, kind: 'fields', key: String(dbId) }, fieldEntries, (client) => listFields(client, dbId));
  return {
    async readDatabases({ connectionId, access }) {
      const found = await ask(access, listDatabases);
      known.write({ connectionId, kind: 'databases', key: '' }, namedEntries, found, isoTime(systemClock));
      return found;
    },
    // Loaded where a queue is spoken to.
    tryQueue: async ({ queue }) => (await import('#engine/queue/tryQueue.ts')).tryQueue(queue, AbortSignal.timeout(timeoutMs)),
    tryDatabases: ({ access }) => ask(access, listDatabases),
    knownDatabases: ({ connectionId }) => known.read({ connectionId, kind: 'databases', key: '' }, namedEntries),
    readFields,
    async writeTemplate({ path, subscriptions, ...place }) {
      const { items } = await readFields(place);
      const { dbId } = place;
      const told = subscriptions ? await ask(place.access, async (client) => [await listTemplateResources(client, dbId)]) : [];
      return { name: basename(path), columns: await writeTemplate(items, path, told[0]) };
    },
    readResources: ({ connectionId, access }) => askOrRemember(access, { connectionId, kind: 'resources', key: '' }, namedEntries, listResources),
    readResourceFields: ({ connectionId, access, resourceId, channel }) =>
      askOrRemember(access, { connectionId, kind: 'resource-fields', key: `${resourceId}/${channel}` }, fieldEntries, (client) =>
        listResourceFields(client, resourceId, channel),
      ),
  };
}

/** A platform that answers no (no right, no such database) is there, and what it said before no longer holds. */
function isAway(error: unknown): boolean {
  if (!(error instanceof Fault)) return false;
  const { httpStatus } = error.detail;
  const failed = typeof httpStatus === 'number' && httpStatus >= 500;
  return error.code === 'server-unreachable' || error.code === 'server-unclear' || (error.code === 'server-refused' && failed);
}
