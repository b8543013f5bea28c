const [quote, backslash, open, close, newline] = [0x22, 0x5c, 0x5b, 0x5d, 0x0a];

/**
 * Where each row of a block's cells begins and ends among their bytes, JSON of an array of arrays, without reading them: a
 * few rows of a block are found many times faster than all of it is parsed. They are looked for as far as they are asked for.
 */
export class RowSlices {
  readonly #cells: Buffer;
  readonly #slices: Uint32Array;
  readonly #isByLine: boolean;
  #found = 0;
  #at: number;

  constructor(cells: Buffer, count: number) {
    this.#cells = cells;
    this.#slices = new Uint32Array(count * 2);
    // Blocks of earlier versions are one line.
    this.#isByLine = cells[1] === newline;
    this.#at = this.#isByLine ? 2 : 1;
  }

  /** First byte of a row and the one behind its last; both 0 where there is no such row. */
  of(row: number): readonly [from: number, to: number] {
    if (row >= this.#found) [this.#found, this.#at] = (this.#isByLine ? findLines : findRows)(this.#cells, this.#slices, { row: this.#found, at: this.#at, to: row });
    return [this.#slices[row * 2] ?? 0, this.#slices[row * 2 + 1] ?? 0];
  }
}

interface Wanted {
  readonly row: number;
  /** The byte that it begins at, or one before it. */
  readonly at: number;
  readonly to: number;
}

/** Finds rows each of which has its own line, from one on up to another one; gives where to go on. No text holds a line's end in JSON. */
function findLines(cells: Buffer, slices: Uint32Array, { row: from, at: begin, to }: Wanted): readonly [row: number, at: number] {
  const last = Math.min(to + 1, slices.length >> 1);
  let [row, at] = [from, begin];
  while (row < last) {
    const end = cells.indexOf(newline, at);
    if (end < 0) break;
    slices[row * 2] = at;
    // A comma stands behind all rows but the last.
    slices[row * 2 + 1] = cells[end - 1] === close ? end : end - 1;
    row += 1;
    at = end + 1;
  }
  return [row, at];
}

/** The same of rows in one line. */
function findRows(cells: Buffer, slices: Uint32Array, { row: from, at: begin, to }: Wanted): readonly [row: number, at: number] {
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
