import { shownText, type Cell } from '#contract/cells.ts';
import { listParts } from '#contract/listParts.ts';
import { foldedValue } from '#contract/recipe/terms.ts';
import { composedText } from '#contract/sameText.ts';
import type { ValueCount } from '#contract/source.ts';

export interface DistinctValues {
  /** Most frequent first; of equals the first in the column. */
  readonly values: readonly ValueCount[];
  /** Whether there were more than the bounds allow; then the counts are of those found first. */
  readonly more: boolean;
}

export interface DistinctBounds {
  readonly values: number;
  /** UTF-16 units of all values kept, so that long texts cannot fill the memory; no bound when left out. */
  readonly characters?: number | undefined;
}

/** Counts the different values of a column cell by cell. */
export interface DistinctCounter {
  /** Gives the number of values in the cell; 0 for an empty one, and for an error of Excel's, which no type reads and no map reaches. */
  add(cell: Cell): number;
  result(): DistinctValues;
}

/**
 * Values are compared as `valueMap` compares them, without regard to letter case, and shown as the first cell shows
 * them, trimmed. `separator`: what parts the values of one text cell (tags), as its reader does; null takes the cell as one.
 */
export function distinctCounter(separator: string | null, bounds: DistinctBounds): DistinctCounter {
  const found = new Map<string, { readonly value: string; count: number }>();
  let room = bounds.characters ?? Infinity;
  let more = false;

  function count(value: string): void {
    const folded = foldedValue(value);
    const known = found.get(folded);
    if (known !== undefined) known.count += 1;
    else if (found.size < bounds.values && value.length <= room) {
      found.set(folded, { value, count: 1 });
      room -= value.length;
    } else more = true;
  }

  return {
    add(cell) {
      if (cell === null || cell.t === 'e' || cell.t === 'x') return 0;
      const shown = shownText(cell);
      const pieces = separator === null || cell.t !== 's' ? [shown] : (listParts(shown, separator) ?? [shown]);
      const values = pieces.map(composedText).filter((value) => value !== '');
      for (const value of values) count(value);
      return values.length;
    },
    result: () => ({ values: [...found.values()].sort((one, other) => other.count - one.count), more }),
  };
}

/** The different values of some cells, for a value map to be made of. */
export function distinctValues(cells: Iterable<Cell>, separator: string | null = null, limit = 1_000): DistinctValues {
  const counter = distinctCounter(separator, { values: limit });
  for (const cell of cells) counter.add(cell);
  return counter.result();
}
