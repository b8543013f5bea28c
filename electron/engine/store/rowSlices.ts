const [quote, backslash, open, close] = [0x22, 0x5c, 0x5b, 0x5d];

/**
 * Where each row of a block's cells begins and ends among their bytes, JSON of an array of arrays, without reading them: a
 * few rows of a block are found many times faster than all of it is parsed. They are looked for as far as they are asked for.
 */
export class RowSlices {
  readonly #cells: Uint8Array;
  readonly #slices: Uint32Array;
  #found = 0;
  #at = 1;

  constructor(cells: Uint8Array, count: number) {
    this.#cells = cells;
    this.#slices = new Uint32Array(count * 2);
  }

  /** First byte of a row and the one behind its last; both 0 where there is no such row. */
  of(row: number): readonly [from: number, to: number] {
    if (row >= this.#found) [this.#found, this.#at] = findRows(this.#cells, this.#slices, { row: this.#found, at: this.#at, to: row });
    return [this.#slices[row * 2] ?? 0, this.#slices[row * 2 + 1] ?? 0];
  }
}

/** Finds rows from one on that begins at a byte, or behind it, up to another one; gives where to go on. */
function findRows(cells: Uint8Array, slices: Uint32Array, { row: from, at: begin, to }: { readonly row: number; readonly at: number; readonly to: number }): readonly [row: number, at: number] {
  let [row, at, depth] = [from, begin, 0];
  for (; at < cells.length && row <= to && row * 2 < slices.length; at += 1) {
    const byte = cells[at];
    if (byte === quote) {
      for (at += 1; at < cells.length && cells[at] !== quote; at += 1) if (cells[at] === backslash) at += 1;
    } else if (byte === open) {
      if (depth === 0) slices[row * 2] = at;
      depth += 1;
    } else if (byte === close) {
      depth -= 1;
      if (depth > 0) continue;
      slices[row * 2 + 1] = at + 1;
      row += 1;
    }
  }
  return [row, at];
}
