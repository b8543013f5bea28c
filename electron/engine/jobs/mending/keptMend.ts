import { m } from '#messages';
import type { Column } from '#contract/cells.ts';
import { usageFault } from '#contract/spokenFault.ts';
import { rulesWith, type RulesWith } from '#contract/keptMends.ts';
import type { MendRequest } from '#contract/mends.ts';
import type { MendRule, Recipe } from '#contract/recipe.ts';
import { columnFinder } from '../../mapping/index.ts';

/** Mends that a recipe keeps, so that the next file needs none of them. Pure. */

/**
 * The rule by which a recipe does the same to the next file; Fault usage where the rows are ones that a next file does
 * not have: rows by number, or in a state.
 */
export function ruleOf({ selection, mends, onlyFixing }: Pick<MendRequest, 'selection' | 'mends' | 'onlyFixing'>, { ref }: Column): MendRule {
  const isOfOneFile = selection.kind === 'rows' || (selection.kind === 'state' && selection.state !== 'invalid');
  if (isOfOneFile) throw usageFault(m.cli_usage_keep_rows);
  const isAlways = selection.kind === 'all' && !onlyFixing;
  return { column: ref, do: mends, ...(isAlways ? { when: 'always' } : {}) };
}

export interface MembersWith extends Pick<RulesWith, 'rule' | 'replaced'> {
  /** Those of the recipe with the rule, not yet judged; null where it has this very one already: done a second time, it is kept once. */
  readonly members: object | null;
  /** It was of version 1. */
  readonly isUpgraded: boolean;
}

/**
 * A recipe with a rule behind those that it has, and in place of those that contradict it. `columns`: by which its columns are
 * found. `members`: as the recipe is written, where their order is to stay.
 */
export function membersWith({ mends: known = [], ...recipe }: Recipe, wanted: MendRule, columns: readonly Column[], members: object = recipe): MembersWith {
  const find = columnFinder(columns);
  const { rules, rule, replaced, isKnown } = rulesWith(known, wanted, (one, other) => {
    const [here, there] = [find(one), find(other)];
    return one === other || (here.ok && there.ok && here.column.index === there.column.index);
  });
  // Version 1 is version 2 with fewer members, and has no mends.
  return { members: isKnown ? null : { ...members, version: 2, mends: rules }, rule, replaced, isUpgraded: recipe.version === 1 };
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
