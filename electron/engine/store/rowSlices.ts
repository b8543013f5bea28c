const [quote, backslash, open, close] = [0x22, 0x5c, 0x5b, 0x5d];

/**
 * Where each row of a block's cells begins and ends among their bytes, JSON of an array of arrays, without reading them: a
 * few rows of a block are found many times faster than all of it is parsed. Pure.
 */
export function rowSlices(cells: Uint8Array, count: number): Uint32Array {
  const slices = new Uint32Array(count * 2);
  let row = 0;
  let depth = 0;
  for (let at = 1; at < cells.length && row < count; at += 1) {
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
  return slices;
}
