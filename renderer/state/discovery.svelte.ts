import type { DatabaseInfo } from '#contract/commands.ts';
import type { Client } from '../api/bridge.ts';
import type { ConnectionsState } from './connections.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import { systemFields, targetFields, type KnownField } from './recipe/knownFields.ts';

/** What the chosen connection says of its databases and fields. Mapping works without any of it: numbers and names can be typed. */
export class DiscoveryState {
  readonly #client: Client;
  readonly #notices: Notices;
  readonly #connections: ConnectionsState;
  #connectionId = $state<string | null>(null);
  #databases = $state.raw<readonly DatabaseInfo[]>([]);
  #fields = $state.raw<readonly KnownField[]>(systemFields);
  #fieldsOf = $state<number | null>(null);
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

  get fields(): readonly KnownField[] {
    return this.#fields;
  }

  /** Number of the database whose fields are known; null while only the system fields are. */
  get fieldsOf(): number | null {
    return this.#fieldsOf;
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** Takes a connection, or none, and asks it for its databases. */
  async choose(connectionId: string | null): Promise<void> {
    this.#connectionId = connectionId;
    this.#databases = [];
    this.#fields = systemFields;
    this.#fieldsOf = null;
    if (connectionId === null) return;
    this.#busy = true;
    const databases = await this.#connections.check(connectionId);
    // Another connection may have been chosen while this one was slow to answer.
    if (this.#connectionId !== connectionId) return;
    this.#busy = false;
    if (databases !== undefined) this.#databases = databases;
  }

  /** Starts the practice server and takes its connection. */
  async choosePractice(): Promise<void> {
    const connection = await this.#connections.practice();
    if (connection !== undefined) await this.choose(connection.connectionId);
  }

  /** Asks for the fields of a database; true when they are known afterwards. */
  async loadFields(dbId: number): Promise<boolean> {
    const connectionId = this.#connectionId;
    if (connectionId === null) return false;
    if (this.#fieldsOf === dbId) return true;
    this.#busy = true;
    const fields = await this.#notices.attempt(() => this.#client.call('listFields', { connectionId, dbId }));
    if (this.#connectionId !== connectionId) return false;
    this.#busy = false;
    if (fields === undefined) return false;
    this.#fields = targetFields(fields);
    this.#fieldsOf = dbId;
    return true;
  }
}
