import type { SettingsState as Kept } from '#contract/answers.ts';
import { policyFault } from '#contract/policyFaults.ts';
import type { SettingKey, SettingsChoice } from '#contract/settings/settings.ts';
import type { Client } from '../api/bridge.ts';
import type { Notices } from './notices.svelte.ts';

/** The settings as they hold, and changes of them. */
export class SettingsState {
  readonly #client: Client;
  readonly #notices: Notices;
  #kept = $state.raw<Kept | null>(null);
  #isTold = false;

  constructor(client: Client, notices: Notices) {
    this.#client = client;
    this.#notices = notices;
  }

  /** Null until they were asked for. */
  get kept(): Kept | null {
    return this.#kept;
  }

  /** Whether an administrator has set it. */
  isFixed(key: SettingKey): boolean {
    return this.#kept?.fixed.includes(key) === true;
  }

  async load(): Promise<void> {
    const kept = await this.#notices.attempt(() => this.#client.call('getSettings', {}));
    if (kept === undefined) return;
    this.#kept = kept;
    this.#tellPolicy();
  }

  /** Holds at once. */
  async change(choice: SettingsChoice): Promise<void> {
    const kept = await this.#notices.attempt(() => this.#client.call('changeSettings', choice));
    // What could not be kept is shown as it was.
    if (kept !== undefined) this.#kept = kept;
    else if (this.#kept !== null) this.#kept = { ...this.#kept };
  }

  /** Once: its sentence stays on the screen of settings. */
  #tellPolicy(): void {
    const fault = policyFault(this.#kept?.policyProblems ?? []);
    if (fault !== null && !this.#isTold) this.#notices.fail(fault);
    this.#isTold = true;
  }
}
