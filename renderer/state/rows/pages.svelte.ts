import { untrack } from 'svelte';
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { JobRow } from '#contract/job.ts';

/** Rows asked for at once: what is seen, and what is seen next. */
export const pageRows = 100;
/** Rows kept; what lies far from what is seen makes room. */
const keptRows = 4_000;

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
  readonly #rows = new SvelteMap<number, JobRow>();
  /** Positions that are as the file has them; others of #rows are shown until they come anew. */
  readonly #fresh = new SvelteSet<number>();
  #wish: readonly number[] = [];
  #pumping = false;
  #generation = 0;

  constructor(fetch: (positions: readonly number[]) => Promise<readonly JobRow[] | undefined>) {
    this.#fetch = fetch;
  }

  /** The row at a position; undefined while it is not here. */
  get(position: number): JobRow | undefined {
    return this.#rows.get(position);
  }

  /** What is seen: whatever of it, and of the pages it lies in, is missing is asked for. A later wish takes the place of it. */
  want(shown: Shown, first: number, last: number): void {
    const from = Math.max(0, Math.floor(first / pageRows) * pageRows);
    const to = Math.min(shown.count - 1, Math.floor(last / pageRows) * pageRows + pageRows - 1);
    // What is seen itself comes first.
    const seen = range(first, Math.min(last, shown.count - 1)).map((index) => positionAt(shown, index));
    const around = range(from, to).map((index) => positionAt(shown, index));
    this.#wish = [...seen, ...around.filter((_, index) => from + index < first || from + index > last)];
    // Whoever wants rows is not to be asked again because some have come.
    untrack(() => void this.#pump());
  }

  /** Nobody looks at them any more. */
  rest(): void {
    this.#wish = [];
  }

  /** Everything may have changed: what is seen is asked for anew, and shown as it was until it comes. */
  refresh(): void {
    this.#fresh.clear();
    this.#generation += 1;
    void this.#pump();
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      for (;;) {
        const missing = this.#wish.filter((position) => !this.#fresh.has(position)).slice(0, pageRows).sort((a, b) => a - b);
        if (missing.length === 0) return;
        const generation = this.#generation;
        const rows = await this.#fetch(missing);
        // Told already; asking again at once would tell it for ever.
        if (rows === undefined) return;
        if (generation === this.#generation) for (const position of missing) this.#fresh.add(position);
        for (const row of rows) this.#rows.set(row.position, row);
        this.#makeRoom();
      }
    } finally {
      this.#pumping = false;
    }
  }

  #makeRoom(): void {
    if (this.#rows.size <= keptRows) return;
    for (const position of [...this.#rows.keys()]) {
      if (this.#rows.size <= keptRows / 2) return;
      if (this.#wish.includes(position)) continue;
      this.#rows.delete(position);
      this.#fresh.delete(position);
    }
  }
}

const range = (from: number, to: number): readonly number[] => Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
