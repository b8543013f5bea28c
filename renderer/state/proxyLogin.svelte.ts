import type { Client } from '../api/bridge.ts';
import type { Notices } from './notices.svelte.ts';

/** What a proxy wants to know before it lets anything through. */
export class ProxyLoginState {
  readonly #client: Client;
  readonly #notices: Notices;
  #question = $state.raw<{ readonly proxy: string; readonly refused: boolean } | null>(null);
  user = $state('');
  password = $state('');
  keep = $state(true);

  constructor(client: Client, notices: Notices) {
    this.#client = client;
    this.#notices = notices;
  }

  get question(): { readonly proxy: string; readonly refused: boolean } | null {
    return this.#question;
  }

  /** A name that was wrong stays, to be seen; a password does not. */
  hear({ proxy, refused }: { readonly proxy: string; readonly refused: boolean }): void {
    this.password = '';
    this.#question = { proxy, refused };
  }

  give(): Promise<void> {
    return this.#answer({ user: this.user, password: this.password });
  }

  refuse(): Promise<void> {
    return this.#answer(null);
  }

  async #answer(login: { readonly user: string; readonly password: string } | null): Promise<void> {
    const proxy = this.#question?.proxy;
    this.#question = null;
    this.password = '';
    if (proxy !== undefined) await this.#notices.attempt(() => this.#client.call('answerProxyLogin', { proxy, login, keep: this.keep && login !== null }));
  }
}
