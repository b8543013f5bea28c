import type { Cell } from '#contract/cells.ts';
import { loadCell, storeCell, type StoredCell } from './cellCodec.ts';
import type { Connection } from './database.ts';
import type { Run } from './runs.ts';

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

export interface StoredRow {
  readonly position: number;
  readonly row: number;
  readonly cells: readonly Cell[];
}

export interface ItemSizes {
  readonly first: number;
  readonly states: Uint8Array;
  /** See block_item.ends. */
  readonly ends: Uint32Array;
}

/** A Uint32Array over a copy of the bytes: a blob's buffer may be unaligned or shared. */
function uint32(bytes: Buffer): Uint32Array {
  const copy = new Uint32Array(bytes.length / 4);
  new Uint8Array(copy.buffer).set(bytes);
  return copy;
}

function bytesOf(numbers: Uint32Array): Buffer {
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

const comma = 0x2c;

/** Items of a block laid end to end, each with its comma, and where each ends. */
function packItems(rows: readonly NewRow[]): { readonly ends: Uint32Array; readonly items: Buffer } {
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
  return { ends, items };
}

/** The tables block and block_item. Positions count from 1. */
export function blockQueries(db: Connection) {
  const insertBlock = db.prepare<[number, number, Buffer, string]>('INSERT INTO block (first, count, source_rows, cells) VALUES (?, ?, ?, ?)');
  const insertItems = db.prepare<[number, Buffer, Buffer]>('INSERT INTO block_item (first, ends, items) VALUES (?, ?, ?)');
  const insertStates = db.prepare<[number, Buffer]>('INSERT INTO block_state (first, states) VALUES (?, ?)');
  const selectRows = db.prepare<[number], { first: number; count: number; source_rows: Buffer; cells: string }>(
    'SELECT first, count, source_rows, cells FROM block WHERE first <= ? ORDER BY first DESC LIMIT 1',
  );
  const selectNumbers = db.prepare<[number], { first: number; source_rows: Buffer }>(
    'SELECT first, source_rows FROM block WHERE first <= ? ORDER BY first DESC LIMIT 1',
  );
  const selectItems = db.prepare<[number], { first: number; ends: Buffer; items: Buffer }>(
    'SELECT first, ends, items FROM block_item WHERE first <= ? ORDER BY first DESC LIMIT 1',
  );
  const selectSizes = db.prepare<[], { first: number; ends: Buffer; states: Buffer }>(
    'SELECT block_item.first, ends, states FROM block_item JOIN block_state USING (first) ORDER BY block_item.first',
  );
  const selectAllNumbers = db.prepare<[], { first: number; source_rows: Buffer }>('SELECT first, source_rows FROM block ORDER BY first');

  return {
    /** Stores rows whose first has position `first`; inside the caller's transaction. */
    append(first: number, rows: readonly NewRow[]): void {
      const cells: readonly (readonly StoredCell[])[] = rows.map((row) => row.cells.map(storeCell));
      const { ends, items } = packItems(rows);
      insertBlock.run(first, rows.length, bytesOf(Uint32Array.from(rows, (row) => row.row)), JSON.stringify(cells));
      insertItems.run(first, bytesOf(ends), items);
      insertStates.run(first, Buffer.from(rows.map((row) => row.state)));
    },

    /** The rows of rising positions, each block read once. */
    *rowsAt(positions: Iterable<number>): Generator<StoredRow> {
      let block: { first: number; numbers: Uint32Array; cells: readonly (readonly StoredCell[])[] } | null = null;
      for (const position of positions) {
        if (block === null || position < block.first || position >= block.first + block.numbers.length) {
          const found = selectRows.get(position);
          if (found === undefined) continue;
          block = { first: found.first, numbers: uint32(found.source_rows), cells: JSON.parse(found.cells) };
        }
        const row = block.numbers[position - block.first];
        if (row !== undefined) yield { position, row, cells: (block.cells[position - block.first] ?? []).map(loadCell) };
      }
    },

    /** The sheet row number of a position; 0 where there is none. */
    rowNumber(position: number): number {
      const found = selectNumbers.get(position);
      return found === undefined ? 0 : (uint32(found.source_rows)[position - found.first] ?? 0);
    },

    /** Positions of the given sheet rows, in rising order; unknown rows are passed over. */
    positionsOfRows(rows: ReadonlySet<number>): readonly number[] {
      const positions: number[] = [];
      for (const { first, source_rows } of selectAllNumbers.iterate()) {
        uint32(source_rows).forEach((row, index) => {
          if (rows.has(row)) positions.push(first + index);
        });
      }
      return positions;
    },

    /** The items of the runs as they stand in the file, joined by commas, as pieces for one body. */
    items(runs: readonly Run[]): readonly Buffer[] {
      const pieces: Buffer[] = [];
      let block: { first: number; ends: Uint32Array; items: Buffer } | null = null;
      for (const run of runs) {
        for (let position = run.from; position <= run.to; ) {
          if (block === null || position < block.first || position >= block.first + block.ends.length) {
            const found = selectItems.get(position);
            if (found === undefined) throw new RangeError('position beyond the last block');
            block = { first: found.first, ends: uint32(found.ends), items: found.items };
          }
          const last: number = Math.min(run.to, block.first + block.ends.length - 1);
          const start = position === block.first ? 0 : (block.ends[position - block.first - 1] ?? 0);
          pieces.push(block.items.subarray(start, block.ends[last - block.first] ?? 0));
          position = last + 1;
        }
      }
      // The last comma belongs to an item that no other follows.
      const end = pieces.at(-1);
      if (end !== undefined) pieces[pieces.length - 1] = end.subarray(0, -1);
      return pieces;
    },

    /** State and item length of every row, block by block, without touching the items themselves. */
    *sizes(): Generator<ItemSizes> {
      for (const { first, ends, states } of selectSizes.iterate()) yield { first, states, ends: uint32(ends) };
    },
  };
}

export type BlockQueries = ReturnType<typeof blockQueries>;
