import type { PackedBlock } from './packBlock.ts';
import type { Connection } from './database.ts';
import type { Run } from './runs.ts';
import { uint32 } from './uint32.ts';

export interface ItemSizes {
  readonly first: number;
  readonly states: Uint8Array;
  /** See block_item.ends. */
  readonly ends: Uint32Array;
}

interface ItemBlock {
  readonly first: number;
  readonly ends: Uint32Array;
  readonly items: Buffer;
}

/** The table block_item: the items as they are sent. */
export function itemQueries(db: Connection) {
  const insert = db.prepare<[number, Uint8Array, Uint8Array]>('INSERT INTO block_item (first, ends, items) VALUES (?, ?, ?)');
  const select = db.prepare<[number], { first: number; ends: Buffer; items: Buffer }>(
    'SELECT first, ends, items FROM block_item WHERE first <= ? ORDER BY first DESC LIMIT 1',
  );
  const selectSizes = db.prepare<[], { first: number; ends: Buffer; states: Buffer }>(
    'SELECT block_item.first, ends, states FROM block_item JOIN block_state USING (first) ORDER BY block_item.first',
  );

  const selectPacked = db.prepare<[], { first: number; ends: Buffer; states: Buffer; items: Buffer }>(
    'SELECT block_item.first, ends, states, items FROM block_item JOIN block_state USING (first) ORDER BY block_item.first',
  );

  function blockOf(position: number): ItemBlock {
    const found = select.get(position);
    if (found === undefined) throw new RangeError('position beyond the last block');
    return { first: found.first, ends: uint32(found.ends), items: found.items };
  }

  return {
    /** Stores the items of a block; inside the caller's transaction. */
    append({ first, ends, items }: PackedBlock): void {
      insert.run(first, ends, items);
    },

    /** The items of the runs as they stand in the file, joined by commas, as pieces for one body. */
    pieces(runs: readonly Run[]): readonly Buffer[] {
      const pieces: Buffer[] = [];
      let block: ItemBlock | null = null;
      for (const run of runs) {
        for (let position = run.from; position <= run.to; ) {
          if (block === null || position < block.first || position >= block.first + block.ends.length) block = blockOf(position);
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

    /** The item of each of the rising positions as JSON text, each block read once; empty where a row has none. */
    texts: (positions: Iterable<number>): Generator<ItemText> => itemTexts(positions, blockOf),

    /** As `sizes`, with the items themselves, each followed by its comma. */
    *packed(): Generator<ItemSizes & { readonly items: Buffer }> {
      for (const { first, ends, states, items } of selectPacked.iterate()) yield { first, states, ends: uint32(ends), items };
    },

    /** State and item length of every row, block by block, without touching the items themselves. */
    *sizes(): Generator<ItemSizes> {
      for (const { first, ends, states } of selectSizes.iterate()) yield { first, states, ends: uint32(ends) };
    },
  };
}

export interface ItemText {
  readonly position: number;
  readonly json: string;
}

function* itemTexts(positions: Iterable<number>, blockOf: (position: number) => ItemBlock): Generator<ItemText> {
  let block: ItemBlock | null = null;
  for (const position of positions) {
    if (block === null || position < block.first || position >= block.first + block.ends.length) block = blockOf(position);
    const start = position === block.first ? 0 : (block.ends[position - block.first - 1] ?? 0);
    const end = block.ends[position - block.first] ?? start;
    yield { position, json: block.items.toString('utf8', start, Math.max(start, end - 1)) };
  }
}

export type ItemQueries = ReturnType<typeof itemQueries>;
