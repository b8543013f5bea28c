/** What happens when, in the order of its time and, at the same moment, of its planning: a binary heap. */
export class Timeline {
  readonly #heap: { readonly at: number; readonly order: number; readonly act: () => void }[] = [];
  #planned = 0;
  /** Ms since the beginning. */
  now = 0;

  /** `inMs` from now, 0 or more. */
  plan(inMs: number, act: () => void): void {
    this.#planned += 1;
    this.#heap.push({ at: this.now + inMs, order: this.#planned, act });
    let index = this.#heap.length - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#isBefore(index, parent)) break;
      this.#swap(index, parent);
      index = parent;
    }
  }

  /** Lets everything happen up to a moment. */
  runUntil(end: number): void {
    for (let first = this.#heap[0]; first !== undefined && first.at <= end; first = this.#heap[0]) {
      this.now = first.at;
      this.#removeFirst();
      first.act();
    }
    this.now = end;
  }

  #removeFirst(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const least = left + 1 < this.#heap.length && this.#isBefore(left + 1, left) ? left + 1 : left;
      if (least >= this.#heap.length || !this.#isBefore(least, index)) return;
      this.#swap(index, least);
      index = least;
    }
  }

  #isBefore(index: number, other: number): boolean {
    const [one, two] = [this.#heap[index], this.#heap[other]];
    if (one === undefined || two === undefined) return false;
    return one.at < two.at || (one.at === two.at && one.order < two.order);
  }

  #swap(index: number, other: number): void {
    const [one, two] = [this.#heap[index], this.#heap[other]];
    if (one === undefined || two === undefined) return;
    this.#heap[index] = two;
    this.#heap[other] = one;
  }
}
