import { untrack } from 'svelte';
import type { JobRow } from '#contract/job.ts';
import { KeptRows } from './keptRows.ts';

/** Rows asked for at once: what is seen, and what is seen next. */
export const pageRows = 100;
/** Rows before and behind one that is gone to: whether it will stand above or below is not known here. */
const aroundRows = 40;

/** The rows shown by their order: positions in the job, or all of them. */
export interface Shown {
  readonly count: number;
  /** Null: all rows of the job. */
  readonly positions: Uint32Array | null;
}

/** The position of the row at an index among those shown. */
export function positionAt({ positions }: Shown, index: number): number {
  return positions === null ? index + 1 : (positions[index] ?? 0);
}

/** The first row shown at a position or behind it; the last one where there is none. */
export function indexOf({ positions, count }: Shown, position: number): number {
  if (positions === null) return Math.max(0, Math.min(count - 1, position - 1));
  let [from, to] = [0, Math.max(0, count - 1)];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((positions[middle] ?? 0) < position) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Rows of the job file as far as they are seen: however many there are, only a few thousand are here. */
export class RowPages {
  readonly #fetch: (positions: readonly number[]) => Promise<readonly JobRow[] | undefined>;
  readonly #rows = new KeptRows();
  /** Rises with each page that has come. */
  #version = $state(0);
  #wish: readonly number[] = [];
  #seen = 0;
  #pumping = false;
  #generation = 0;

  constructor(fetch: (positions: readonly number[]) => Promise<readonly JobRow[] | undefined>) {
    this.#fetch = fetch;
  }

  /** The row at a position; undefined while it is not here. */
  get(position: number): JobRow | undefined {
    void this.#version;
    return this.#rows.get(position);
  }

  /** What is seen: whatever of it, and of the pages it lies in, is missing is asked for. A later wish takes the place of it. */
  want(shown: Shown, first: number, last: number): void {
    const from = Math.max(0, Math.floor(first / pageRows) * pageRows);
    const to = Math.min(shown.count - 1, Math.floor(last / pageRows) * pageRows + pageRows - 1);
    // What is seen itself comes first.
    const seen = range(first, Math.min(last, shown.count - 1)).map((index) => positionAt(shown, index));
    const around = range(from, to).map((index) => positionAt(shown, index));
    this.#seen = seen.length;
    this.#wish = [...seen, ...around.filter((_, index) => from + index < first || from + index > last)];
    // Whoever wants rows is not to be asked again because some have come.
    untrack(() => void this.#pump());
  }

  /** Has a row and those around it here before it is shown, so that a page is drawn once and not empty first. */
  async bring(shown: Shown, index: number): Promise<void> {
    const around = range(Math.max(0, index - aroundRows), Math.min(shown.count - 1, index + aroundRows)).map((each) => positionAt(shown, each));
    const missing = around.filter((position) => !this.#rows.isFresh(position));
    if (missing.length > 0) await this.#load(missing);
  }

  /** Nobody looks at them any more. */
  rest(): void {
    this.#wish = [];
  }

  /** Everything may have changed: what is seen is asked for anew, and shown as it was until it comes. */
  refresh(): void {
    this.#askAnew('all');
  }

  /** Some rows may have changed, as many times a second while a job runs: only what is seen is asked for anew, what is around it when it is wanted. */
  follow(): void {
    this.#wish = this.#wish.slice(0, this.#seen);
    this.#askAnew('rows');
  }

  #askAnew(what: 'all' | 'rows'): void {
    this.#rows.markStale(what);
    this.#generation += 1;
    void this.#pump();
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      for (;;) {
        const missing = this.#wish.filter((position) => !this.#rows.isFresh(position)).slice(0, pageRows).sort((a, b) => a - b);
        if (missing.length === 0) return;
        // Told already; asking again at once would tell it for ever.
        if (!(await this.#load(missing))) return;
      }
    } finally {
      this.#pumping = false;
    }
  }

  /** Whether they have come. */
  async #load(positions: readonly number[]): Promise<boolean> {
    const generation = this.#generation;
    const rows = await this.#fetch(positions);
    if (rows === undefined) return false;
    if (generation === this.#generation) this.#rows.markFresh(positions);
    if (this.#rows.take(rows)) this.#version += 1;
    this.#rows.makeRoom(this.#wish);
    return true;
  }
}

const range = (from: number, to: number): readonly number[] => Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
