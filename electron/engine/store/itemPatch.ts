import { bytesOf, uint32 } from './uint32.ts';

/** Items of a block one after another, each with its comma, and where each ends; the same end as the one before for a row without. */
export interface PackedItems {
  readonly ends: Uint32Array;
  readonly items: Uint8Array;
}

/** Items of some rows of a block that count instead of the block's own; see the table item_patch. */
export interface ItemPatch extends PackedItems {
  /** `ends`: those of all rows of the block. Index in the block of each row whose item is in `items`. */
  readonly rows: Uint32Array;
}

/** A record of the table item_patch. */
export interface PatchRecord {
  readonly first: number;
  readonly base: number;
  readonly ends: Uint8Array;
  readonly rows: Uint8Array;
  readonly items: Uint8Array;
  readonly version: number;
  readonly seal: number;
}

export function loadPatch({ ends, rows, items }: PatchRecord): ItemPatch {
  return { ends: uint32(ends), rows: uint32(rows), items };
}

export const storedPatch = ({ ends, rows, items }: ItemPatch): Pick<PatchRecord, 'ends' | 'rows' | 'items'> => ({ ends: bytesOf(ends), rows: bytesOf(rows), items });

const startOf = (ends: Uint32Array, index: number): number => (index === 0 ? 0 : (ends[index - 1] ?? 0));

/** The items of a block with the patch over them; null where the two do not fit each other. */
export function patchedItems(block: PackedItems, { ends, rows, items }: ItemPatch): { readonly ends: Uint32Array; readonly items: Buffer } | null {
  if (ends.length !== block.ends.length) return null;
  const pieces: Uint8Array[] = [];
  let [kept, taken, last] = [0, 0, -1];
  for (const row of rows) {
    if (row <= last || row >= ends.length) return null;
    const start = startOf(block.ends, row);
    // Rows between two of the patch are those of the block: as long as there.
    if (startOf(ends, row) - (last < 0 ? 0 : (ends[last] ?? 0)) !== start - kept) return null;
    const length = (ends[row] ?? 0) - startOf(ends, row);
    if (length < 0) return null;
    pieces.push(block.items.subarray(kept, start), items.subarray(taken, taken + length));
    kept = block.ends[row] ?? 0;
    taken += length;
    last = row;
  }
  pieces.push(block.items.subarray(kept));
  const made = Buffer.concat(pieces);
  return taken === items.length && made.length === ends.at(-1) ? { ends, items: made } : null;
}

/**
 * The patch of a block with some items more, or others. `ends`: those that count so far; `items` by index in the block: JSON
 * without a comma, or null for none.
 */
export function withItems({ ends, patch }: { readonly ends: Uint32Array; readonly patch: ItemPatch | null }, items: ReadonlyMap<number, string | null>): ItemPatch {
  const pieces = new Map<number, Uint8Array>();
  let taken = 0;
  for (const row of patch?.rows ?? []) {
    const length = (ends[row] ?? 0) - startOf(ends, row);
    pieces.set(row, patch?.items.subarray(taken, taken + length) ?? new Uint8Array(0));
    taken += length;
  }
  const after = new Uint32Array(ends.length);
  for (const [index, item] of items) pieces.set(index, item === null ? new Uint8Array(0) : Buffer.from(`${item},`));
  let end = 0;
  for (let index = 0; index < ends.length; index += 1) {
    end += pieces.get(index)?.length ?? (ends[index] ?? 0) - startOf(ends, index);
    after[index] = end;
  }
  const rows = Uint32Array.from(pieces.keys()).sort();
  return { ends: after, rows, items: Buffer.concat(Array.from(rows, (row) => pieces.get(row) ?? new Uint8Array(0))) };
}
