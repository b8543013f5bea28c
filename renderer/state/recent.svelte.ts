import type { RecentFile } from '#contract/commands.ts';
import type { Client } from '../api/bridge.ts';
import type { Notices } from './notices.svelte.ts';

/** The files that were taken for an import lately. */
export class RecentState {
  readonly #client: Client;
  readonly #notices: Notices;
  #files = $state.raw<readonly RecentFile[]>([]);

  constructor(client: Client, notices: Notices) {
    this.#client = client;
    this.#notices = notices;
  }

  get files(): readonly RecentFile[] {
    return this.#files;
  }

  /** Where they cannot be told, none are shown: nothing is lost by that. */
  async load(): Promise<void> {
    this.#files = await this.#client.call('recentFiles', {}).catch(() => []);
  }

  hear(files: readonly RecentFile[]): void {
    this.#files = files;
  }

  async clear(): Promise<void> {
    await this.#notices.attempt(() => this.#client.call('forgetRecent', {}));
  }
}
