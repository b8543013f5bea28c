import type { KeepChoices, KeptMend } from '#contract/commands.ts';
import type { Keeping } from '#contract/keptMends.ts';
import type { MendRequest } from '#contract/mends.ts';
import type { Client } from '../../api/bridge.ts';
import type { Notices } from '../notices.svelte.ts';

export interface KeepParts {
  readonly client: Client;
  readonly notices: Notices;
  readonly jobId: string;
  /** A recipe without a name is saved under this one, unless the operator types another. */
  readonly jobName: () => string;
  /** A recipe has a mend more. */
  readonly onkept: (kept: KeptMend) => void;
}

/** Keeping mends in a recipe, so that the next file needs none of them: whether, and in which. */
export class KeepMend {
  readonly #parts: KeepParts;
  #wanted = $state(false);
  #name = $state('');
  #choices = $state.raw<KeepChoices | null>(null);
  #kept = $state.raw<Keeping | null>(null);

  constructor(parts: KeepParts) {
    this.#parts = parts;
  }

  get wanted(): boolean {
    return this.#wanted;
  }

  /** Of the recipe. */
  get name(): string {
    return this.#name;
  }

  set name(name: string) {
    this.#name = name;
  }

  /** Names of the recipes that are saved. */
  get names(): readonly string[] {
    return this.#choices?.names ?? [];
  }

  /** Whether nothing is missing for it. */
  get isReady(): boolean {
    return !this.#wanted || this.#name.trim() !== '';
  }

  /** Whether it would be added to a recipe that is saved already. */
  get isKnown(): boolean {
    return this.names.includes(this.#name.trim());
  }

  /** What came of keeping the last mend; null where that was not wanted. */
  get kept(): Keeping | null {
    return this.#kept;
  }

  async want(wanted: boolean): Promise<void> {
    this.#wanted = wanted;
    if (!wanted || this.#choices !== null) return;
    const { client, notices, jobId, jobName } = this.#parts;
    const choices = await notices.attempt(() => client.call('keepChoices', { jobId }));
    if (choices === undefined) return;
    this.#choices = choices;
    if (this.#name === '') this.#name = choices.likely ?? jobName();
  }

  /** Forgets what was kept, as it was told. */
  begin(): void {
    this.#kept = null;
  }

  /** The mend has changed nothing: there is nothing to keep. */
  skip({ mends: [...mends] }: MendRequest): void {
    this.#kept = { name: this.#name.trim(), done: 'unchanged', rule: { column: '', do: mends }, replaced: [], isUpgraded: false };
  }

  async keep(request: MendRequest): Promise<void> {
    const { client, notices, jobId, onkept } = this.#parts;
    const kept = await notices.attempt(() => client.call('keepMend', { jobId, name: this.#name.trim(), ...request }));
    if (kept === undefined) return;
    const { rule, replaced = [], isKnown = false, isUpgraded = false } = kept;
    this.#kept = { name: kept.name, done: isKnown ? 'known' : 'kept', rule, replaced, isUpgraded };
    if (kept.isNew) this.#choices = { names: [...this.names, kept.name], likely: kept.name };
    onkept(kept);
  }
}
