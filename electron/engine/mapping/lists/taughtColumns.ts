import type { RememberedList, TaughtColumn } from '#contract/memory.ts';
import { isChosenByHand } from '#contract/recipe/maintained.ts';
import { headerKey } from './likeHeaders.ts';
import { listColumn, type SeenColumn } from './matchList.ts';

/**
 * For columns of a file the rules by which the newest finished list with such a header filled a field. `lists`: those of the
 * same database, the newest first. A header whose values look otherwise than they did teaches nothing. Pure.
 */
export function taughtColumns(lists: readonly RememberedList[], seen: readonly SeenColumn[]): readonly TaughtColumn[] {
  const taken = new Set<string>();
  return seen.flatMap(({ ref, header, type }) => {
    if (header === '') return [];
    for (const { recipe, columns, sentAt, name } of lists) {
      const known = columns.find((column) => headerKey(column.header) === headerKey(header));
      if (known === undefined) continue;
      const rule = recipe.fields.find(({ column }) => column !== undefined && listColumn(columns, column) === known);
      // The newest list that has the column decides, also where it did not import it.
      if (rule === undefined || isChosenByHand(rule.field) || taken.has(rule.field)) return [];
      if (known.type !== null && type !== null && known.type !== type) return [];
      taken.add(rule.field);
      return [{ ref, rule, sentAt, list: name }];
    }
    return [];
  });
}
