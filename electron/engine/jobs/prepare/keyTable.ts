import { StringStore } from '../../sheet/strings/stringStore.ts';
import { KeyHash } from './keyHash.ts';

/**
 * Texts and the number under which each was entered. A Map of a million keys takes 120 MB and keeps the garbage
 * collector busy; here a key is its bytes and twelve more. Equal hashes are settled by comparing the texts.
 */
export class KeyTable {
  readonly #texts = new StringStore();
  /** Entry and one more; 0 where a slot is free. */
  #slots = new Uint32Array(1 << 12);
  #hashes = new Int32Array(1 << 11);
  readonly #hash = new KeyHash();

  get count(): number {
    return this.#texts.count;
  }

  /** The hash of the text last looked for. */
  get hash(): Pick<KeyHash, 'low' | 'high'> {
    return this.#hash;
  }

  /** The entry of a text; -1 where it was never entered. */
  find(text: string): number {
    const hash = this.#hash;
    hash.measure(text);
    const mask = this.#slots.length - 1;
    for (let slot = hash.low & mask; ; slot = (slot + 1) & mask) {
      const entry = (this.#slots[slot] ?? 0) - 1;
      if (entry < 0) return -1;
      if (this.#hashes[entry] === hash.low && this.#texts.get(entry) === (hash.isAscii ? text : stored(text))) return entry;
    }
  }

  /** Enters a text that `find` has just not found; its entry. Throws source-too-large beyond what the store can hold. */
  add(text: string): number {
    const entry = this.count;
    if (this.#hash.isAscii) this.#texts.add(this.#hash.scratch, 0, text.length, true);
    else {
      const bytes = Buffer.from(stored(text));
      this.#texts.add(bytes, 0, bytes.length, false);
    }
    if (entry >= this.#hashes.length) this.#grow();
    this.#hashes[entry] = this.#hash.low;
    this.#enter(entry);
    return entry;
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
