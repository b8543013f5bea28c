import type { SheetRow } from '#contract/cells.ts';
import type { ReadingWish } from '#contract/source.ts';
import type { RowError } from '#contract/rowErrors.ts';
import type { RowMapper } from '../../mapping/types.ts';
import { BlockPacker, type NewRow, type PackedBlock } from '../../store/packBlock.ts';
import { stateNumber } from '../../store/states.ts';
import type { KeyIndex } from './keyIndex.ts';
import type { KnownItems } from './knownItems.ts';

/** A block of rows with what is said about them beside their states. */
export interface ReadBlock {
  readonly packed: PackedBlock;
  readonly errors: readonly { readonly position: number; readonly errors: readonly RowError[] }[];
  readonly duplicates: readonly { readonly position: number; readonly ofRow: number }[];
  /** Positions of rows that were picked for the match key that they have, in the job whose export this is; rising. */
  readonly picked: readonly number[];
}

/** Gives every row its state and gathers rows into blocks. */
export interface RowGatherer {
  /** Takes the next row in; `map` writes its item, if it has one, and says what became of it. */
  add(row: SheetRow, map: RowMapper['mapInto']): void;
  /** Takes rows in that the sheet leaves out between others. */
  addEmpty(fromRow: number, toRow: number): void;
  /** Closes the block begun. */
  end(): void;
  /** Rows taken in. */
  readonly rows: number;
}

const empty = stateNumber('empty');
const invalid = stateNumber('invalid');
const duplicate = stateNumber('duplicate');
const ready = stateNumber('ready');
const unchanged = stateNumber('unchanged');
const hidden = stateNumber('hidden');

/** Whether hidden rows and columns are left out. */
export function skipsHidden(wish: Pick<ReadingWish, 'hidden'>): boolean {
  return wish.hidden === 'skip';
}

/** `full` gets every block as it is closed; `wish` says what becomes of hidden rows. */
export function createRowGatherer(keys: KeyIndex, known: KnownItems | null, full: (block: ReadBlock) => void, wish: Pick<ReadingWish, 'hidden'> = {}): RowGatherer {
  const withoutHidden = skipsHidden(wish);
  const { hash } = keys;
  const packer = new BlockPacker({ withKeys: true });
  let position = 0;
  let errors: ReadBlock['errors'][number][] = [];
  let duplicates: ReadBlock['duplicates'][number][] = [];
  let picked: number[] = [];

  function end(): void {
    const packed = packer.take();
    if (packed === null) return;
    full({ packed, errors, duplicates, picked });
    errors = [];
    duplicates = [];
    picked = [];
  }

  function push(row: NewRow): void {
    position += 1;
    if (packer.add(row)) end();
  }

  return {
    add(source, map) {
      const { row, cells } = source;
      if (withoutHidden && source.hidden === true) return push({ row, cells, state: hidden });
      const start = packer.items.mark();
      const mapped = map(source, packer.items);
      switch (mapped.kind) {
        case 'empty':
          return push({ row, cells, state: empty });
        case 'invalid':
          errors.push({ position: position + 1, errors: mapped.errors });
          return push({ row, cells, state: invalid });
        case 'item': {
          if (mapped.leftOut !== undefined) errors.push({ position: position + 1, errors: mapped.leftOut });
          const ofRow = keys.add(mapped.key, position + 1, row);
          if (ofRow > 0) duplicates.push({ position: position + 1, ofRow });
          if (source.picked !== undefined && source.picked[0] === hash.low && source.picked[1] === hash.high) picked.push(position + 1);
          const same = known?.isUnchanged(mapped.key, packer.items.since(start)) === true;
          return push({ row, cells, state: ofRow > 0 ? duplicate : same ? unchanged : ready, keyLow: hash.low, keyHigh: hash.high });
        }
      }
    },
    addEmpty(fromRow, toRow) {
      for (let row = fromRow; row <= toRow; row += 1) push({ row, cells: [], state: empty });
    },
    end,
    get rows() {
      return position;
    },
  };
}
