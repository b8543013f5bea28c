import { SvelteMap } from 'svelte/reactivity';
import type { ListProposal } from '#contract/memory.ts';
import type { Recipe } from '#contract/recipe.ts';
import type { Client } from '../api/bridge.ts';
import { fittedRecipe } from '#contract/listReading.ts';
import { settingsAsBefore, type StartSettings } from './startSettings.ts';

/** The list that the chosen file probably is, and what the operator makes of that. */
export class Recognised {
  readonly #client: Client;
  #proposals = $state.raw<readonly ListProposal[]>([]);
  #index = $state(0);
  /** open: it is proposed. taken: it was taken over. left: the operator begins anew. */
  #stand = $state<'open' | 'taken' | 'left'>('open');
  /** What was chosen in place of the proposed columns; empty: none of them. */
  readonly #chosen = new SvelteMap<string, string>();
  #asked = 0;

  constructor(client: Client) {
    this.#client = client;
  }

  /** The list proposed or taken over; null where the file is like none, or the operator began anew. */
  get proposal(): ListProposal | null {
    return this.#stand === 'left' ? null : (this.#proposals[this.#index] ?? null);
  }

  get isTaken(): boolean {
    return this.#stand === 'taken';
  }

  /** All of them, the likeliest first. */
  get proposals(): readonly ListProposal[] {
    return this.#proposals;
  }

  /** Looks up what the file is, as it was looked at last. Nobody waits for it, and nothing is said where it cannot be told. */
  async look(sourceId: string): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const found = await this.#client.call('recogniseList', { sourceId }).catch(() => []);
    if (asked !== this.#asked) return;
    this.#proposals = found;
    this.#index = 0;
    this.#stand = 'open';
    this.#chosen.clear();
  }

  /** Another of the lists. */
  choose(listId: string): void {
    this.#index = Math.max(0, this.#proposals.findIndex(({ list }) => list.listId === listId));
    this.#chosen.clear();
  }

  /** The column that a renamed one is now; empty where the operator says none. */
  renamedTo(ref: string): string {
    return this.#chosen.get(ref) ?? this.proposal?.match.differences.renamed.find((column) => column.ref === ref)?.to ?? '';
  }

  rename(ref: string, to: string): void {
    this.#chosen.set(ref, to);
  }

  /** The recipe of the list for this file's columns. */
  get recipe(): Recipe | null {
    const { proposal } = this;
    return proposal === null ? null : fittedRecipe(proposal.list.recipe, proposal.match, (ref) => this.renamedTo(ref));
  }

  /** Whether all that the recipe needs is there, so that the file can be checked without another question. */
  get isComplete(): boolean {
    const { proposal } = this;
    if (proposal === null || proposal.connectionId === null) return false;
    const { gone, renamed } = proposal.match.differences;
    return gone.every(({ fields }) => fields.length === 0) && renamed.every(({ ref, fields }) => fields.length === 0 || this.renamedTo(ref) !== '');
  }

  /** How the list that was taken over was sent last time, as far as that is known. */
  get startSettings(): Partial<StartSettings> {
    const before = this.isTaken ? (this.proposal?.list.runSettings ?? null) : null;
    return before === null ? {} : settingsAsBefore(before);
  }

  take(): void {
    this.#stand = 'taken';
  }

  leave(): void {
    this.#stand = 'left';
  }

  /** Forgets the list at hand; the next likely one is proposed in its place. */
  async forget(): Promise<void> {
    const { proposal } = this;
    if (proposal === null) return;
    await this.#client.call('forgetLists', { ids: [proposal.list.listId] });
    this.#proposals = this.#proposals.filter((one) => one !== proposal);
    this.#index = 0;
    this.#chosen.clear();
  }
}
