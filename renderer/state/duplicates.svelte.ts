import type { CommandName, CommandOutput } from '#contract/commands.ts';
import { actWords, refusalWords, type BatchResult } from '#contract/corrections.ts';
import { mostMembers, type DuplicateGroup, type DuplicateList, type DuplicateRows } from '#contract/duplicates.ts';
import { SvelteMap } from 'svelte/reactivity';
import { m } from '#messages';
import type { Client } from '../api/bridge.ts';
import type { Notices } from './notices.svelte.ts';
import type { Corrections } from './rows/corrections.svelte.ts';

const groupsAPage = 20;
/** Rows of a group on one page, beside the one that is sent. */
const rowsAPage = mostMembers - 1;

interface Parts {
  readonly client: Client;
  readonly notices: Notices;
  readonly corrections: Corrections;
  readonly jobId: string;
}

type Preview = CommandOutput<Extract<CommandName, 'previewFill'>>;

/** Rows with the same match key, a page of groups at a time: which of them is sent, and what could be filled from the others. */
export class DuplicatesState {
  readonly #parts: Parts;
  #list = $state.raw<DuplicateList | null>(null);
  #offset = $state(0);
  #asked = $state.raw<{ readonly position: number | undefined; readonly preview: Preview } | null>(null);
  /** Said anew whenever it is read, in the language of the moment. */
  #told = $state.raw<() => string>(() => '');
  /** Groups of which another page than the first is shown, by the position of the row that is sent. */
  readonly #pages = new SvelteMap<number, DuplicateRows>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get list(): DuplicateList | null {
    return this.#list;
  }

  get offset(): number {
    return this.#offset;
  }

  /** What filling would do, while the operator is asked. */
  get preview(): Preview | null {
    return this.#asked?.preview ?? null;
  }

  get told(): string {
    return this.#told();
  }

  async load(offset = this.#offset): Promise<void> {
    const { client, notices, jobId } = this.#parts;
    const list = await notices.attempt(() => client.call('listDuplicates', { jobId, offset, limit: groupsAPage }));
    if (list === undefined) return;
    this.#offset = offset;
    this.#list = list;
    this.#pages.clear();
  }

  /** The rows of a group that are shown, and how many of it stand before them. */
  pageOf({ sentPosition, members }: DuplicateGroup): DuplicateRows {
    return this.#pages.get(sentPosition) ?? { offset: 0, members };
  }

  /** Where the next page of a group's rows begins, and the one before; null where there is none. */
  turnsOf(group: DuplicateGroup): { readonly before: number | null; readonly next: number | null } {
    const { offset } = this.pageOf(group);
    return { before: offset === 0 ? null : Math.max(0, offset - rowsAPage), next: offset + rowsAPage < group.rows - 1 ? offset + rowsAPage : null };
  }

  /** Shows another page of a group's rows: those behind so many, or those about a sheet row. */
  async leaf({ sentPosition: position }: Pick<DuplicateGroup, 'sentPosition'>, to: { readonly offset: number } | { readonly row: number }): Promise<void> {
    const { client, notices, jobId } = this.#parts;
    const page = await notices.attempt(() => client.call('duplicateRows', { jobId, position, ...to }));
    if (page !== undefined && page.members.length > 0) this.#pages.set(position, page);
  }

  turn(pages: number): Promise<void> {
    return this.load(Math.max(0, this.#offset + pages * groupsAPage));
  }

  get hasMore(): boolean {
    return this.#list !== null && this.#offset + groupsAPage < this.#list.total;
  }

  /** Sends this row instead of the one of its group; after one that was accepted only where that is said. */
  async pick(position: number): Promise<void> {
    const { client, jobId } = this.#parts;
    await this.#make((word) => client.call('pickDuplicate', { jobId, position, sendAgain: false, ...word }));
  }

  /** Shows what filling would do: in the group of a row, or in all. */
  async ask(position?: number): Promise<void> {
    const { client, notices, jobId } = this.#parts;
    const preview = await notices.attempt(() => client.call('previewFill', { jobId, ...(position === undefined ? {} : { position }) }));
    if (preview !== undefined) this.#asked = { position, preview };
  }

  dismiss(): void {
    this.#asked = null;
  }

  async fill(): Promise<void> {
    const { client, jobId } = this.#parts;
    const position = this.#asked?.position;
    this.#asked = null;
    const which = position === undefined ? {} : { position };
    await this.#make((word) => client.call('fillDuplicates', { jobId, ...which, sendAgain: false, ...word }));
  }

  async undo(): Promise<void> {
    this.#told = () => '';
    await this.#parts.corrections.undo({ after: () => this.load() });
  }

  async #make(step: Parameters<Corrections['make']>[0]): Promise<void> {
    await this.#parts.corrections.make(step, {
      after: (result) => {
        this.#told = () => madeWords(result);
        return this.load();
      },
    });
  }
}

function madeWords({ batch, refused: [first], refusedRows }: BatchResult): string {
  const why = first === undefined ? null : { row: first.row, reason: refusalWords(first.reason) };
  const left = why === null ? [] : [refusedRows === 1 ? m.duplicates_left_one(why) : m.duplicates_left({ ...why, count: refusedRows })];
  const done = batch === null ? [] : [m.duplicates_done({ act: actWords(batch) })];
  return done.length + left.length === 0 ? m.duplicates_nothing_changed() : [...done, ...left].join(' ');
}
