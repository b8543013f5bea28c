import type { Salvage } from '../../store/salvage/salvage.ts';
import type { JudgedCorrections } from './judgedCorrections.ts';

/** Stands where a row may have been corrected, and nothing tells after which request. */
export const noTelling = 0xffff_ffff;

/**
 * For each row the number of the first chunk that can have sent its item as it is now: what was answered before was said of
 * another item. A batch knows the last chunk that had left when it was applied, and none of its rows left between that and
 * its being undone or redone. 0 where no correction counts; `noTelling` for rows of batches whose records are lost, for the
 * `others` given by position, for rows that are `outdated` by any batch of theirs, and, where any corrected row may have lost its correction, for all rows of blocks of which
 * items were ever replaced. Pure.
 */
export function changedAfter(saved: Salvage, { batches, undecided, anywhere }: JudgedCorrections, rows: number, others: Iterable<number> = [], outdated: ReadonlySet<number> = new Set()): Uint32Array {
  const changed = new Uint32Array(rows);
  const raise = (position: number, to: number): void => {
    if (position <= rows && to > (changed[position - 1] ?? 0)) changed[position - 1] = to;
  };
  const known = new Set(saved.batches.map(({ id }) => id));
  const open = new Set(undecided);
  const from = new Map(batches.filter(({ id, state }) => state === 'applied' || open.has(id)).map(({ id, chunk }) => [id, known.has(id) ? chunk + 1 : noTelling]));
  const chunks = new Map(batches.map(({ id, chunk }) => [id, known.has(id) ? chunk + 1 : noTelling]));
  for (const { batch, position } of [saved.corrections, saved.correctedRows].flat()) raise(position, (outdated.has(position) ? chunks : from).get(batch) ?? 0);
  for (const position of others) raise(position, noTelling);
  if (!anywhere) return changed;
  const untouched = new Uint8Array(rows);
  for (const { first, ends, version } of saved.items.values()) if (version === 1) untouched.fill(1, first - 1, first - 1 + ends.length / 4);
  untouched.forEach((is, index) => {
    if (is === 0) changed[index] = noTelling;
  });
  return changed;
}
