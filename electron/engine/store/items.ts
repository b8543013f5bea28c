import { crc32 } from 'node:zlib';
import { Fault } from '#contract/faults.ts';
import { damagedBlock } from './damage.ts';
import { mustBeObjects } from './itemShape.ts';
import type { PackedBlock } from './packBlock.ts';
import type { Connection } from './database.ts';
import type { Run } from './runs.ts';
import { aboveSeal, areEndsOf, isVersionOf, pinOfItems, sealByCrc, sealOfRecord } from './seal.ts';
import type { StateQueries, StateRecord } from './states.ts';
import { bytesOf, uint32 } from './uint32.ts';

export interface ItemSizes {
  readonly first: number;
  readonly states: Uint8Array;
  /** See block_item.ends. */
  readonly ends: Uint32Array;
}

interface ItemRecord {
  readonly first: number;
  readonly ends: Buffer;
  readonly items: Buffer;
  readonly version: number;
  readonly seal: number;
  /** See pinOfItems; null where the block has no states. */
  readonly pin: number | null;
}

interface ItemBlock {
  readonly first: number;
  readonly ends: Uint32Array;
  readonly items: Buffer;
  readonly version: number;
  /** CRC-32 of its items. */
  readonly crc: number;
}

/** Some items that follow each other, as they stand in the file. */
export interface ItemPiece {
  readonly bytes: Buffer;
  /** Their CRC-32, where it is known without going over them once more. */
  readonly crc: number | null;
}

type SizesRecord = StateRecord & { readonly ends: Buffer | null; readonly length: number | null };

/** Of the items of one block in bytes; blocks are closed at 4 MB, but for a last row however wide. */
export const itemsAtMost = 64_000_000;

/** The block of items that holds a position. Fault job-corrupt. */
function itemReader(db: Connection): (position: number) => ItemBlock {
  const select = db.prepare<[number], ItemRecord>(
    `SELECT first, ends, items, version, seal, (SELECT ends_seal FROM block_state WHERE block_state.first = block_item.first) AS pin
     FROM block_item WHERE first <= ? ORDER BY first DESC LIMIT 1`,
  );
  return (position) => {
    const found = select.get(position);
    if (found === undefined) throw damagedBlock(db, 'items', 1);
    const { first, items, version, pin } = found;
    // Whole, but of an earlier time.
    if (pin !== null && !isVersionOf(pin, version)) throw damagedBlock(db, 'items', first);
    // Bodies are known by it too, so that a block is gone over once for both.
    const crc = crc32(items);
    // A block that was never corrected is sealed without its version; see lateColumns.
    if (sealByCrc('block_item', first, found.ends, { crc, length: items.length }, version === 1 ? [] : [version]) !== found.seal) throw damagedBlock(db, 'items', first);
    const ends = uint32(found.ends);
    if (position >= first + ends.length) throw damagedBlock(db, 'items', first + ends.length);
    if (!areEnds(ends, items.length)) throw damagedBlock(db, 'items', first);
    return { first, ends, items, version, crc };
  };
}

/** A seal says that nothing was changed by accident; what was never right, as in a file made elsewhere, it seals too. */
function areEnds(ends: Uint32Array, length: number): boolean {
  let last = 0;
  for (const end of ends) {
    if (end < last) return false;
    last = end;
  }
  return last === length;
}

/** State and item length of every row, block by block, without touching the items themselves. Fault job-corrupt. */
function sizesReader(db: Connection, { mustFit }: Pick<StateQueries, 'mustFit'>): () => Generator<ItemSizes> {
  const select = db.prepare<[], SizesRecord>('SELECT block_state.*, ends, octet_length(items) AS length FROM block_state LEFT JOIN block_item USING (first) ORDER BY block_state.first');
  return function* sizes() {
    let next = 1;
    for (const record of select.iterate()) {
      mustFit(record);
      const { first, states, ends, length } = record;
      if (first !== next) throw damagedBlock(db, 'states', next);
      if (ends === null || ends.length !== states.length * 4 || !areEndsOf(record.ends_seal, first, ends)) throw damagedBlock(db, 'items', first);
      if ((length ?? 0) > itemsAtMost) throw new Fault('job-unreadable', { reason: 'block_item.items' });
      next += states.length;
      yield { first, states, ends: uint32(ends) };
    }
  };
}

/**
 * Tells that the items of rows are not of an earlier time than their states: for what speaks of rows without reading
 * their items. Of blocks that were never corrected nothing is read. Fault job-corrupt.
 */
function latestItems(db: Connection): (positions: Iterable<number>) => void {
  const selectOutdated = db.prepare<[], { first: number; rows: number }>(
    `SELECT block_state.first AS first, octet_length(states) AS rows FROM block_state JOIN block_item USING (first)
     WHERE ends_seal >= ${aboveSeal} AND block_item.version <> ends_seal / ${aboveSeal} + 1`,
  );
  return (positions) => {
    const outdated = selectOutdated.all();
    if (outdated.length === 0) return;
    for (const position of positions) {
      const hit = outdated.find(({ first, rows }) => position >= first && position < first + rows);
      if (hit !== undefined) throw damagedBlock(db, 'items', hit.first);
    }
  };
}

