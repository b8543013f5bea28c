import { crc32 } from 'node:zlib';
import { Fault } from '#contract/faults.ts';
import { damagedBlock } from './damage.ts';
import { loadPatch, patchedItems, storedPatch, withItems, type ItemPatch, type PatchRecord } from './itemPatch.ts';
import { mustBeObjects } from './itemShape.ts';
import type { PackedBlock } from './packBlock.ts';
import type { Connection } from './database.ts';
import type { Run } from './runs.ts';
import { aboveSeal, areEndsOf, isPinned, pinOfItems, sealByCrc, sealOfRecord, versionPinned } from './seal.ts';
import { statement } from './statement.ts';
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
  /** CRC-32 of its items, where it is known. */
  readonly crc: number | null;
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

/** The items of corrected rows that lie over a block's own; undefined where there are none. Fault job-corrupt. */
function patchReader(db: Connection): (first: number) => PatchRecord | undefined {
  const select = statement<[number], PatchRecord>(db, 'SELECT * FROM item_patch WHERE first = ?');
  return (first) => {
    const record = select.get(first);
    if (record !== undefined && sealOfRecord('item_patch', { ...record }) !== record.seal) throw damagedBlock(db, 'items', first);
    return record;
  };
}

/** The block of items that holds a position, as they count. Fault job-corrupt. */
function itemReader(db: Connection, patchOf: (first: number) => PatchRecord | undefined): (position: number) => ItemBlock {
  const select = statement<[number], ItemRecord>(
    db,
    `SELECT first, ends, items, version, seal, (SELECT ends_seal FROM block_state WHERE block_state.first = block_item.first) AS pin
     FROM block_item WHERE first <= ? ORDER BY first DESC LIMIT 1`,
  );
  return (position) => {
    const found = select.get(position);
    if (found === undefined) throw damagedBlock(db, 'items', 1);
    const { first, items, version, pin } = found;
    const record = patchOf(first);
    // Whole, but of an earlier time.
    if ((record !== undefined && record.base !== version) || (pin !== null && !isPinned(pin, record?.version ?? version))) throw damagedBlock(db, 'items', first);
    // Bodies are known by it too, so that a block is gone over once for both.
    const crc = crc32(items);
    // A block that was never corrected is sealed without its version; see lateColumns.
    if (sealByCrc('block_item', first, found.ends, { crc, length: items.length }, version === 1 ? [] : [version]) !== found.seal) throw damagedBlock(db, 'items', first);
    const ends = uint32(found.ends);
    if (position >= first + ends.length) throw damagedBlock(db, 'items', first + ends.length);
    if (!areEnds(ends, items.length)) throw damagedBlock(db, 'items', first);
    if (record === undefined) return { first, ends, items, version, crc };
    const made = patchedItems({ ends, items }, loadPatch(record));
    if (made === null) throw damagedBlock(db, 'items', first);
    return { first, ...made, version: record.version, crc: null };
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
  const select = statement<[], SizesRecord>(
    db,
    `SELECT block_state.*, coalesce(item_patch.ends, block_item.ends) AS ends, octet_length(block_item.items) AS length
     FROM block_state LEFT JOIN block_item USING (first) LEFT JOIN item_patch USING (first) ORDER BY block_state.first`,
  );
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
  const selectOutdated = statement<[], { first: number; rows: number }>(
    db,
    `SELECT block_state.first AS first, octet_length(states) AS rows FROM block_state JOIN block_item USING (first) LEFT JOIN item_patch USING (first)
     WHERE (ends_seal >= ${aboveSeal} OR item_patch.first IS NOT NULL) AND coalesce(item_patch.version, block_item.version) <> ends_seal / ${aboveSeal} + 1`,
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

/** How the items of a block stand, without the items themselves. */
interface Standing {
  readonly first: number;
  readonly ends: Uint32Array;
  readonly version: number;
  readonly patch: ItemPatch | null;
  /** The version of the block's own. */
  readonly base: number;
}

/** How the items of the block stand that holds a position. Fault job-corrupt. */
function standingReader(db: Connection, patchOf: (first: number) => PatchRecord | undefined): (position: number) => Standing {
  const select = statement<[number], { first: number; ends: Buffer; pin: number }>(
    db,
    'SELECT first, ends, ends_seal AS pin FROM block_item JOIN block_state USING (first) WHERE first <= ? ORDER BY first DESC LIMIT 1',
  );
  // It stands behind the items, all pages of which SQLite goes through for it.
  const selectVersion = statement<[number], number>(db, 'SELECT version FROM block_item WHERE first = ?').pluck();
  return (position) => {
    const found = select.get(position);
    if (found === undefined) throw damagedBlock(db, 'items', 1);
    const { first, pin } = found;
    const record = patchOf(first);
    const ends = record?.ends ?? found.ends;
    const version = record?.version ?? (versionPinned(pin) > 1 ? versionPinned(pin) : (selectVersion.get(first) ?? 1));
    if (!areEndsOf(pin, first, ends) || !isPinned(pin, version) || position >= first + ends.length / 4) throw damagedBlock(db, 'items', first);
    return { first, ends: uint32(ends), version, patch: record === undefined ? null : loadPatch(record), base: record?.base ?? version };
  };
}

/** Gives rows other items. */
function itemWriter(db: Connection, { blockOf, patchOf, sealEnds }: { readonly blockOf: (position: number) => ItemBlock; readonly patchOf: (first: number) => PatchRecord | undefined; readonly sealEnds: StateQueries['sealEnds'] }) {
  const update = statement<[Uint8Array, Uint8Array, number, number, number]>(db, 'UPDATE block_item SET ends = ?, items = ?, version = ?, seal = ? WHERE first = ?');
  const putPatch = statement<[number, number, Uint8Array, Uint8Array, Uint8Array, number, number]>(db, 'INSERT OR REPLACE INTO item_patch (first, base, ends, rows, items, version, seal) VALUES (?, ?, ?, ?, ?, ?, ?)');
  const removePatch = statement<[number]>(db, 'DELETE FROM item_patch WHERE first = ?');
  const standingOf = standingReader(db, patchOf);

  /** All items of the block anew: of so many rows that a patch would soon be as large. */
  const writeBlock = (first: number, patch: ItemPatch, version: number): void => {
    const made = patch.rows.length === patch.ends.length ? patch : patchedItems(blockOf(first), patch);
    if (made === null) throw damagedBlock(db, 'items', first);
    const record = { first, ends: bytesOf(made.ends), items: made.items, version };
    update.run(record.ends, record.items, version, sealOfRecord('block_item', record), first);
    removePatch.run(first);
  };

  /**
   * Gives rows of one block other items, by their positions: JSON without a comma, or null for none; inside the
   * caller's transaction. Fault job-corrupt.
   */
  return (items: ReadonlyMap<number, string | null>): void => {
    const [position] = items.keys();
    if (position === undefined) return;
    const standing = standingOf(position);
    const { first, base } = standing;
    const patch = withItems(standing, new Map([...items].map(([at, item]) => [at - first, item])));
    const version = standing.version + 1;
    if (patch.rows.length * 2 > patch.ends.length) writeBlock(first, patch, version);
    else {
      const record = { first, base, ...storedPatch(patch), version };
      putPatch.run(first, base, record.ends, record.rows, record.items, version, sealOfRecord('item_patch', record));
    }
    sealEnds(first, pinOfItems(first, bytesOf(patch.ends), version));
  };
}

/** The table block_item: the items as they are sent, with item_patch over it. Whatever is read fits its seal, or is Fault job-corrupt. */
export function itemQueries(db: Connection, states: Pick<StateQueries, 'sealEnds' | 'mustFit'>) {
  const insert = statement<[number, Uint8Array, Uint8Array, number]>(db, 'INSERT INTO block_item (first, ends, items, seal) VALUES (?, ?, ?, ?)');
  const selectSeals = statement<[], { first: number; seal: number }>(db, 'SELECT first, seal FROM block_item');
  const patchOf = patchReader(db);
  const blockOf = itemReader(db, patchOf);
  const sizes = sizesReader(db, states);

  return {
    /** Stores the items of a block; inside the caller's transaction. */
    append({ first, ends, items, seals }: PackedBlock): void {
      insert.run(first, ends, items, seals.items);
    },

    replace: itemWriter(db, { blockOf, patchOf, sealEnds: states.sealEnds }),

    /** The seal of each block's own items, by where it begins. */
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
