import { readFieldList, type DatabaseInfo, type FieldInfo, type Known, type ResourceInfo, type SubscriptionFields } from '#contract/fields.ts';
import { recipeDifferences, resourcesWithFields, type Difference } from '#contract/differences.ts';
import type { Recipe } from '#contract/recipe.ts';
import type { SubscriptionPlace } from '#contract/subscriptionColumns.ts';
import type { Client } from '../api/bridge.ts';
import type { ConnectionsState } from './connections.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import { targetFields, type KnownField } from './recipe/knownFields.ts';

/** Where the known fields come from: the platform (`kept`: from an earlier time, as it could not be reached), or a file. */
export type FieldSource =
  | { readonly kind: 'platform'; readonly fetchedAt: string; readonly kept: boolean; readonly fields: Known<FieldInfo> }
  | { readonly kind: 'file'; readonly name: string; readonly fields: { readonly items: readonly FieldInfo[] } };

type ResourceFields = Known<FieldInfo> & { readonly resourceId: number; readonly channel: string };

/** What the chosen connection says of its databases, resources and fields. Mapping works without any of it: numbers and names can be typed. */
export class DiscoveryState {
  readonly #client: Client;
  readonly #notices: Notices;
  readonly #connections: ConnectionsState;
  #connectionId = $state<string | null>(null);
  #databases = $state.raw<readonly DatabaseInfo[]>([]);
  #fieldsOf = $state<number | null>(null);
  #known = $state.raw<FieldSource | null>(null);
  readonly #fields = $derived.by(() => targetFields(this.#known?.fields.items ?? []));
  #resources = $state.raw<readonly ResourceInfo[]>([]);
  #resourceFields = $state.raw<readonly ResourceFields[]>([]);
  #databasesOf = $state<string | null>(null);
  #busy = $state(false);

  constructor(client: Client, notices: Notices, connections: ConnectionsState) {
    this.#client = client;
    this.#notices = notices;
    this.#connections = connections;
  }

  get connectionId(): string | null {
    return this.#connectionId;
  }

  get databases(): readonly DatabaseInfo[] {
    return this.#databases;
  }

  /** Those that subscriptions can belong to; empty where they are not known. */
  get resources(): readonly ResourceInfo[] {
    return this.#resources;
  }

  get fields(): readonly KnownField[] {
    return this.#fields;
  }

  /** Number of the database whose fields are known; null while only the system fields are. */
  get fieldsOf(): number | null {
    return this.#fieldsOf;
  }

  /** Where the fields come from; null while only the system fields are known. */
  get source(): FieldSource | null {
    return this.#known;
  }

  /** ISO 8601 where the list of databases is the one of an earlier time, as the platform could not be reached. */
  get databasesKeptOf(): string | null {
    return this.#databasesOf;
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** Takes a connection, or none, and asks it for its databases and resources. */
  async choose(connectionId: string | null): Promise<void> {
    this.#connectionId = connectionId;
    this.#databases = [];
    this.#databasesOf = null;
    this.#known = null;
    this.#resources = [];
    this.#resourceFields = [];
    this.#fieldsOf = null;
    if (connectionId === null) return;
    this.#busy = true;
    const resources = this.#loadResources(connectionId);
    const databases = await this.#connections.check(connectionId);
    // Another connection may have been chosen while this one was slow to answer.
    if (this.#connectionId !== connectionId) return;
    if (databases !== undefined) this.#databases = databases;
    else await this.#rememberDatabases(connectionId);
    await resources;
    if (this.#connectionId === connectionId) this.#busy = false;
  }

  /** Starts the practice server and takes its connection. */
  async choosePractice(): Promise<void> {
    const connection = await this.#connections.practice();
    if (connection !== undefined) await this.choose(connection.connectionId);
  }

  /**
   * Asks for the fields of a database; true when they are known afterwards. `again`: even where they are known, and for
   * the resources as well.
   */
  async loadFields(dbId: number, again = false): Promise<boolean> {
    const connectionId = this.#connectionId;
    if (connectionId === null) return false;
    if (this.#fieldsOf === dbId && !again) return true;
    this.#busy = true;
    const [fields] = await Promise.all([
      this.#notices.attempt(() => this.#client.call('listFields', { connectionId, dbId })),
      again ? this.#loadResources(connectionId) : undefined,
    ]);
    if (this.#connectionId !== connectionId) return false;
    this.#busy = false;
    if (fields === undefined) return false;
    this.#take(dbId, { kind: 'platform', fetchedAt: fields.fetchedAt, kept: fields.kept, fields });
    return true;
  }

  /** Asks for all fields that a recipe names: those of its database and of its subscriptions' resources. */
  async loadFor(recipe: Recipe, again = false): Promise<void> {
    const connectionId = this.#connectionId;
    if (!(await this.loadFields(recipe.request.db_id, again)) || connectionId === null) return;
    await this.#loadResourceFields(connectionId, resourcesWithFields(recipe), again);
  }

  /** Asks for the fields of subscriptions, and gives those that are known then. */
  async loadSubscriptionFields(places: readonly SubscriptionPlace[]): Promise<readonly SubscriptionFields[]> {
    const connectionId = this.#connectionId;
    if (connectionId === null || places.length === 0) return [];
    await this.#loadResourceFields(connectionId, places, false);
    return this.#resourceFields;
  }

  async #loadResourceFields(connectionId: string, places: readonly Pick<ResourceFields, 'resourceId' | 'channel'>[], again: boolean): Promise<void> {
    const found: ResourceFields[] = [];
    for (const { resourceId, channel } of places) {
      const before = again ? undefined : this.#resourceFields.find((one) => one.resourceId === resourceId && one.channel === channel);
      if (before !== undefined) {
        found.push(before);
        continue;
      }
      // Not worth a notice: the mapping needs no list of these, only the comparison does without.
      const fields = await this.#client.call('listResourceFields', { connectionId, resourceId, channel }).catch(() => null);
      if (fields !== null) found.push({ ...fields, resourceId, channel });
    }
    if (this.#connectionId === connectionId) this.#resourceFields = found;
  }

  /** Takes the fields of a database from a JSON file, where the platform does not tell them; false where there are none in it. */
  takeFile(dbId: number, name: string, text: string): boolean {
    let list: readonly FieldInfo[] | null;
    try {
      list = readFieldList(JSON.parse(text.replace(/^\uFEFF/, '')));
    } catch {
      list = null;
    }
    if (list === null || list.length === 0) return false;
    this.#take(dbId, { kind: 'file', name, fields: { items: list } });
    return true;
  }

  /** In what a recipe differs from the fields known; empty where nothing is known of its database. */
  differences(recipe: Recipe): readonly Difference[] {
    const database = this.#fieldsOf === recipe.request.db_id ? this.#known?.fields : undefined;
    return recipeDifferences(recipe, { database, resources: this.#resourceFields });
  }

  #take(dbId: number, source: FieldSource): void {
    this.#known = source;
    this.#fieldsOf = dbId;
  }

  /** Not worth a notice where it fails: numbers can be typed, and a token may lack this right alone. */
  async #loadResources(connectionId: string): Promise<void> {
    const known = await this.#client.call('listResources', { connectionId }).catch(() => null);
    if (known !== null && this.#connectionId === connectionId) this.#resources = known.items;
  }

  async #rememberDatabases(connectionId: string): Promise<void> {
    const known = await this.#client.call('knownDatabases', { connectionId }).catch(() => null);
    if (known === null || this.#connectionId !== connectionId) return;
    this.#databases = known.items;
    this.#databasesOf = known.fetchedAt;
  }
}
