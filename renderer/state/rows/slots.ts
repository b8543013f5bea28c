/**
 * Which elements show which rows: that of a row that has gone out of sight is taken for one that has come into it. Where all rows are
 * others, as far away, each element stays where it is, since to move them takes longer than to fill them.
 */
export class Slots {
  #first = 0;
  #seen: readonly number[] = [];

  /** The row that the first of so many elements shows, or would show. */
  from(seen: readonly number[], elements: number): number {
    const [first = 0] = seen;
    const isElsewhere = first > (this.#seen.at(-1) ?? -1) || (seen.at(-1) ?? 0) < (this.#seen[0] ?? 0);
    if (isElsewhere) this.#first = first;
    // A row above the first of all would have no element.
    else if (first < this.#first) this.#first -= Math.ceil((this.#first - first) / elements) * elements;
    this.#seen = seen;
    return this.#first;
  }
}
