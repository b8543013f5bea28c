import type { SheetRow } from '#contract/cells.ts';
import type { MappedRow } from '../../mapping/types.ts';
import { packBlock, rowsPerBlock, type NewRow, type PackedBlock } from '../../store/packBlock.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { stateNumber } from '../../store/states.ts';
import type { KeyIndex } from './keyIndex.ts';
import type { KnownItems } from './knownItems.ts';
import { nextRowState } from '../transitions.ts';
import type { RowError } from '#contract/rowErrors.ts';

/** A block is closed early when its items grow beyond this many UTF-16 units: wide rows must stay cheap to reach. */
const heavyBlock = 2_000_000;
/** Blocks a transaction: fewer would sync the disk more often, more would lose more work to a crash. */
const blocksPerCommit = 20;

export interface RowSink {
  /** Takes the next row in; `mapped` says what became of it. */
  add(row: SheetRow, mapped: MappedRow): void;
  /** Takes rows in that the sheet leaves out between others. */
  addEmpty(fromRow: number, toRow: number): void;
  /** Writes what is still pending and settles duplicates; the number of rows taken in. */
  finish(): number;
  readonly rows: number;
}

/** What is said about rows of a block beside their states. */
interface Remarks {
  readonly errors: { readonly position: number; readonly errors: readonly RowError[] }[];
  readonly duplicates: { readonly position: number; readonly ofRow: number }[];
}

/** The block that rows are being gathered in. */
interface OpenBlock extends Remarks {
  readonly first: number;
  readonly rows: NewRow[];
  weight: number;
}

/** A full block, waiting for its commit. */
interface ClosedBlock extends Remarks {
  readonly packed: PackedBlock;
}

const empty = stateNumber('empty');
const invalid = stateNumber('invalid');
const duplicate = stateNumber('duplicate');
const ready = stateNumber('ready');
const unchanged = stateNumber('unchanged');

/** Gathers rows into blocks and writes them, a few blocks a transaction. */
export function createRowSink(file: JobFile, keys: KeyIndex, known: KnownItems | null = null): RowSink {
  let position = 0;
  let block = newBlock(1);
  let closed: ClosedBlock[] = [];

  function push(row: NewRow, weight: number): void {
    position += 1;
    block.rows.push(row);
    block.weight += weight;
    if (block.rows.length < rowsPerBlock && block.weight < heavyBlock) return;
    close();
    if (closed.length >= blocksPerCommit) write();
  }

  // Packed at once: half a thousand rows die young, ten thousand waiting for their commit would not.
  function close(): void {
    const { first, rows, errors, duplicates } = block;
    if (rows.length > 0) closed.push({ packed: packBlock(first, rows), errors, duplicates });
    block = newBlock(position + 1);
  }

  function write(): void {
    const blocks = closed;
    closed = [];
    if (blocks.length > 0) writeBlocks(file, blocks);
  }

  return {
    add({ row, cells }, mapped) {
      switch (mapped.kind) {
        case 'empty':
          return push({ row, cells, item: null, state: empty }, cells.length);
        case 'invalid':
          block.errors.push({ position: position + 1, errors: mapped.errors });
          return push({ row, cells, item: null, state: invalid }, cells.length * 16);
        case 'item': {
          const found = keys.add(mapped.key, position + 1, row);
          if (found.duplicate) block.duplicates.push({ position: position + 1, ofRow: found.ofRow });
          const same = known?.isUnchanged(mapped.key, mapped.json) === true;
          return push({ row, cells, item: mapped.json, state: found.duplicate ? duplicate : same ? unchanged : ready }, mapped.json.length);
        }
      }
    },
    addEmpty(fromRow, toRow) {
      for (let row = fromRow; row <= toRow; row += 1) push({ row, cells: [], item: null, state: empty }, 0);
    },
    finish() {
      close();
      write();
      supersede(file, keys);
      return position;
    },
    get rows() {
      return position;
    },
  };
}

function writeBlocks(file: JobFile, blocks: readonly ClosedBlock[]): void {
  file.transaction(() => {
    for (const { packed, errors, duplicates } of blocks) {
      file.blocks.append(packed);
      file.items.append(packed);
      for (const entry of errors) file.problems.addErrors(entry.position, entry.errors);
      for (const entry of duplicates) file.problems.addDuplicate(entry.position, entry.ofRow);
      file.job.addRead(packed.count);
    }
  });
}

function newBlock(first: number): OpenBlock {
  return { first, rows: [], errors: [], duplicates: [], weight: 0 };
}

/** Earlier rows whose key came again: the last one is sent instead. */
function supersede(file: JobFile, keys: KeyIndex): void {
  const replaced = [...keys.superseded()].sort((a, b) => a.position - b.position);
  if (replaced.length === 0) return;
  file.transaction(() => {
    for (const { position, ofRow } of replaced) file.problems.addDuplicate(position, ofRow);
    const runs = replaced.map(({ position }) => ({ from: position, to: position }));
    file.states.change(runs, (state) => nextRowState(state, 'supersede'));
  });
}
