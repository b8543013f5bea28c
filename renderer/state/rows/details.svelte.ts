import type { JobRow } from '#contract/job.ts';
import type { RowDetails } from '#contract/rowDetails.ts';

/** Everything about the row at the cursor. While the cursor moves only the row where it comes to rest is asked for. */
export class Details {
  readonly #fetch: (position: number) => Promise<RowDetails | null | undefined>;
  #known = $state.raw<{ readonly details: RowDetails; readonly of: string } | null>(null);
  #wish: JobRow | null = null;
  #fetching = false;

  constructor(fetch: (position: number) => Promise<RowDetails | null | undefined>) {
    this.#fetch = fetch;
  }

  /** Of a row as it stands; null while that is not here: what was told of it before its last correction is not. */
  of(row: JobRow): RowDetails | null {
    return this.#known?.details.position === row.position && this.#known.of === JSON.stringify(row) ? this.#known.details : null;
  }

  /** Asks for the row, even if it is here: it may have been sent by now. */
  want(row: JobRow): void {
    this.#wish = row;
    void this.#pump();
  }

  async #pump(): Promise<void> {
    if (this.#fetching) return;
    this.#fetching = true;
    while (this.#wish !== null) {
      const row = this.#wish;
      this.#wish = null;
      const details = await this.#fetch(row.position);
      if (details !== undefined) this.#known = details === null ? null : { details, of: JSON.stringify(row) };
    }
    this.#fetching = false;
  }
}
