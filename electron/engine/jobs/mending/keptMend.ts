import type { Column } from '#contract/cells.ts';
import { Fault } from '#contract/faults.ts';
import type { MendRequest } from '#contract/mends.ts';
import type { MendRule, Recipe } from '#contract/recipe.ts';

/** Mends that a recipe keeps, so that the next file needs none of them. Pure. */

/**
 * The rule by which a recipe does the same to the next file; Fault usage where the rows are ones that a next file does
 * not have: rows by number, or in a state.
 */
export function ruleOf({ selection, mends, onlyFixing }: Pick<MendRequest, 'selection' | 'mends' | 'onlyFixing'>, { ref }: Column): MendRule {
  const isOfOneFile = selection.kind === 'rows' || (selection.kind === 'state' && selection.state !== 'invalid');
  if (isOfOneFile) throw new Fault('usage', { problem: '--keep is for mends of all rows or of wrong ones; a next file does not have these rows' });
  const isAlways = selection.kind === 'all' && !onlyFixing;
  return { column: ref, do: mends, ...(isAlways ? { when: 'always' } : {}) };
}

/**
 * The members of a recipe with a rule behind those that it has, not yet judged; null where it has this very one already:
 * done a second time, it is kept once. `members`: as the recipe is written, where their order is to stay.
 */
export function membersWith({ mends: known = [], ...recipe }: Recipe, rule: MendRule, members: object = recipe): object | null {
  if (known.some((one) => JSON.stringify(one) === JSON.stringify(rule))) return null;
  // Version 1 is version 2 with fewer members, and has no mends.
  return { ...members, version: 2, mends: [...known, rule] };
}

/** Whether two recipes do the same with the columns, however their files are read and mended. */
export function isSameMapping(one: Recipe, other: Recipe): boolean {
  return mappingText(one) === mappingText(other);
}

function mappingText({ version: _version, source: _source, mends: _mends, ...mapping }: Recipe): string {
  return JSON.stringify(sorted(mapping));
}

/** With the members of each object in the order of their names. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, sorted(member)] as const).sort(([a], [b]) => (a < b ? -1 : 1)));
}
