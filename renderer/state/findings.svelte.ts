import type { ProblemGroup } from '#contract/job.ts';
import type { Client } from '../api/bridge.ts';
import type { Notices } from './notices.svelte.ts';

/** What checking has made of a job's rows: why some are invalid, and the first items as they are sent. */
export class Findings {
  readonly #client: Client;
  readonly #notices: Notices;
  readonly #jobId: string;
  #problems = $state.raw<readonly ProblemGroup[]>([]);
  #items = $state.raw<readonly string[]>([]);
  #stale = $state(false);

  constructor(client: Client, notices: Notices, jobId: string) {
    this.#client = client;
    this.#notices = notices;
    this.#jobId = jobId;
  }

  get problems(): readonly ProblemGroup[] {
    return this.#problems;
  }

  get items(): readonly string[] {
    return this.#items;
  }

  /** Rows were corrected. */
  markStale(): void {
    this.#stale = true;
  }

  /** Asks for it again where it is stale. */
  freshen(): void {
    if (this.#stale) void this.load();
  }

  async load(): Promise<void> {
    this.#stale = false;
    await Promise.all([this.#loadProblems(), this.#loadItems()]);
  }

  async #loadProblems(): Promise<void> {
    const problems = await this.#notices.attempt(() => this.#client.call('jobProblems', { jobId: this.#jobId }));
    if (problems !== undefined) this.#problems = problems;
  }

  async #loadItems(): Promise<void> {
    const items = await this.#notices.attempt(() => this.#client.call('previewItems', { jobId: this.#jobId, limit: 5 }));
    if (items !== undefined) this.#items = items;
  }
}
