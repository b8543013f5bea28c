import { z } from 'zod';
import type { Known } from '#contract/fields.ts';
import { withSqliteFaults, type Connection } from './database.ts';
import { statement } from './statement.ts';

/** What is kept of a platform, by connection. `key` says of which one: the database's number, `28/email`, or nothing. */
export interface KnownPlace {
  readonly connectionId: string;
  readonly kind: 'databases' | 'fields' | 'resources' | 'resource-fields';
  readonly key: string;
}

/** How entries are told apart, and how they are read back. */
export interface KnownEntries<Item> {
  readonly schema: z.ZodType<Item>;
  readonly idOf: (item: Item) => string;
}

export const namedEntries: KnownEntries<{ readonly id: number; readonly name: string }> = {
  schema: z.object({ id: z.number(), name: z.string() }),
  idOf: ({ id }) => String(id),
};

export const fieldEntries: KnownEntries<{ readonly name: string; readonly title: string; readonly type: string; readonly system: boolean; readonly values?: readonly string[] }> = {
  schema: z.object({ name: z.string(), title: z.string(), type: z.string(), system: z.boolean(), values: z.array(z.string()).exactOptional() }),
  idOf: ({ name }) => name,
};

/** Queries on what was read from platforms, so that fields can be mapped while one cannot be reached. Faults as openDatabase. */
export function knownQueries(db: Connection, path: string) {
  const put = statement<[string, string, string, string, string]>(db, 'INSERT OR REPLACE INTO known (connection, kind, key, value, fetched_at) VALUES (?, ?, ?, ?, ?)');
  const get = statement<[string, string, string], { value: string; fetched_at: string }>(
    db,
    'SELECT value, fetched_at FROM known WHERE connection = ? AND kind = ? AND key = ?',
  );
  const drop = statement<[string]>(db, 'DELETE FROM known WHERE connection = ?');
  const guarded = <Value>(work: () => Value): Value => withSqliteFaults(path, work);

  /** null where nothing is kept, or nothing that this version can read: then it is asked for again. */
  function read<Item>({ connectionId, kind, key }: KnownPlace, { schema }: KnownEntries<Item>): Known<Item> | null {
    const record = guarded(() => get.get(connectionId, kind, key));
    if (record === undefined) return null;
    const list = z.object({ items: z.array(schema), gone: z.array(schema) }).safeParse(jsonOf(record.value));
    return list.success ? { ...list.data, fetchedAt: record.fetched_at, kept: true } : null;
  }

  return {
    read,
    /** Keeps what was read at `fetchedAt` (ISO 8601), and what it no longer lists as gone. */
    write<Item>(place: KnownPlace, entries: KnownEntries<Item>, items: readonly Item[], fetchedAt: string): Known<Item> {
      const { connectionId, kind, key } = place;
      const before = read(place, entries);
      const there = new Set(items.map(entries.idOf));
      const gone = new Map([...(before?.gone ?? []), ...(before?.items ?? [])].map((item) => [entries.idOf(item), item]));
      for (const id of there) gone.delete(id);
      const value = { items, gone: [...gone.values()] };
      guarded(() => void put.run(connectionId, kind, key, JSON.stringify(value), fetchedAt));
      return { ...value, fetchedAt, kept: false };
    },
    /** What is known of another address, or of a connection that is deleted, says nothing any more. */
    forget: (connectionId: string): void => guarded(() => void drop.run(connectionId)),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
