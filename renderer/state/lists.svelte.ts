import type { ListEntry } from '#contract/memory.ts';
import { m } from '#messages';
import type { Client } from '../api/bridge.ts';
import type { Notices } from './notices.svelte.ts';
import { RecipesState } from './recipes.svelte.ts';

/** Lists that go to one database, which teach what is proposed for it. */
export interface DatabaseLists {
  readonly key: string;
  readonly server: string;
  readonly dbId: number;
  /** Null where it was never heard. */
  readonly database: string | null;
  /** The newest first. */
  readonly lists: readonly ListEntry[];
}

/** What is remembered between imports: lists that were sent, and recipes saved by name. */
export class ListsState {
  readonly recipes: RecipesState;
  readonly #client: Client;
  readonly #notices: Notices;
  #lists = $state.raw<readonly ListEntry[]>([]);
  #loaded = $state(false);

  constructor(client: Client, notices: Notices) {
    this.#client = client;
    this.#notices = notices;
    this.recipes = new RecipesState(client, notices);
  }

  get loaded(): boolean {
    return this.#loaded;
  }

  /** Databases in the order in which something was sent to them last. */
  get databases(): readonly DatabaseLists[] {
    const groups: { key: string; server: string; dbId: number; database: string | null; lists: ListEntry[] }[] = [];
    for (const list of this.#lists) {
      const { server, dbId, database } = list;
      const key = `${server} ${dbId}`;
      const group = groups.find((one) => one.key === key);
      if (group === undefined) groups.push({ key, server, dbId, database, lists: [list] });
      else group.lists.push(list);
    }
    return groups;
  }

  async load(): Promise<void> {
    const [lists] = await Promise.all([this.#notices.attempt(() => this.#client.call('rememberedLists', {})), this.recipes.load()]);
    if (lists !== undefined) this.#lists = lists;
    this.#loaded = true;
  }

  /** Forgets lists, and what they taught. */
  async forget(ids: readonly string[]): Promise<void> {
    const done = await this.#notices.attempt(() => this.#client.call('forgetLists', { ids: [...ids] }));
    if (done === undefined) return;
    this.#lists = this.#lists.filter(({ listId }) => !ids.includes(listId));
  }

  /** Saves the recipe of a list under a name that is free. */
  async keep(listId: string, name: string): Promise<void> {
    const done = await this.#notices.attempt(() => this.#client.call('keepList', { listId, name }));
    if (done === undefined) return;
    this.#notices.tell(m.import_recipe_saved({ name }));
    await this.recipes.load();
  }
}
