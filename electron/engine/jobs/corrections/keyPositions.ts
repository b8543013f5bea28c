/** So many keys are looked for one by one; for more a table is made. */
const fewKeys = 8;

/** Finds rows by the hashes of their match keys, two halves a row, that of position 1 first; both zero where a row has no item. */
export class KeyPositions {
  readonly #keys: () => Int32Array;
  readonly #isWanted: (position: number) => boolean;
  #lookups = 0;
  #table: Uint32Array | null = null;

  constructor(keys: () => Int32Array, isWanted: (position: number) => boolean) {
    this.#keys = keys;
    this.#isWanted = isWanted;
  }

  /** Wanted rows with a hash, in no order. The keys must not have been changed since it was asked first. */
  of(low: number, high: number): readonly number[] {
    this.#lookups += 1;
    if (this.#table === null && this.#lookups > fewKeys) this.#table = this.#makeTable();
    return this.#table === null ? this.#among(low, high) : this.#inTable(this.#table, low, high);
  }

  #among(low: number, high: number): readonly number[] {
    const keys = this.#keys();
    const found: number[] = [];
    for (let at = 0; at < keys.length; at += 2) if (keys[at] === low && keys[at + 1] === high && this.#isWanted(at / 2 + 1)) found.push(at / 2 + 1);
    return found;
  }

  /** Positions by their keys' hashes; 0 where a slot is free. At most half of them are taken. */
  #makeTable(): Uint32Array {
    const keys = this.#keys();
    const wanted: number[] = [];
    for (let position = 1; position * 2 <= keys.length; position += 1) {
      if ((keys[position * 2 - 2] !== 0 || keys[position * 2 - 1] !== 0) && this.#isWanted(position)) wanted.push(position);
    }
    const table = new Uint32Array(2 ** Math.ceil(Math.log2(wanted.length * 2 + 2)));
    const mask = table.length - 1;
    for (const position of wanted) {
      let slot = (keys[position * 2 - 2] ?? 0) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = position;
    }
    return table;
  }

  #inTable(table: Uint32Array, low: number, high: number): readonly number[] {
    const keys = this.#keys();
    const mask = table.length - 1;
    const found: number[] = [];
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const position = table[slot] ?? 0;
      if (position === 0) return found;
      if (keys[position * 2 - 2] === low && keys[position * 2 - 1] === high) found.push(position);
    }
  }
}
