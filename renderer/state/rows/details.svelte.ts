import type { RowDetails } from '#contract/rowDetails.ts';

/** Everything about the row at the cursor. While the cursor moves only the row where it comes to rest is asked for. */
export class Details {
  readonly #fetch: (position: number) => Promise<RowDetails | null | undefined>;
  #details = $state.raw<RowDetails | null>(null);
  #wish: number | null = null;
  #fetching = false;

  constructor(fetch: (position: number) => Promise<RowDetails | null | undefined>) {
    this.#fetch = fetch;
  }

  /** Of the row at a position; null while it is not here. */
  of(position: number): RowDetails | null {
    return this.#details?.position === position ? this.#details : null;
  }

  /** Asks for the row, even if it is here: it may be another by now. */
  want(position: number): void {
    this.#wish = position;
    void this.#pump();
  }

  async #pump(): Promise<void> {
    if (this.#fetching) return;
    this.#fetching = true;
    while (this.#wish !== null) {
      const position = this.#wish;
      this.#wish = null;
      const details = await this.#fetch(position);
      if (details !== undefined) this.#details = details;
    }
    this.#fetching = false;
  }
}