/** The table block_item: the items as they are sent. Whatever is read fits its seal, or is Fault job-corrupt. */
export function itemQueries(db: Connection, states: Pick<StateQueries, 'sealEnds' | 'mustFit'>) {
  const insert = db.prepare<[number, Uint8Array, Uint8Array, number]>('INSERT INTO block_item (first, ends, items, seal) VALUES (?, ?, ?, ?)');
  const update = db.prepare<[Buffer, Buffer, number, number, number]>('UPDATE block_item SET ends = ?, items = ?, version = ?, seal = ? WHERE first = ?');
  const selectSeals = db.prepare<[], { first: number; seal: number }>('SELECT first, seal FROM block_item');
  const blockOf = itemReader(db);
  const sizes = sizesReader(db, states);

  return {
    /** Stores the items of a block; inside the caller's transaction. */
    append({ first, ends, items, seals }: PackedBlock): void {
      insert.run(first, ends, items, seals.items);
    },

    /**
     * Gives rows of one block other items, by their positions: JSON without a comma, or null for none; inside the
     * caller's transaction. Fault job-corrupt.
     */
    replace(items: ReadonlyMap<number, string | null>): void {
      const [position] = items.keys();
      if (position === undefined) return;
      const block = blockOf(position);
      const made = withItems(block, items);
      const version = block.version + 1;
      const record = { first: block.first, ends: bytesOf(made.ends), items: made.items, version };
      update.run(record.ends, record.items, version, sealOfRecord('block_item', record), block.first);
      states.sealEnds(block.first, pinOfItems(block.first, record.ends, version));
    },

    /** The seal of each block's items, by where it begins. */
    seals: (): ReadonlyMap<number, number> => new Map(selectSeals.all().map(({ first, seal }) => [first, seal])),

    /** The items of the runs as they stand in the file, joined by commas, as pieces for one body. */
    pieces: (runs: readonly Run[]): readonly ItemPiece[] => itemPieces(runs, blockOf),

    /** The item of each of the rising positions as JSON text, each block read once; empty where a row has none. */
    texts: (positions: Iterable<number>): Generator<ItemText> => itemTexts(positions, blockOf),

    /** Before items of a file that was made elsewhere are sent. Faults job-corrupt, job-unreadable. */
    mustBeObjects(): void {
      for (const block of sizes()) mustBeObjects({ ...block, items: blockOf(block.first).items });
    },

    mustBeLatest: latestItems(db),

    /** As `sizes`, with the items themselves, each followed by its comma. */
    *packed(): Generator<ItemSizes & { readonly items: Buffer }> {
      for (const block of sizes()) yield { ...block, items: blockOf(block.first).items };
    },

    sizes,
  };
}

/** The block with some of its items replaced. */
function withItems({ first, ends, items }: ItemBlock, replaced: ReadonlyMap<number, string | null>): { readonly ends: Uint32Array; readonly items: Buffer } {
  const pieces: Buffer[] = [];
  const after = new Uint32Array(ends.length);
  let length = 0;
  let kept = 0;
  for (let index = 0; index < ends.length; index += 1) {
    const end = ends[index] ?? 0;
    const item = replaced.get(first + index);
    if (item !== undefined) {
      const start = index === 0 ? 0 : (ends[index - 1] ?? 0);
      const piece = item === null ? Buffer.alloc(0) : Buffer.from(`${item},`);
      pieces.push(items.subarray(kept, start), piece);
      kept = end;
      length += piece.length - (end - start);
    }
    after[index] = end + length;
  }
  pieces.push(items.subarray(kept));
  return { ends: after, items: Buffer.concat(pieces) };
}

/** The items of the runs, joined by commas, as pieces for one body. */
function itemPieces(runs: readonly Run[], blockOf: (position: number) => ItemBlock): readonly ItemPiece[] {
  const pieces: ItemPiece[] = [];
  let block: ItemBlock | null = null;
  for (const run of runs) {
    for (let position = run.from; position <= run.to; ) {
      if (block === null || position < block.first || position >= block.first + block.ends.length) block = blockOf(position);
      const last: number = Math.min(run.to, block.first + block.ends.length - 1);
      const start = position === block.first ? 0 : (block.ends[position - block.first - 1] ?? 0);
      const bytes = block.items.subarray(start, block.ends[last - block.first] ?? 0);
      pieces.push({ bytes, crc: bytes.length === block.items.length ? block.crc : null });
      position = last + 1;
    }
  }
  // The last comma belongs to an item that no other follows.
  const end = pieces.at(-1);
  if (end !== undefined) pieces[pieces.length - 1] = { bytes: end.bytes.subarray(0, -1), crc: null };
  return pieces;
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
