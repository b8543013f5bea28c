import type { Cell } from '#contract/cells.ts';
import { storeRows } from './cellCodec.ts';
import { bytesOf } from './uint32.ts';

/** Rows a block at most; a block is also closed when it grows heavy, so that wide rows stay cheap to reach. */
export const rowsPerBlock = 500;

/** A row on its way into the job file. */
export interface NewRow {
  readonly row: number;
  readonly cells: readonly Cell[];
  /** The item's JSON, null for a row that has none. */
  readonly item: string | null;
  /** Index into rowStates. */
  readonly state: number;
}

/** A block as it is stored: a handful of buffers instead of thousands of objects, so that it may wait for its commit. */
export interface PackedBlock {
  /** Position of its first row. */
  readonly first: number;
  readonly count: number;
  readonly sourceRows: Buffer;
  readonly cells: string;
  readonly states: Buffer;
  readonly ends: Buffer;
  readonly items: Buffer;
}

export function packBlock(first: number, rows: readonly NewRow[]): PackedBlock {
  return {
    first,
    count: rows.length,
    sourceRows: bytesOf(Uint32Array.from(rows, ({ row }) => row)),
    cells: storeRows(rows.map(({ cells }) => cells)),
    states: Buffer.from(rows.map(({ state }) => state)),
    ...packItems(rows),
  };
}

const comma = 0x2c;

/** Items of a block laid end to end, each with its comma, and where each ends. */
function packItems(rows: readonly NewRow[]): Pick<PackedBlock, 'ends' | 'items'> {
  const ends = new Uint32Array(rows.length);
  let total = 0;
  const lengths = rows.map(({ item }) => (item === null ? 0 : Buffer.byteLength(item) + 1));
  lengths.forEach((length, index) => {
    total += length;
    ends[index] = total;
  });
  const items = Buffer.allocUnsafe(total);
  let at = 0;
  for (const { item } of rows) {
    if (item === null) continue;
    at += items.write(item, at);
    items[at] = comma;
    at += 1;
  }
  return { ends: bytesOf(ends), items };
}
