import type { Cell } from '#contract/cells.ts';
import { cellText, overlaid, type CorrectedCell, type StoredBatch } from '../../../store/corrections.ts';
import { rowSum } from '../../exports/correcting/rowId.ts';

type BatchCell = CorrectedCell & { readonly batch: number };

export interface RowThen {
  /** The row's cells as they were exported. */
  readonly cells: readonly Cell[];
  /** Columns that something else than this very export has changed since. */
  readonly others: ReadonlySet<number>;
  /** Of these: columns whose exported cell was a correction that does not count any more, and no other has come instead. */
  readonly undone: ReadonlySet<number>;
  /** By column that is not as it was exported: the batch that counts in it. */
  readonly since: ReadonlyMap<number, StoredBatch>;
  /** By column: what this very export had brought before, and was corrected since. */
  readonly earlier: ReadonlyMap<number, readonly Cell[]>;
}

export interface RowNow {
  readonly original: readonly Cell[];
  readonly cells: readonly Cell[];
  /** Of all batches, by column and then by batch. */
  readonly corrections: readonly BatchCell[];
  readonly batches: readonly StoredBatch[];
}

/**
 * Looks among all that a row has been for what it was when it was exported, by the sum of its cells; null where it never was
 * so, as far as is known. `stamp`: of the export. Pure.
 */
export function rowThen({ original, cells, corrections, batches }: RowNow, sum: string, stamp: string): RowThen | null {
  const then = [...versions(original, corrections, batches)].find((version) => rowSum(version) === sum);
  if (then === undefined) return null;
  const own = new Set(batches.flatMap(({ id, act, state }) => (state === 'applied' && act.kind === 'workbook' && act.stamps.includes(stamp) ? [id] : [])));
  const [others, undone] = [new Set<number>(), new Set<number>()];
  const [since, earlier] = [new Map<number, StoredBatch>(), new Map<number, readonly Cell[]>()];
  for (let column = 0; column < Math.max(then.length, cells.length); column += 1) {
    if (cellText(then[column] ?? null) === cellText(cells[column] ?? null)) continue;
    const last = corrections.findLast((one) => one.column === column && batches[one.batch - 1]?.state === 'applied');
    const batch = last === undefined ? undefined : batches[last.batch - 1];
    if (batch !== undefined) since.set(column, batch);
    if (last !== undefined && own.has(last.batch)) {
      earlier.set(column, corrections.filter((one) => one.column === column && one !== last && own.has(one.batch)).map(({ after }) => after));
      continue;
    }
    others.add(column);
    const shown = corrections.findLast((one) => one.column === column && cellText(one.after) === cellText(then[column] ?? null));
    if (shown !== undefined && batches[shown.batch - 1]?.state !== 'applied' && (last === undefined || last.batch < shown.batch)) undone.add(column);
  }
  return { cells: then, others, undone, since, earlier };
}

/** What the row was after each batch, as far as batches tell: undone ones were applied once, too. */
function* versions(original: readonly Cell[], corrections: readonly BatchCell[], batches: readonly StoredBatch[]): Generator<readonly Cell[]> {
  yield original;
  const after = (ids: ReadonlySet<number>): readonly Cell[] => overlaid(original, new Map(corrections.filter(({ batch }) => ids.has(batch)).map((one) => [one.column, one.after])));
  const kept = batches.filter(({ state }) => state !== 'dropped').map(({ id }) => id);
  kept.reverse();
  for (let left = kept.length; left > 0; left -= 1) yield after(new Set(kept.slice(-left)));
  const applied = batches.filter(({ state }) => state === 'applied').map(({ id }) => id);
  for (const { id, state } of batches) if (state === 'dropped') yield after(new Set([...applied.filter((one) => one < id), id]));
}
