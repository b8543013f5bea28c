import { SvelteSet } from 'svelte/reactivity';
import type { FailureGroup, FailureList } from '#contract/job.ts';
import type { Client } from '../api/bridge.ts';
import type { Notices } from './notices.svelte.ts';

/** Failed rows of a job by the platform's code and words, and which codes are chosen for another round. */
export class FailuresState {
  readonly #client: Client;
  readonly #notices: Notices;
  readonly #jobId: string;
  #list = $state.raw<FailureList>({ groups: [], more: { groups: 0, rows: 0 } });
  readonly #selected = new SvelteSet<number>();
  #loading = false;
  #stale = false;

  constructor(client: Client, notices: Notices, jobId: string) {
    this.#client = client;
    this.#notices = notices;
    this.#jobId = jobId;
  }

  get groups(): readonly FailureGroup[] {
    return this.#list.groups;
  }

  /** What there is beyond the groups. */
  get more(): FailureList['more'] {
    return this.#list.more;
  }

  isSelected(code: number): boolean {
    return this.#selected.has(code);
  }

  /** Retry goes by the platform's code: groups that differ only in their words go together. */
  select(code: number, on: boolean): void {
    if (on) this.#selected.add(code);
    else this.#selected.delete(code);
  }

  clearSelection(): void {
    this.#selected.clear();
  }

  /** Codes chosen that are still there, each once. */
  get selectedCodes(): readonly number[] {
    return [...this.#selected].filter((code) => this.groups.some((group) => group.code === code));
  }

  get selectedRows(): number {
    return this.groups.reduce((sum, { code, rows }) => sum + (code !== null && this.#selected.has(code) ? rows : 0), 0);
  }

  /** Asks for the groups; a call while one is under way makes that one ask once more, however many there are. */
  async load(): Promise<void> {
    if (this.#loading) {
      this.#stale = true;
      return;
    }
    this.#loading = true;
    do {
      this.#stale = false;
      const list = await this.#notices.attempt(() => this.#client.call('jobFailures', { jobId: this.#jobId }));
      if (list !== undefined) this.#list = list;
    } while (this.#stale);
    this.#loading = false;
  }
}
