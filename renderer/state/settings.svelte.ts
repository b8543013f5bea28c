import type { SettingsState as Kept } from '#contract/answers.ts';
import { dateTime } from '#contract/formats.ts';
import { policyFault } from '#contract/policyFaults.ts';
import type { RetentionNotice } from '#contract/retention.ts';
import type { SettingKey, SettingsChoice } from '#contract/settings/settings.ts';
import { m } from '#messages';
import type { Client } from '../api/bridge.ts';
import type { Notices } from './notices.svelte.ts';
import { UpdateKeeper } from './update.svelte.ts';

/** The settings as they hold, and changes of them. */
export class SettingsState {
  readonly #client: Client;
  readonly #notices: Notices;
  readonly update: UpdateKeeper;
  #kept = $state.raw<Kept | null>(null);
  #retention = $state.raw<RetentionNotice | null>(null);
  #isTold = false;

  constructor(client: Client, notices: Notices) {
    this.#client = client;
    this.#notices = notices;
    this.update = new UpdateKeeper(client, notices);
  }

  /** Null until they were asked for. */
  get kept(): Kept | null {
    return this.#kept;
  }

  /** What will be deleted because its days are over, and when; null where nothing will. */
  get retention(): RetentionNotice | null {
    return this.#retention;
  }

  async loadRetention(): Promise<void> {
    const notice = await this.#notices.attempt(() => this.#client.call('retentionNotice', {}));
    if (notice !== undefined) this.#retention = notice;
  }

  async postponeRetention(): Promise<void> {
    const notice = await this.#notices.attempt(() => this.#client.call('postponeRetention', {}));
    if (notice === undefined) return;
    this.#retention = notice;
    if (notice !== null) this.#notices.tell(m.retention_postponed({ at: dateTime(notice.at) }));
  }

  async deleteExpired(): Promise<void> {
    const notice = await this.#notices.attempt(() => this.#client.call('deleteExpired', {}));
    if (notice !== undefined) this.#retention = notice;
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
    await Promise.all([this.loadRetention(), this.update.load()]);
  }

  /** Chosen elsewhere, such as in the menu: an open screen of settings shows it. */
  async hear(): Promise<void> {
    const kept = await this.#notices.attempt(() => this.#client.call('getSettings', {}));
    if (kept !== undefined) this.#kept = kept;
  }

  /** Holds at once. */
  async change(choice: SettingsChoice): Promise<void> {
    const kept = await this.#notices.attempt(() => this.#client.call('changeSettings', choice));
    // What could not be kept is shown as it was.
    if (kept !== undefined) this.#kept = kept;
    else if (this.#kept !== null) this.#kept = { ...this.#kept };
  }

  /** Asks where, and saves a report for whoever is to help. */
  async saveReport(): Promise<void> {
    const saved = await this.#notices.attempt(() => this.#client.call('saveDiagnostics', {}));
    if (saved !== undefined && saved !== null) this.#notices.tell(m.diagnostics_saved({ name: saved.name }));
  }

  /** Once: its sentence stays on the screen of settings. */
  #tellPolicy(): void {
    const fault = policyFault(this.#kept?.policyProblems ?? []);
    if (fault !== null && !this.#isTold) this.#notices.fail(fault);
    this.#isTold = true;
  }
}
