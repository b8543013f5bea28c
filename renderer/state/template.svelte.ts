import type { TemplateWritten } from '#contract/answers.ts';
import type { Client } from '../api/bridge.ts';
import type { ConnectionsState } from './connections.svelte.ts';
import { DiscoveryState } from './discovery.svelte.ts';
import type { Notices } from './notices.svelte.ts';

/** Making a workbook to be filled in for a database. */
export class TemplateState {
  readonly discovery: DiscoveryState;
  readonly #client: Client;
  readonly #notices: Notices;
  #isOpen = $state(false);
  #dbId = $state<number | null>(null);
  #busy = $state(false);
  /** Also columns for the subscriptions of the database's resources. */
  withSubscriptions = $state(true);
  #written = $state.raw<TemplateWritten | null>(null);

  constructor(client: Client, notices: Notices, connections: ConnectionsState) {
    this.#client = client;
    this.#notices = notices;
    this.discovery = new DiscoveryState(client, notices, connections);
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get dbId(): number | null {
    return this.#dbId;
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** What was saved; null before. */
  get written(): TemplateWritten | null {
    return this.#written;
  }

  get isReady(): boolean {
    return this.discovery.connectionId !== null && this.#dbId !== null;
  }

  open(): void {
    this.#isOpen = true;
    this.#written = null;
  }

  close(): void {
    this.#isOpen = false;
  }

  async chooseConnection(connectionId: string | null): Promise<void> {
    this.#dbId = null;
    await this.discovery.choose(connectionId);
    const [only, ...others] = this.discovery.databases;
    if (others.length === 0) this.#dbId = only?.id ?? null;
  }

  chooseDatabase(dbId: number | null): void {
    this.#dbId = dbId;
  }

  /** Asks where to save it, and saves it. */
  async save(): Promise<void> {
    const { connectionId, databases } = this.discovery;
    const database = databases.find(({ id }) => id === this.#dbId);
    if (connectionId === null || database === undefined || this.#busy) return;
    this.#busy = true;
    const written = await this.#notices.attempt(() => this.#client.call('saveTemplate', { connectionId, dbId: database.id, name: database.name, subscriptions: this.withSubscriptions }));
    this.#busy = false;
    if (written !== undefined && written !== null) this.#written = written;
  }
}
