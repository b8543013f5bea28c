import { shownText, type Cell } from '#contract/cells.ts';
import { foldedValue } from '#contract/recipe.ts';

/** A value of a column and how many cells have it. */
export interface DistinctValue {
  /** As the first cell shows it, trimmed. */
  readonly value: string;
  readonly count: number;
}

export interface DistinctValues {
  /** Most frequent first; of equals the first in the column. */
  readonly values: readonly DistinctValue[];
  /** Whether there were more than the limit; then the counts are of those found first. */
  readonly more: boolean;
}

/**
 * The different values of a column, for a value map to be made of: compared as `valueMap` compares them, without
 * regard to letter case. `separator`: what parts the values of one cell (tags); null takes the cell as one.
 */
export function distinctValues(cells: Iterable<Cell>, separator: string | null = null, limit = 1_000): DistinctValues {
  const found = new Map<string, { value: string; count: number }>();
  let more = false;
  for (const cell of cells) {
    const shown = shownText(cell);
    for (const piece of separator === null ? [shown] : shown.split(separator)) {
      const value = piece.trim();
      if (value === '') continue;
      const folded = foldedValue(value);
      const known = found.get(folded);
      if (known !== undefined) known.count += 1;
      else if (found.size < limit) found.set(folded, { value, count: 1 });
      else more = true;
    }
  }
  return { values: [...found.values()].sort((one, other) => other.count - one.count), more };
}
