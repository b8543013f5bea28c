import type { RunFigures } from '#contract/runFigures.ts';
import type { Client } from '../api/bridge.ts';

/** How the last run of a job goes or went; read of its requests, so that it is there whenever somebody opens the job. */
export class RunFiguresState {
  readonly #client: Client;
  readonly #jobId: string;
  #figures = $state.raw<RunFigures | null>(null);

  constructor(client: Client, jobId: string) {
    this.#client = client;
    this.#jobId = jobId;
  }

  /** Null before the first request, and where it cannot be told. */
  get figures(): RunFigures | null {
    return this.#figures;
  }

  /** Not worth a notice where it fails: the counts say how far the run is. */
  async load(): Promise<void> {
    this.#figures = await this.#client.call('runFigures', { jobId: this.#jobId }).catch(() => this.#figures);
  }
}
