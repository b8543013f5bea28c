import type { EngineEvent } from '#contract/events.ts';
import type { GroupProposals } from '#contract/mends.ts';
import type { Client } from '../../api/bridge.ts';
import type { Notices } from '../notices.svelte.ts';

export type LookProgress = Pick<Extract<EngineEvent, { kind: 'mending' }>, 'rows' | 'total'>;

/** Valid addresses with a domain that is hardly meant, column by column; nothing is done to them unasked. */
export class Mistyped {
  readonly #client: Client;
  readonly #notices: Notices;
  readonly #jobId: string;
  #groups = $state.raw<readonly GroupProposals[]>([]);
  #progress = $state.raw<LookProgress | null>(null);
  #busy = $state(false);
  #stale = $state(true);
  /** A look that a newer one has ended says nothing. */
  #turn = 0;

  constructor(client: Client, notices: Notices, jobId: string) {
    this.#client = client;
    this.#notices = notices;
    this.#jobId = jobId;
  }

  /** As they were when they were looked for last. */
  get groups(): readonly GroupProposals[] {
    return this.#groups;
  }

  get busy(): boolean {
    return this.#busy;
  }

  get progress(): LookProgress | null {
    return this.#progress;
  }

  /** Rows in which there are any. */
  get rows(): number {
    return this.#groups.reduce((sum, { rows }) => sum + rows, 0);
  }

  /** Rows were corrected. */
  markStale(): void {
    this.#stale = true;
  }

  /** Looks for them where that was not done since rows were corrected. */
  freshen(): void {
    if (this.#stale && !this.#busy) void this.look();
  }

  async look(): Promise<readonly GroupProposals[]> {
    const turn = (this.#turn += 1);
    this.#stale = false;
    this.#busy = true;
    this.#progress = null;
    const groups = await this.#notices.attempt(() => this.#client.call('listMistyped', { jobId: this.#jobId }));
    if (turn !== this.#turn) return this.#groups;
    this.#busy = false;
    this.#groups = groups ?? [];
    return this.#groups;
  }

  hear({ rows, total }: LookProgress): void {
    if (this.#busy) this.#progress = { rows, total };
  }

  /** Ends a look under way; the next one begins anew. */
  stop(): void {
    if (!this.#busy) return;
    this.#stale = true;
    void this.#client.call('cancelMending', { jobId: this.#jobId, look: 'mistyped' }).catch(() => undefined);
  }
}
