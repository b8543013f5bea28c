import type { EngineEvent } from '#contract/events.ts';
import { mostFound, type FoundCell, type FoundText } from '#contract/found.ts';
import type { Client } from '../../api/bridge.ts';
import type { Notices } from '../notices.svelte.ts';
import { indexOf, positionAt, type Shown } from './pages.svelte.ts';

type Progress = Extract<EngineEvent, { kind: 'finding' }>;
type Spot = Pick<FoundCell, 'position' | 'column'>;

/** Behind by row, then by column. */
const isBehind = (one: Spot, other: Spot): boolean => one.position > other.position || (one.position === other.position && one.column > other.column);

export function isShown(shown: Shown, position: number): boolean {
  return shown.positions === null || positionAt(shown, indexOf(shown, position)) === position;
}

/** The next cell from a place on, or the one before it; from the other end where there is none. Pure. */
export function nextSpot(cells: readonly FoundCell[], from: Spot, back: boolean): FoundCell | undefined {
  return back ? (cells.findLast((cell) => isBehind(from, cell)) ?? cells.at(-1)) : (cells.find((cell) => isBehind(cell, from)) ?? cells[0]);
}

/** A text that is looked for in the cells of all rows. */
export class Find {
  readonly #client: Client;
  readonly #notices: Notices;
  readonly #jobId: string;
  #text = $state('');
  #sought = $state('');
  #found = $state.raw<FoundText | null>(null);
  #progress = $state.raw<Progress | null>(null);
  #busy = $state(false);

  constructor(client: Client, notices: Notices, jobId: string) {
    this.#client = client;
    this.#notices = notices;
    this.#jobId = jobId;
  }

  get text(): string {
    return this.#text;
  }

  set text(text: string) {
    this.#text = text;
  }

  /** What was found of the text as it stands there; null while it was not looked for. */
  get found(): FoundText | null {
    return this.#sought === this.#text ? this.#found : null;
  }

  get busy(): boolean {
    return this.#busy;
  }

  get progress(): Progress | null {
    return this.#progress;
  }

  hear(event: Progress): void {
    if (this.#busy) this.#progress = event;
  }

  /** Cells were corrected: what was found may not be there any more. */
  forget(): void {
    this.#found = null;
  }

  /** The next cell with the text among the rows shown, from a place on or before it; undefined where there is none. */
  async next(from: Spot, shown: Shown, back = false): Promise<FoundCell | undefined> {
    if (this.#text.trim() === '' || this.#busy) return undefined;
    const known = this.found ?? (await this.#look());
    if (known === undefined) return undefined;
    const cells = known.cells.filter(({ position }) => isShown(shown, position));
    const last = known.cells.at(-1);
    // More are there than were told: the next ones are asked for where those known end.
    if (!back && last !== undefined && known.cells.length < known.total && !cells.some((cell) => isBehind(cell, from))) {
      const more = await this.#look(from.position > last.position ? from.position : last.position + 1);
      const next = more?.cells.find((cell) => isBehind(cell, from) && isShown(shown, cell.position));
      if (next !== undefined) return next;
      this.#found = null;
      return nextSpot((await this.#look())?.cells.filter(({ position }) => isShown(shown, position)) ?? [], { position: 0, column: -1 }, false);
    }
    return nextSpot(cells, from, back);
  }

  async cancel(): Promise<void> {
    await this.#notices.attempt(() => this.#client.call('cancelFind', { jobId: this.#jobId }));
  }

  async #look(from?: number): Promise<FoundText | undefined> {
    const text = this.#text;
    this.#busy = true;
    const found = await this.#notices.attempt(() => this.#client.call('findText', { jobId: this.#jobId, text, limit: mostFound, ...(from === undefined ? {} : { from }) }));
    this.#busy = false;
    this.#progress = null;
    if (found === undefined) return undefined;
    this.#sought = text;
    this.#found = found;
    return found;
  }
}
