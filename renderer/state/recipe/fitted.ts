import type { ListMatch } from '#contract/memory.ts';
import type { Recipe } from '#contract/recipe.ts';
import { renamedRecipe } from '#contract/recipe/renamed.ts';
import type { ColumnChange } from './suggested.ts';

/** A recipe for the columns of a file that it was not made for. `renamedTo`: the column that a renamed one is now, empty for none. */
export function fittedRecipe(recipe: Recipe, { same, differences: { renamed } }: ListMatch, renamedTo: (ref: string) => string): Recipe {
  const names = new Map(same.map(({ ref, to }) => [ref, to]));
  for (const { ref, aliases } of renamed) {
    const to = renamedTo(ref);
    if (to !== '') for (const name of [ref, ...aliases]) names.set(name, to);
  }
  return renamedRecipe(recipe, (ref) => names.get(ref) ?? ref);
}

/** By the columns of the file, what is new in it and what had another header before. */
export function columnChanges({ differences: { renamed, added } }: ListMatch, renamedTo: (ref: string) => string): ReadonlyMap<string, ColumnChange> {
  return new Map<string, ColumnChange>([
    ...(added ?? []).map(({ ref }) => [ref, { kind: 'new' }] as const),
    ...renamed.map(({ ref, header }) => [renamedTo(ref), { kind: 'renamed', from: header }] as const).filter(([to]) => to !== ''),
  ]);
}
