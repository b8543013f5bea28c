import { foldedValue } from '#contract/recipe.ts';
import type { MapEntry } from './draft.ts';

/** A value map to begin with: every value of the column stays what it is, but for one entry of those that count as the same. */
export function mapOf(values: readonly string[]): readonly MapEntry[] {
  const seen = new Set<string>();
  return values.flatMap((value) => {
    const folded = foldedValue(value);
    if (seen.has(folded)) return [];
    seen.add(folded);
    return [{ from: value, to: value }];
  });
}
