import { SvelteMap } from 'svelte/reactivity';
import type { ColumnValues } from '#contract/source.ts';
import type { Client } from '../api/bridge.ts';
import type { Notices } from './notices.svelte.ts';
import type { MappedColumn } from './recipe/valueMap.ts';
import type { SourceState } from './source.svelte.ts';

/** What the whole sheet has in its columns, counted one column at a time on request and kept while the file is at hand. */
export class ValueCounts {
  readonly #client: Client;
  readonly #notices: Notices;
  readonly #source: SourceState;
  readonly #found = new SvelteMap<string, ColumnValues>();
  #counting = $state<string | null>(null);

  constructor(client: Client, notices: Notices, source: SourceState) {
    this.#client = client;
    this.#notices = notices;
    this.#source = source;
  }

  /** What was counted; undefined where nothing was. */
  of(column: MappedColumn): ColumnValues | undefined {
    return this.#found.get(this.#key(column));
  }

  isCounting(column: MappedColumn): boolean {
    return this.#counting === this.#key(column);
  }

  /** Reads the whole sheet for a column's values; a count of another column under way is given up. undefined where it was given up or failed. */
  async count(column: MappedColumn): Promise<ColumnValues | undefined> {
    const { file, reading } = this.#source;
    if (file === null || reading === null) return undefined;
    const key = this.#key(column);
    this.#counting = key;
    const { ref, separator } = column;
    const found = await this.#notices.attempt(() =>
      this.#client.call('columnValues', { sourceId: file.sourceId, ...reading, column: ref, ...(separator === null ? {} : { separator }) }),
    );
    if (this.#counting === key) this.#counting = null;
    if (found !== undefined) this.#found.set(key, found);
    return found;
  }

  /** Gives up the count of a column, should it be under way. */
  async cancel(column: MappedColumn): Promise<void> {
    const { file } = this.#source;
    if (file === null || !this.isCounting(column)) return;
    this.#counting = null;
    // A count that cannot be stopped ends by itself; nobody waits for it any more.
    await this.#client.call('cancelColumnValues', { sourceId: file.sourceId }).catch(() => null);
  }

  #key({ ref, separator }: MappedColumn): string {
    return JSON.stringify([this.#source.file?.sourceId, this.#source.reading, ref, separator]);
  }
}
