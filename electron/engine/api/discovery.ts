import { Fault } from '#contract/faults.ts';
import { memberOf, readFieldList, type DatabaseDetail, type DatabaseInfo, type FieldInfo, type ResourceDetail, type ResourceInfo, type SubscriptionFields } from '#contract/fields.ts';
import { templatePlaces, type TemplateResources } from '#contract/subscriptionColumns.ts';
import type { PlatformClient } from './client.ts';

/** Lists answer pages of at most 1,000; this many pages are read before giving up on a server that never ends. */
const pagesAtMost = 100;

type Reader = Pick<PlatformClient, 'read'>;
interface Named {
  readonly id: number;
  readonly name: string;
}

function namedOf(entry: unknown): Named | null {
  const id = memberOf(entry, 'id');
  const name = memberOf(entry, 'name');
  return typeof id === 'number' ? { id, name: typeof name === 'string' && name !== '' ? name : `#${id}` } : null;
}

/** All pages of a list, by from_id (manual, databases/list and resources/list). Entries without an id are left out. */
async function listAll(client: Reader, path: string): Promise<readonly Named[]> {
  const found: Named[] = [];
  let from = 1;
  for (let page = 0; page < pagesAtMost; page += 1) {
    const answer = await client.read(path, { from_id: from, limit: 1_000 });
    const data = memberOf(answer, 'data');
    const entries: readonly unknown[] = Array.isArray(data) ? data : [];
    found.push(...entries.map(namedOf).filter((entry) => entry !== null));
    const next = memberOf(answer, 'next_from_id');
    if (entries.length === 0 || typeof next !== 'number' || next <= from) break;
    from = next;
  }
  return found;
}

/** The databases this token sees (POST databases/list/). Faults as `PlatformClient.read`. */
export async function listDatabases(client: Reader): Promise<readonly DatabaseInfo[]> {
  return listAll(client, 'databases/list/');
}

/** The least that can be asked: the first database (POST databases/list/). It changes nothing; what is wanted is the Date of the answer, which comes by ClientOptions.onDate. Faults as `PlatformClient.read`. */
export async function askAnything(client: Reader, signal: AbortSignal): Promise<void> {
  await client.read('databases/list/', { from_id: 1, limit: 1 }, signal);
}

/** The resources this token sees (POST resources/list). Faults as `PlatformClient.read`. */
export async function listResources(client: Reader): Promise<readonly ResourceInfo[]> {
  return listAll(client, 'resources/list');
}

/** One database (POST databases/get/). Faults as `PlatformClient.read`. */
export async function readDatabase(client: Reader, id: number): Promise<DatabaseDetail> {
  const data = memberOf(await client.read('databases/get/', { id }), 'data');
  const description = memberOf(data, 'description');
  return { ...(namedOf(data) ?? { id, name: `#${id}` }), description: typeof description === 'string' ? description : '' };
}

/** One resource with its channels (POST resources/get). Faults as `PlatformClient.read`. */
export async function readResource(client: Reader, id: number): Promise<ResourceDetail> {
  const data = memberOf(await client.read('resources/get', { id }), 'data');
  const channels = memberOf(data, 'channels');
  const databases = memberOf(data, 'dbs_ids');
  return {
    ...(namedOf(data) ?? { id, name: `#${id}` }),
    channels: Array.isArray(channels) ? channels.filter((channel) => typeof channel === 'string') : [],
    databases: Array.isArray(databases) ? databases.filter((database) => typeof database === 'number') : [],
  };
}

/** Each costs a request; more channels than these have make no workbook that anybody fills in. */
const resourcesAtMost = 200;

/** The resources with their channels, one after the other; those that this token may not see are left out. Faults as `PlatformClient.read` of the list. */
export async function listResourceDetails(client: Reader): Promise<readonly ResourceDetail[]> {
  const found: ResourceDetail[] = [];
  for (const { id, name } of (await listResources(client)).slice(0, resourcesAtMost)) {
    const detail = await readResource(client, id).catch((error: unknown) => {
      if (error instanceof Fault && error.code === 'server-refused') return null;
      throw error;
    });
    found.push(detail ?? { id, name, channels: [], databases: [] });
  }
  return found;
}

/**
 * The fields of a database (POST databases/fields_get/). The parameter's name is not published: both `id`
 * (as in databases/get) and `db_id` are sent. Faults as `PlatformClient.read`; server-unclear where no list came.
 */
export async function listFields(client: Reader, dbId: number): Promise<readonly FieldInfo[]> {
  return fieldsOf(await client.read('databases/fields_get/', { id: dbId, db_id: dbId }));
}

/** The fields of a resource's subscriptions in one channel (POST resources/fields_get). Faults as `listFields`. */
export async function listResourceFields(client: Reader, resourceId: number, channel: string): Promise<readonly FieldInfo[]> {
  return fieldsOf(await client.read('resources/fields_get', { id: resourceId, channel }));
}

/** The same of several resources and channels, one after the other; those that this token may not see are left out. Faults as `PlatformClient.read`. */
export async function listSubscriptionFields(client: Reader, places: readonly Pick<SubscriptionFields, 'resourceId' | 'channel'>[]): Promise<readonly SubscriptionFields[]> {
  const found: SubscriptionFields[] = [];
  for (const { resourceId, channel } of places.slice(0, resourcesAtMost)) {
    const items = await listResourceFields(client, resourceId, channel).catch((error: unknown) => {
      if (error instanceof Fault && (error.code === 'server-refused' || error.code === 'server-unclear')) return [];
      throw error;
    });
    found.push({ resourceId, channel, items });
  }
  return found;
}

/** What a template of a database needs to know of subscriptions. Faults as `PlatformClient.read` of the list of resources. */
export async function listTemplateResources(client: Reader, dbId: number): Promise<TemplateResources> {
  const resources = await listResourceDetails(client);
  return { dbId, resources, fields: await listSubscriptionFields(client, templatePlaces({ dbId, resources })) };
}

function fieldsOf(answer: unknown): readonly FieldInfo[] {
  // Go servers write an empty list as null.
  const data = memberOf(answer, 'data');
  if (data === null) return [];
  const list = readFieldList(data);
  // "No fields" kept in the catalogue would call every field of every recipe missing.
  if (list === null) throw new Fault('server-unclear', { httpStatus: 200, code: 0, text: '' });
  return list;
}
