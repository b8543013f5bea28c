import type { UndoSaved } from '#contract/comparison.ts';
import type { Client } from '../api/bridge.ts';
import type { Notices } from './notices.svelte.ts';

/** The workbook that takes a job back for the rows whose profiles were kept. */
export class Undoing {
  readonly #client: Client;
  readonly #notices: Notices;
  readonly #jobId: string;
  #busy = $state(false);
  #saved = $state.raw<UndoSaved | null>(null);

  constructor(client: Client, notices: Notices, jobId: string) {
    this.#client = client;
    this.#notices = notices;
    this.#jobId = jobId;
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** The one written last; null before the first. */
  get saved(): UndoSaved | null {
    return this.#saved;
  }

  /** Asks where to save it. */
  async save(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    const saved = await this.#notices.attempt(() => this.#client.call('saveUndo', { jobId: this.#jobId }));
    this.#busy = false;
    if (saved !== undefined && saved !== null) this.#saved = saved;
  }
}
