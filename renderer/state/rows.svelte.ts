import type { JobRow, RowState } from '#contract/job.ts';
import type { Client } from '../api/bridge.ts';
import type { Notices } from './notices.svelte.ts';

export const rowsPerPage = 50;

/** One page of a job's rows; the rest stays in the job file, however many there are. */
export class RowsState {
  readonly #client: Client;
  readonly #notices: Notices;
  readonly #jobId: string;
  #state = $state<RowState | null>(null);
  #page = $state(0);
  #total = $state(0);
  #rows = $state.raw<readonly JobRow[]>([]);
  #loaded = $state(false);
  #asked = 0;

  constructor(client: Client, notices: Notices, jobId: string) {
    this.#client = client;
    this.#notices = notices;
    this.#jobId = jobId;
  }

  get state(): RowState | null {
    return this.#state;
  }

  get page(): number {
    return this.#page;
  }

  get pages(): number {
    return Math.max(1, Math.ceil(this.#total / rowsPerPage));
  }

  get total(): number {
    return this.#total;
  }

  get rows(): readonly JobRow[] {
    return this.#rows;
  }

  get loaded(): boolean {
    return this.#loaded;
  }

  /** Shows the rows of one state, or all of them, from the first. */
  async show(state: RowState | null): Promise<void> {
    this.#state = state;
    this.#page = 0;
    await this.refresh();
  }

  async goTo(page: number): Promise<void> {
    this.#page = Math.min(Math.max(0, page), this.pages - 1);
    await this.refresh();
  }

  async refresh(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const state = this.#state;
    const answer = await this.#notices.attempt(() =>
      this.#client.call('jobRows', {
        jobId: this.#jobId,
        ...(state === null ? {} : { state }),
        offset: this.#page * rowsPerPage,
        limit: rowsPerPage,
      }),
    );
    // An answer to an earlier question must not replace that to a later one.
    if (answer === undefined || asked !== this.#asked) return;
    this.#total = answer.total;
    this.#rows = answer.rows;
    this.#loaded = true;
    if (this.#page >= this.pages) await this.goTo(this.pages - 1);
  }
}
