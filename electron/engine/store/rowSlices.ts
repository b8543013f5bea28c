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
  const last = Math.min(to + 1, slices.length >> 1);
  let [row, at, depth] = [from, begin, 0];
  while (at < cells.length && row < last) {
    const byte = cells[at] ?? 0;
    at += 1;
    if (byte === quote) {
      // An end of the cells within a text is one of the text too.
      for (let inside = cells[at] ?? quote; inside !== quote; inside = cells[at] ?? quote) at += inside === backslash ? 2 : 1;
      at += 1;
    } else if (byte === open) {
      if (depth === 0) slices[row * 2] = at - 1;
      depth += 1;
    } else if (byte === close) {
      depth -= 1;
      if (depth > 0) continue;
      slices[row * 2 + 1] = at;
      row += 1;
    }
  }
  return [row, at];
}
