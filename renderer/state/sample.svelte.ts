import { m } from '#messages';
import type { Client } from '../api/bridge.ts';
import type { ConnectionsState } from './connections.svelte.ts';
import type { JobState } from './job.svelte.ts';
import type { ImportState } from './newImport.svelte.ts';
import type { Notices } from './notices.svelte.ts';

/** Practising with a sample: a list, its recipe, and a server that knows its people. */
export class SampleState {
  readonly #client: Client;
  readonly #notices: Notices;
  readonly #connections: ConnectionsState;
  #flow = $state.raw<ImportState | null>(null);
  #busy = $state(false);

  constructor(client: Client, notices: Notices, connections: ConnectionsState) {
    this.#client = client;
    this.#notices = notices;
    this.#connections = connections;
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** Has the sample made, and takes it into a new import, which is left at its last step. */
  async take(next: ImportState): Promise<void> {
    this.#busy = true;
    const made = await this.#notices.attempt(() => this.#client.call('startSample', {}));
    if (made !== undefined) {
      await this.#connections.load();
      await next.reopen(made.source, made.recipe, null, made.connection.connectionId);
      await next.next();
      this.#flow = next;
    }
    this.#busy = false;
  }

  /** What a newcomer is told at an import; null where it is none of the sample. */
  importWords(flow: ImportState | null): string | null {
    return flow !== null && flow === this.#flow ? m.sample_check() : null;
  }

  /** What a newcomer is told at a job; null where it is not that of the sample, or goes on. */
  jobWords({ jobId, status }: JobState): string | null {
    if (this.#flow?.made(jobId) !== true) return null;
    return status?.state === 'ready' ? m.sample_ready() : status?.state === 'finished' ? m.sample_done() : null;
  }
}
