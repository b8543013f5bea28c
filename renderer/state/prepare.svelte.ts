import type { EngineEvent } from '#contract/events.ts';
import { faultOf } from '#contract/faults.ts';
import type { Recipe } from '#contract/recipe.ts';
import type { SourceSeen } from '#contract/source.ts';
import type { Client } from '../api/bridge.ts';
import type { Notices } from './notices.svelte.ts';

export interface Progress {
  readonly rows: number;
  readonly bytesRead: number;
  readonly bytesTotal: number;
}

export interface PrepareWish {
  readonly sourceId: string;
  readonly recipe: Recipe;
  readonly name: string;
  /** Rows that this connection's platform holds just so are left out. */
  readonly unchangedOn?: string | null;
  /** The one that the job is made for. */
  readonly connectionId?: string | null;
  /** The file as it was looked at. */
  readonly seen?: SourceSeen | undefined;
  /** What is gone on with all the same. */
  readonly doubts?: readonly string[];
}

export type Prepared =
  | { readonly kind: 'ready'; readonly jobId: string }
  | { readonly kind: 'refused'; readonly problems: readonly string[] }
  /** The file is another one than the one looked at; no job was made. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'failed' };

/** Reading and checking of a whole file under way. */
export class PrepareState {
  readonly #client: Client;
  readonly #notices: Notices;
  #sourceId = $state<string | null>(null);
  #progress = $state.raw<Progress | null>(null);
  #cancelling = $state(false);
  #jobId = $state<string | null>(null);

  constructor(client: Client, notices: Notices) {
    this.#client = client;
    this.#notices = notices;
  }

  get running(): boolean {
    return this.#sourceId !== null;
  }

  /** The job prepared last that stands for the import; null before, and for another file. */
  get jobId(): string | null {
    return this.#jobId;
  }

  get cancelling(): boolean {
    return this.#cancelling;
  }

  get progress(): Progress | null {
    return this.#progress;
  }

  /** Prepares a job. Mistakes of the recipe come back by their paths; any other failure is told here. */
  async run({ sourceId, recipe, name, unchangedOn = null, connectionId = null, seen, doubts = [] }: PrepareWish): Promise<Prepared> {
    if (this.running) return { kind: 'failed' };
    this.#notices.clear();
    this.#sourceId = sourceId;
    this.#progress = null;
    try {
      const { jobId } = await this.#client.call('prepareJob', { sourceId, recipe, name, ...(unchangedOn === null ? {} : { unchangedOn }), ...(connectionId === null ? {} : { connectionId }), ...(seen === undefined ? {} : { seen }), ...(doubts.length === 0 ? {} : { doubts: [...doubts] }) });
      return { kind: 'ready', jobId };
    } catch (error) {
      const { code, detail } = faultOf(error);
      // Told where it can be read anew.
      if (code === 'source-changed') return { kind: 'changed' };
      this.#notices.fail(error);
      const { problems } = detail;
      const isOfRecipe = code === 'recipe-invalid' || code === 'recipe-columns';
      return isOfRecipe && typeof problems === 'object' ? { kind: 'refused', problems } : { kind: 'failed' };
    } finally {
      this.#sourceId = null;
      this.#cancelling = false;
    }
  }

  /** Takes a job in place of the one before: prepared by the same import and never started, that is only an earlier try of the same thing. */
  async replace(jobId: string): Promise<void> {
    const earlier = this.#jobId;
    this.#jobId = jobId;
    if (earlier === null) return;
    const status = await this.#client.call('jobStatus', { jobId: earlier }).catch(() => null);
    if (status?.state !== 'ready' || status.attempts > 0) return;
    await this.#notices.attempt(() => this.#client.call('deleteJob', { jobId: earlier }));
  }

  /** Begins with another file; `jobId`: the job that it was made into before and whose place the next one takes. */
  begin(jobId: string | null): void {
    this.#jobId = jobId;
  }

  async cancel(): Promise<void> {
    const sourceId = this.#sourceId;
    if (sourceId === null) return;
    this.#cancelling = true;
    const done = await this.#notices.attempt(() => this.#client.call('cancelPrepare', { sourceId }));
    if (done === undefined) this.#cancelling = false;
  }

  apply(event: Extract<EngineEvent, { kind: 'preparing' }>): void {
    if (event.sourceId === this.#sourceId) this.#progress = event;
  }
}
