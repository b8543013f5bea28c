import { m } from '#messages';
import { Fault } from '#contract/faults.ts';
import type { UpdateState, UpdateStep } from '#contract/updates.ts';
import type { Client } from '../api/bridge.ts';
import type { Notices } from './notices.svelte.ts';

/** What is known of a newer version of the program, and what a person has done about it. */
export class UpdateKeeper {
  readonly #client: Client;
  readonly #notices: Notices;
  #state = $state.raw<UpdateState | null>(null);

  constructor(client: Client, notices: Notices) {
    this.#client = client;
    this.#notices = notices;
  }

  /** Null until it was asked for. */
  get state(): UpdateState | null {
    return this.#state;
  }

  /** `tell`: whatever screen is open. */
  hear(state: UpdateState, tell: boolean): void {
    this.#state = state;
    if (tell) this.#tell(state);
  }

  async load(): Promise<void> {
    await this.#ask('getUpdate');
  }

  async look(): Promise<void> {
    await this.#ask('lookForUpdate');
  }

  async fetch(): Promise<void> {
    await this.#ask('fetchUpdate');
  }

  /** Where no job is in the way, the program ends. */
  async install(): Promise<void> {
    await this.#ask('installUpdate');
  }

  async #ask(name: 'getUpdate' | 'lookForUpdate' | 'fetchUpdate' | 'installUpdate'): Promise<void> {
    const state = await this.#notices.attempt(() => this.#client.call(name, {}));
    if (state !== undefined) this.#state = state;
  }

  #tell({ step, canInstall }: UpdateState): void {
    if (step.kind === 'failed') this.#notices.fail(new Fault(step.fault.code, step.fault.detail));
    if (step.kind === 'ready') this.#notices.tell(m.updates_ready_told({ version: step.version }));
    if (step.kind === 'later') this.#notices.tell(updateWords(step, canInstall));
  }
}

/** What is known, in one sentence; what failed is told by its fault. */
export function updateWords(step: Exclude<UpdateStep, { kind: 'failed' }>, canInstall: boolean): string {
  switch (step.kind) {
    case 'resting':
      return m.updates_not_asked();
    case 'looking':
      return m.updates_looking();
    case 'newest':
      return m.updates_newest();
    case 'later':
      return canInstall ? m.updates_later({ version: step.version }) : m.updates_later_by_hand({ version: step.version });
    case 'waiting':
      return m.updates_waiting({ version: step.version });
    case 'fetching':
      return m.updates_fetching({ version: step.version, percent: String(step.percent) });
    case 'ready':
      return m.updates_ready({ version: step.version });
  }
}
