import type { EngineEvent } from '#contract/events.ts';
import type { Recipe } from '#contract/recipe.ts';
import type { Client } from '../api/bridge.ts';
import type { Notices } from './notices.svelte.ts';

export interface Progress {
  readonly rows: number;
  readonly bytesRead: number;
  readonly bytesTotal: number;
}

/** Reading and checking of a whole file under way. */
export class PrepareState {
  readonly #client: Client;
  readonly #notices: Notices;
  #sourceId = $state<string | null>(null);
  #progress = $state.raw<Progress | null>(null);
  #cancelling = $state(false);

  constructor(client: Client, notices: Notices) {
    this.#client = client;
    this.#notices = notices;
  }

  get running(): boolean {
    return this.#sourceId !== null;
  }

  get cancelling(): boolean {
    return this.#cancelling;
  }

  get progress(): Progress | null {
    return this.#progress;
  }

  /** Prepares a job; its id, or undefined when that failed or was cancelled. */
  async run(sourceId: string, recipe: Recipe, name: string): Promise<string | undefined> {
    if (this.running) return undefined;
    this.#notices.clear();
    this.#sourceId = sourceId;
    this.#progress = null;
    const job = await this.#notices.attempt(() => this.#client.call('prepareJob', { sourceId, recipe, name }));
    this.#sourceId = null;
    this.#cancelling = false;
    return job?.jobId;
  }

  async cancel(): Promise<void> {
    const sourceId = this.#sourceId;
    if (sourceId === null) return;
    this.#cancelling = true;
    const done = await this.#notices.attempt(() => this.#client.call('cancelPrepare', { sourceId }));
    if (done === undefined) this.#cancelling = false;
  }

  apply(event: Extract<EngineEvent, { kind: 'preparing' }>): void {
    if (event.sourceId === this.#sourceId) this.#progress = event;
  }
}
