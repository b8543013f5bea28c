import { untrack } from 'svelte';
import { actionIds, actions, actionOf, type ActionId, type Pressed, type PressedWhere } from '#contract/actions.ts';
import type { LanguageChoice } from '#contract/language.ts';
import type { ThemeChoice } from '#contract/theme.ts';
import type { Client } from '../api/bridge.ts';
import { HelpState } from './help.svelte.ts';
import type { Notices } from './notices.svelte.ts';

/** What a screen does for an action, while it can. */
export interface Offer {
  readonly run: () => void;
  /** Left out where it can whenever it is open. */
  readonly can?: () => boolean;
}

/** What one part of the page offers. */
export type Offers = { readonly [Id in ActionId]?: Offer };

/** The actions of the registry as the page can do them now; menus, list of commands and keys all run them here. */
export class ActionsState {
  readonly help: HelpState;
  readonly #client: Client;
  readonly #notices: Notices;
  #offered = $state.raw<readonly Offers[]>([]);
  #listed = $state(false);
  #told = '';
  readonly #available = $derived(actionIds.filter((id) => this.can(id)));

  constructor(client: Client, notices: Notices) {
    this.#client = client;
    this.#notices = notices;
    this.help = new HelpState(client, notices);
    this.#offered = [{ ...this.#appearance(), commands: { run: () => { this.#listed = true; } }, about: { run: () => void this.help.showAbout() } }];
  }

  /** Whether the list of all commands is open. */
  get listed(): boolean {
    return this.#listed;
  }

  closeList(): void {
    this.#listed = false;
  }

  get available(): readonly ActionId[] {
    return this.#available;
  }

  /** From now on these can be done, before what others offer; the function returned takes them back. */
  offer(offers: Offers): () => void {
    untrack(() => { this.#offered = [...this.#offered, offers]; });
    return () => {
      this.#offered = this.#offered.filter((one) => one !== offers);
    };
  }

  can(id: ActionId): boolean {
    return this.#find(id) !== undefined;
  }

  run(id: ActionId): void {
    this.#listed = false;
    this.#find(id)?.run();
  }

  /** Does what a key stands for; false where it stands for nothing that can be done now. `busy`: a dialog is open. */
  press(pressed: Pressed, where: PressedWhere & { readonly busy: boolean }): boolean {
    const id = actionOf(pressed, where);
    if (id === null || !this.can(id) || (where.busy && actions[id].always !== true)) return false;
    this.run(id);
    return true;
  }

  /** Has the application's menu offer what can be done; only where that has changed. */
  tell(): void {
    const available = [...this.#available];
    const told = available.join();
    if (told === this.#told) return;
    this.#told = told;
    // A menu that offers too much or too little is no reason to trouble anybody.
    this.#client.call('tellActions', { available }).catch(() => { this.#told = ''; });
  }

  #find(id: ActionId): Offer | undefined {
    const offers = this.#offered.findLast((one) => one[id] !== undefined && one[id].can?.() !== false);
    return offers?.[id];
  }

  #appearance(): Offers {
    const theme = (choice: ThemeChoice): Offer => ({ run: () => void this.#notices.attempt(() => this.#client.call('chooseTheme', { choice })) });
    const language = (choice: LanguageChoice): Offer => ({ run: () => void this.#notices.attempt(() => this.#client.call('chooseLanguage', { choice })) });
    return {
      'theme-system': theme('system'), 'theme-light': theme('light'), 'theme-dark': theme('dark'),
      'language-system': language('system'), 'language-ru': language('ru'), 'language-en': language('en'),
    };
  }
}
