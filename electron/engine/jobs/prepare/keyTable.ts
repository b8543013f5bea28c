import { StringStore } from '../../sheet/strings/stringStore.ts';

/**
 * Texts and the number under which each was entered. A Map of a million keys takes 120 MB and keeps the garbage
 * collector busy; here a key is its bytes and twelve more. Equal hashes are settled by comparing the texts.
 */
export class KeyTable {
  readonly #texts = new StringStore();
  /** Entry and one more; 0 where a slot is free. */
  #slots = new Uint32Array(1 << 12);
  #hashes = new Int32Array(1 << 11);
  readonly #scratch = Buffer.alloc(256);
  /** Of the text last looked for. */
  #hash = 0;
  #isAscii = false;

  get count(): number {
    return this.#texts.count;
  }

  /** The entry of a text; -1 where it was never entered. */
  find(text: string): number {
    this.#measure(text);
    const mask = this.#slots.length - 1;
    for (let slot = this.#hash & mask; ; slot = (slot + 1) & mask) {
      const entry = (this.#slots[slot] ?? 0) - 1;
      if (entry < 0) return -1;
      if (this.#hashes[entry] === this.#hash && this.#texts.get(entry) === (this.#isAscii ? text : stored(text))) return entry;
    }
  }

  /** Enters a text that `find` has just not found; its entry. Throws source-too-large beyond what the store can hold. */
  add(text: string): number {
    const entry = this.count;
    if (this.#isAscii) this.#texts.add(this.#scratch, 0, text.length, true);
    else {
      const bytes = Buffer.from(stored(text));
      this.#texts.add(bytes, 0, bytes.length, false);
    }
    if (entry >= this.#hashes.length) this.#grow();
    this.#hashes[entry] = this.#hash;
    this.#enter(entry);
    return entry;
  }

  /** Hash and bytes of a text, if they are ASCII and few, as those of nearly all keys are. */
  #measure(text: string): void {
    const scratch = this.#scratch;
    let hash = text.length;
    let bits = text.length > scratch.length ? 0x80 : 0;
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      hash = Math.imul(hash ^ unit, 0x0100_0193);
      bits |= unit;
      if (at < scratch.length) scratch[at] = unit;
    }
    // The last characters would else only reach the lowest bits, which choose the slot.
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b_3c6d);
    this.#hash = hash ^ (hash >>> 13);
    this.#isAscii = bits < 0x80;
  }

  /** Takes away what lies on the disk. */
  close(): void {
    this.#texts.close();
  }

  #enter(entry: number): void {
    const mask = this.#slots.length - 1;
    let slot = (this.#hashes[entry] ?? 0) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = entry + 1;
  }

  /** At most half of the slots are taken. */
  #grow(): void {
    const hashes = new Int32Array(this.#hashes.length * 2);
    hashes.set(this.#hashes);
    const known = this.#hashes.length;
    this.#hashes = hashes;
    this.#slots = new Uint32Array(this.#slots.length * 2);
    for (let entry = 0; entry < known; entry += 1) this.#enter(entry);
  }
}

/** With the flag u, a surrogate that belongs to no pair. */
const half = /\p{Surrogate}/u;

/** Halves of characters, which UTF-8 cannot hold, would all become the same sign. */
function stored(text: string): string {
  return half.test(text) ? `\u0000${JSON.stringify(text)}` : text;
}
