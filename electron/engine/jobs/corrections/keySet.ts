/** A set of hashes of match keys, which numbers them in the order in which they came. */
export class KeySet {
  /** Low and high half of each. */
  #keys = new Int32Array(64);
  /** Number and one more; 0 where a slot is free. */
  #slots = new Uint32Array(128);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** By the last bits of low halves, 1 where one of the set may have them; as many as a power of two. */
  get marks(): Uint8Array {
    const marks = new Uint8Array(this.#slots.length * 8);
    for (let number = 0; number < this.#size; number += 1) marks[(this.#keys[number * 2] ?? 0) & (marks.length - 1)] = 1;
    return marks;
  }

  /** The number of a hash; -1 where it is not in the set. Halves that are both zero stand for no key. */
  find(low: number, high: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = (low ^ (high >>> 7)) & mask; ; slot = (slot + 1) & mask) {
      const number = (this.#slots[slot] ?? 0) - 1;
      if (number < 0) return -1;
      if (this.#keys[number * 2] === low && this.#keys[number * 2 + 1] === high) return number;
    }
  }

  add(low: number, high: number): void {
    if ((low === 0 && high === 0) || this.find(low, high) >= 0) return;
    if (this.#size * 2 >= this.#keys.length) this.#grow();
    this.#keys[this.#size * 2] = low;
    this.#keys[this.#size * 2 + 1] = high;
    this.#enter(this.#size);
    this.#size += 1;
  }

  #enter(number: number): void {
    const mask = this.#slots.length - 1;
    let slot = ((this.#keys[number * 2] ?? 0) ^ ((this.#keys[number * 2 + 1] ?? 0) >>> 7)) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = number + 1;
  }

  /** At most half of the slots are taken. */
  #grow(): void {
    const keys = new Int32Array(this.#keys.length * 2);
    keys.set(this.#keys);
    this.#keys = keys;
    this.#slots = new Uint32Array(this.#slots.length * 2);
    for (let number = 0; number < this.#size; number += 1) this.#enter(number);
  }
}
