import type { AboutProgram } from '#contract/commands.ts';
import type { Client } from '../api/bridge.ts';
import type { HelpTopic } from '../text/helpPages.ts';
import type { Notices } from './notices.svelte.ts';

/** Which page of the help is open, and what the program says of itself. */
export class HelpState {
  readonly #client: Client;
  readonly #notices: Notices;
  #topic = $state<HelpTopic | null>(null);
  #about = $state.raw<AboutProgram | null>(null);
  #licences = $state.raw<string | null>(null);

  constructor(client: Client, notices: Notices) {
    this.#client = client;
    this.#notices = notices;
  }

  /** Null while the help is closed. */
  get topic(): HelpTopic | null {
    return this.#topic;
  }

  /** Null while it is not shown. */
  get about(): AboutProgram | null {
    return this.#about;
  }

  /** Texts of the licences; null until somebody asks for them. */
  get licences(): string | null {
    return this.#licences;
  }

  open(topic: HelpTopic): void {
    this.#topic = topic;
  }

  close(): void {
    this.#topic = null;
    this.#about = null;
    this.#licences = null;
  }

  async showAbout(): Promise<void> {
    const about = await this.#notices.attempt(() => this.#client.call('aboutProgram', {}));
    if (about !== undefined) this.#about = about;
  }

  async showLicences(): Promise<void> {
    const texts = await this.#notices.attempt(() => this.#client.call('licenceTexts', {}));
    if (texts !== undefined) this.#licences = texts;
  }

  showFolder(): void {
    void this.#notices.attempt(() => this.#client.call('showDataFolder', {}));
  }
}
