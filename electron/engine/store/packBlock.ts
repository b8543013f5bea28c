import type { Cell } from '#contract/cells.ts';
import { ByteText } from './byteText.ts';
import { storeRow } from './cellCodec.ts';
import { sealOf } from './seal.ts';
import { bytesOf } from './uint32.ts';

/** Rows of a block at most: of those at a job's beginning, so that one that is damaged costs a small job little; and of those of a large one, where each block costs time. */
const [fewRows, manyRows] = [500, 2_000];
/** Rows in small blocks. */
const beginning = 20_000;
/** Bytes of cells and items together at which a block is closed early, so that wide rows stay cheap to reach. */
const heavyBlock = 4_000_000;

/** A row on its way into the job file. */
export interface NewRow {
  readonly row: number;
  readonly cells: readonly Cell[];
  /** Index into rowStates. */
  readonly state: number;
  /** The two halves of the hash of its match key; left out where it has no item, or keys are not compared. */
  readonly keyLow?: number | undefined;
  readonly keyHigh?: number | undefined;
}

/** A block as it is stored: a handful of buffers, each with memory of its own, so that it can be handed to another thread. */
export interface PackedBlock {
  /** Position of its first row. */
  readonly first: number;
  readonly count: number;
  /** See the table block; cells are JSON in UTF-8. */
  readonly sourceRows: Uint8Array;
  readonly cells: Uint8Array;
  readonly states: Uint8Array;
  /** See the table block_item. */
  readonly ends: Uint8Array;
  readonly items: Uint8Array;
  /** See the table block_key; empty where none of its rows has a key that is compared. */
  readonly keys: Uint8Array;
  readonly seals: BlockSeals;
}

/** Made where a block is packed: in the thread that reads, which has the bytes at hand. */
export interface BlockSeals {
  /** Of its record in the table block, and in block_item. */
  readonly block: number;
  readonly items: number;
  /** See block_state. */
  readonly rows: number;
  readonly ends: number;
  /** In block_key. */
  readonly keys: number;
}

export function sealsOf({ first, count, sourceRows, cells, ends, items, keys }: Omit<PackedBlock, 'seals'>): BlockSeals {
  return {
    block: sealOf('block', [first, count, sourceRows, cells]),
    items: sealOf('block_item', [first, ends, items]),
    rows: sealOf('rows', [first, sourceRows]),
    ends: sealOf('ends', [first, ends]),
    keys: sealOf('block_key', [first, keys, 1]),
  };
}

/**
 * Gives the memory of a block back that is no longer needed. Half a gigabyte of it passes through in a large job; the
 * garbage collector, left to find it, would go through everything else each time some megabytes have come together.
 */
export function freeBlock({ sourceRows, cells, states, ends, items, keys }: PackedBlock): void {
  for (const { buffer } of [sourceRows, cells, states, ends, items, keys]) if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}

const noKeys = new Uint8Array(0);

/** Gathers rows into blocks; every row is written out as bytes when it comes. */
export class BlockPacker {
  #first = 1;
  #rows: number[] = [];
  #states: number[] = [];
  #ends: number[] = [];
  readonly #cells = new ByteText();
  /** Where the item of the row to come is written before it is added; nothing for one that has none. */
  readonly items = new ByteText();
  readonly #keys: Int32Array | null;

  /** `withKeys`: the hashes of match keys are kept. */
  constructor({ withKeys }: { readonly withKeys: boolean }) {
    this.#keys = withKeys ? new Int32Array(manyRows * 2) : null;
  }

  /** Takes the next row in; true where the block is full and has to be taken. */
  add({ row, cells, state, keyLow = 0, keyHigh = 0 }: NewRow): boolean {
    if (this.#keys !== null) {
      this.#keys[this.#rows.length * 2] = keyLow;
      this.#keys[this.#rows.length * 2 + 1] = keyHigh;
    }
    // Each row on a line of its own: its place is found without reading those before it, see RowSlices.
    this.#cells.json(this.#rows.length === 0 ? '[\n' : ',\n');
    storeRow(cells, this.#cells);
    if (this.items.length > (this.#ends.at(-1) ?? 0)) this.items.json(',');
    this.#rows.push(row);
    this.#states.push(state);
    this.#ends.push(this.items.length);
    return this.#rows.length >= (this.#first > beginning ? manyRows : fewRows) || this.#cells.length + this.items.length >= heavyBlock;
  }

  /** The rows since the last block; null where there are none. */
  take(): PackedBlock | null {
    const count = this.#rows.length;
    if (count === 0) return null;
    this.#cells.json('\n]');
    const block = {
      first: this.#first,
      count,
      sourceRows: bytesOf(Uint32Array.from(this.#rows)),
      cells: this.#cells.take(),
      states: Uint8Array.from(this.#states),
      ends: bytesOf(Uint32Array.from(this.#ends)),
      items: this.items.take(),
      keys: this.#keys === null ? noKeys.slice() : new Uint8Array(this.#keys.slice(0, count * 2).buffer),
    };
    this.#first += count;
    this.#rows = [];
    this.#states = [];
    this.#ends = [];
    return { ...block, seals: sealsOf(block) };
  }
}
