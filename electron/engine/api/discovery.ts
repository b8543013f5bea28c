import type { DatabaseInfo, FieldInfo } from '#contract/commands.ts';
import type { PlatformClient } from './client.ts';

/** databases/list answers pages of at most 1,000; this many pages are read before giving up on a server that never ends. */
const pagesAtMost = 100;

type Members = Readonly<Record<string, unknown>>;

/** Member names differ in case between endpoints (`Groups.Id` and `groups.id`), so they are read without regard to it. */
function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const entry = Object.entries(value).find(([key]) => key.toLowerCase() === name);
  return entry?.[1];
}

function listOf(answer: Members, name: string): readonly unknown[] {
  const list = memberOf(answer, name);
  return Array.isArray(list) ? list : [];
}

/**
 * The databases this token sees (POST databases/list/, paged by from_id). Entries without an id are left out.
 * Faults as `PlatformClient.read`.
 */
export async function listDatabases(client: PlatformClient): Promise<readonly DatabaseInfo[]> {
  const found: DatabaseInfo[] = [];
  let from = 1;
  for (let page = 0; page < pagesAtMost; page += 1) {
    const answer = await client.read('databases/list/', { from_id: from, limit: 1_000 });
    const entries = listOf(answer, 'data');
    for (const entry of entries) {
      const id = memberOf(entry, 'id');
      const name = memberOf(entry, 'name');
      if (typeof id === 'number') found.push({ id, name: typeof name === 'string' ? name : `#${id}` });
    }
    const next = memberOf(answer, 'next_from_id');
    if (entries.length === 0 || typeof next !== 'number' || next <= from) break;
    from = next;
  }
  return found;
}

/**
 * The fields of a database (POST databases/fields_get/). The parameter's name is not published: both `id`
 * (as in databases/get) and `db_id` are sent. Entries without a name are left out.
 */
export async function listFields(client: PlatformClient, dbId: number): Promise<readonly FieldInfo[]> {
  const answer = await client.read('databases/fields_get/', { id: dbId, db_id: dbId });
  return listOf(answer, 'data').flatMap((entry) => {
    const name = memberOf(entry, 'name');
    if (typeof name !== 'string' || name === '') return [];
    const title = memberOf(entry, 'title');
    const type = memberOf(entry, 'type');
    return [
      {
        name,
        title: typeof title === 'string' ? title : name,
        type: typeof type === 'string' ? type : '',
        system: memberOf(entry, 'category') === 'system',
      },
    ];
  });
}
