import type { CommandName, CommandOutput } from '#contract/commands.ts';
import { actWords, refusalWords, type BatchResult } from '#contract/corrections.ts';
import type { DuplicateList } from '#contract/duplicates.ts';
import type { Client } from '../api/bridge.ts';
import type { Notices } from './notices.svelte.ts';
import type { Corrections } from './rows/corrections.svelte.ts';

const groupsAPage = 20;

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
  #told = $state('');

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
    return this.#told;
  }

  async load(offset = this.#offset): Promise<void> {
    const { client, notices, jobId } = this.#parts;
    const list = await notices.attempt(() => client.call('listDuplicates', { jobId, offset, limit: groupsAPage }));
    if (list === undefined) return;
    this.#offset = offset;
    this.#list = list;
  }

  turn(pages: number): Promise<void> {
    return this.load(Math.max(0, this.#offset + pages * groupsAPage));
  }

  get hasMore(): boolean {
    return this.#list !== null && this.#offset + groupsAPage < this.#list.total;
  }

  /** Sends this row instead of the one of its group. */
  async pick(position: number): Promise<void> {
    const { client, jobId } = this.#parts;
    await this.#make((adopt) => client.call('pickDuplicate', { jobId, position, ...adopt }));
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
    await this.#make((adopt) => client.call('fillDuplicates', { jobId, ...(position === undefined ? {} : { position }), ...adopt }));
  }

  async undo(): Promise<void> {
    this.#told = '';
    await this.#parts.corrections.undo();
    await this.load();
  }

  async #make(step: Parameters<Corrections['make']>[0]): Promise<void> {
    const result = await this.#parts.corrections.make(step);
    if (result !== undefined) this.#told = madeWords(result);
    await this.load();
  }
}

function madeWords({ batch, refused: [first] }: BatchResult): string {
  if (batch !== null) return `Done: ${actWords(batch)}.`;
  return first === undefined ? 'Nothing is changed.' : `Row ${first.row} is left as it is: ${refusalWords(first.reason)}.`;
}
