import type { JobFile } from '../../store/jobFile.ts';
import { sealsOf, type PackedBlock } from '../../store/packBlock.ts';
import type { Salvage } from '../../store/salvage/salvage.ts';
import { sealOf } from '../../store/seal.ts';
import { bytesOf, uint32 } from '../../store/uint32.ts';

/** Rows of a block that stands for blocks of which nothing is left. */
const rowsPerBlock = 500;

/**
 * Writes the blocks of all `rows` rows into a new job file, without the source: what was saved, and empty places for what
 * was not. States are written later. Inside the caller's transaction.
 */
export function writeSavedBlocks(file: JobFile, saved: Salvage, rows: number): void {
  let nextRow: number | null = null;
  for (const { first, count } of layoutOf(saved, rows)) {
    const block = packed(saved, first, count, nextRow);
    const last = uint32(block.sourceRows).at(-1) ?? 0;
    nextRow = last === 0 ? null : last + 1;
    file.blocks.append(block);
    file.items.append(block);
    file.states.append(block);
  }
}

interface Place {
  readonly first: number;
  readonly count: number;
}

/** Where blocks begin and how long they are, as any of the three tables says it, without a gap. */
function layoutOf({ blocks, items, states }: Salvage, rows: number): readonly Place[] {
  const counts = new Map<number, number>();
  for (const { first, count } of blocks.values()) counts.set(first, count);
  for (const { first, ends } of items.values()) counts.set(first, ends.length / 4);
  for (const { first, states: bytes } of states.values()) counts.set(first, bytes.length);
  const layout: Place[] = [];
  let next = 1;
  const fill = (to: number): void => {
    for (; next < to; next += rowsPerBlock) layout.push({ first: next, count: Math.min(rowsPerBlock, to - next) });
    next = to;
  };
  for (const [first, count] of [...counts].sort(([a], [b]) => a - b)) {
    if (first < next || first + count - 1 > rows) continue;
    fill(first);
    layout.push({ first, count });
    next = first + count;
  }
  fill(rows + 1);
  return layout;
}

function packed(saved: Salvage, first: number, count: number, nextRow: number | null): PackedBlock {
  const [block, items] = [saved.blocks.get(first), saved.items.get(first)];
  const hasBlock = block?.count === count;
  const hasItems = items?.ends.length === count * 4;
  const made = {
    first,
    count,
    sourceRows: Uint8Array.from(hasBlock ? block.source_rows : rowNumbers(saved, first, count, nextRow)),
    cells: Uint8Array.from(hasBlock ? block.cells : Buffer.from(`[${Array.from({ length: count }, () => '[]').join(',')}]`)),
    states: new Uint8Array(count),
    ends: Uint8Array.from(hasItems ? items.ends : new Uint8Array(count * 4)),
    items: Uint8Array.from(hasItems ? items.items : new Uint8Array(0)),
    // Made anew before the first correction.
    keys: new Uint8Array(0),
  };
  return { ...made, seals: sealsOf(made) };
}

/** Sheets mostly go on without a gap: where the seal of a block's row numbers says so, they are known all the same. */
function rowNumbers(saved: Salvage, first: number, count: number, nextRow: number | null): Uint8Array {
  const seal = saved.states.get(first)?.rows_seal;
  if (nextRow !== null) {
    const going = bytesOf(Uint32Array.from({ length: count }, (_, index) => nextRow + index));
    if (sealOf('rows', [first, going]) === seal) return going;
  }
  return new Uint8Array(count * 4);
}
