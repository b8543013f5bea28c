import type { JobRow } from '#contract/job.ts';

/** Rows kept; what lies far from what is seen makes room. */
const most = 4_000;

/**
 * Rows of the job file that are here, by their positions. Plain: whoever shows them is told of a whole page at once, since to tell
 * of each row by itself takes longer than to draw them.
 */
export class KeptRows {
  readonly #rows = new Map<number, JobRow>();
  /** Positions that are as the file has them; others are shown until they come anew. */
  readonly #fresh = new Set<number>();
  /** Rows that may be another only where they say something else. */
  readonly #told = new Set<number>();

  get(position: number): JobRow | undefined {
    return this.#rows.get(position);
  }

  isFresh(position: number): boolean {
    return this.#fresh.has(position);
  }

  markFresh(positions: readonly number[]): void {
    for (const position of positions) this.#fresh.add(position);
  }

  /** All may have changed in the file; `what`: also what a row does not say itself, such as when it was sent. */
  markStale(what: 'all' | 'rows'): void {
    this.#fresh.clear();
    if (what === 'all') this.#told.clear();
  }

  /** Takes rows that have come; whether any is another now. One that says what it said before is the same one still. */
  take(rows: readonly JobRow[]): boolean {
    let isOther = false;
    for (const row of rows) {
      const before = this.#told.has(row.position) ? this.#rows.get(row.position) : undefined;
      this.#told.add(row.position);
      if (before !== undefined && JSON.stringify(before) === JSON.stringify(row)) continue;
      this.#rows.set(row.position, row);
      isOther = true;
    }
    return isOther;
  }

  /** Keeps what is wished for, and not too much besides. */
  makeRoom(wish: readonly number[]): void {
    if (this.#rows.size <= most) return;
    for (const position of [...this.#rows.keys()]) {
      if (this.#rows.size <= most / 2) return;
      if (wish.includes(position)) continue;
      this.#rows.delete(position);
      this.#fresh.delete(position);
      this.#told.delete(position);
    }
  }
}
