import type { RememberedList } from '#contract/memory.ts';
import { sameServer, serverOf } from '#contract/url.ts';
import type { Catalogue } from '#engine/store/catalogue.ts';
import { fieldEntries, namedEntries } from '#engine/store/known.ts';

/** Where remembered lists go, by the connections of this workstation and what is known of their platforms. */
export interface ListPlaces {
  /** The connection that a list was sent by, else another to the same server; null where there is none. */
  connectionOf(list: RememberedList): string | null;
  /** The name of its database; null where it was never heard. */
  databaseOf(list: RememberedList): string | null;
  /** Titles of the fields of its database, also of such as are gone. */
  titlesOf(list: RememberedList): ReadonlyMap<string, string>;
  /** Those of the lists that go to a database of a connection. */
  of(lists: readonly RememberedList[], connectionId: string, dbId: number): readonly RememberedList[];
}

export function listPlaces({ connections, known }: Pick<Catalogue, 'connections' | 'known'>): ListPlaces {
  function connectionOf({ connectionId, server }: RememberedList): string | null {
    const leadsThere = connections().filter(({ baseUrl, practice }) => sameServer(serverOf(baseUrl, practice), server));
    return (leadsThere.find((connection) => connection.connectionId === connectionId) ?? leadsThere[0])?.connectionId ?? null;
  }
  return {
    connectionOf,
    databaseOf(list) {
      const connectionId = connectionOf(list);
      if (connectionId === null) return null;
      return known.read({ connectionId, kind: 'databases', key: '' }, namedEntries)?.items.find(({ id }) => id === list.recipe.request.db_id)?.name ?? null;
    },
    titlesOf(list) {
      const connectionId = connectionOf(list);
      const fields = connectionId === null ? null : known.read({ connectionId, kind: 'fields', key: String(list.recipe.request.db_id) }, fieldEntries);
      return new Map([...(fields?.gone ?? []), ...(fields?.items ?? [])].map(({ name, title }) => [name, title]));
    },
    of(lists, connectionId, dbId) {
      const connection = connections().find((one) => one.connectionId === connectionId);
      if (connection === undefined) return [];
      const server = serverOf(connection.baseUrl, connection.practice);
      return lists.filter((list) => list.recipe.request.db_id === dbId && sameServer(list.server, server));
    },
  };
}
