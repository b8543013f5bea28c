import type { ProblemGroup } from '#contract/job.ts';
import type { Client } from '../api/bridge.ts';
import type { Notices } from './notices.svelte.ts';

/** Something that is read from the job: null while nobody knows, so that nobody takes it for empty; `failed`: it could not be read. */
export interface Finding<Value> {
  readonly value: readonly Value[] | null;
  readonly failed: boolean;
}

const unknown = { value: null, failed: false } as const;

/** What checking has made of a job's rows: why some are invalid, and the first items as they are sent. */
export class Findings {
  readonly #client: Client;
  readonly #notices: Notices;
  readonly #jobId: string;
  #problems = $state.raw<Finding<ProblemGroup>>(unknown);
  #items = $state.raw<Finding<string>>(unknown);
  #stale = $state(false);

  constructor(client: Client, notices: Notices, jobId: string) {
    this.#client = client;
    this.#notices = notices;
    this.#jobId = jobId;
  }

  get problems(): Finding<ProblemGroup> {
    return this.#problems;
  }

  get items(): Finding<string> {
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
    this.#problems = found(this.#problems, problems);
  }

  async #loadItems(): Promise<void> {
    const items = await this.#notices.attempt(() => this.#client.call('previewItems', { jobId: this.#jobId, limit: 5 }));
    this.#items = found(this.#items, items);
  }
}

/** What was known before stays where it cannot be read again. */
function found<Value>(before: Finding<Value>, read: readonly Value[] | undefined): Finding<Value> {
  return read === undefined ? { ...before, failed: true } : { value: read, failed: false };
}
