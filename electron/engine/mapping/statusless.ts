import type { Column } from '#contract/cells.ts';
import type { Recipe, SubscriptionRule } from '#contract/recipe.ts';
import { columnRefs } from './columnRefs.ts';
import { columnFinder } from './columns.ts';
import type { MappedRow } from './types.ts';

/** Subscriptions whose status comes of a column. Pure. */

interface StatusRule {
  readonly rule: SubscriptionRule;
  /** An empty cell leaves the status to the platform; otherwise there is no subscription then. */
  readonly isChosen: boolean;
}

/** Those of a recipe whose status comes of this column, whatever else does. */
export function statusRules({ subscriptions = [] }: Pick<Recipe, 'subscriptions'>, columns: readonly Column[], index: number): readonly StatusRule[] {
  const find = columnFinder(columns);
  const isOf = (ref: string): boolean => {
    const found = find(ref);
    return found.ok && found.column.index === index;
  };
  return subscriptions.flatMap((rule) => (rule.status !== undefined && columnRefs(rule.status).some(isOf) ? [{ rule, isChosen: rule.status.empty !== 'none' }] : []));
}

/** Whether an item that was mapped holds a subscription of such a rule without a status, which the platform then chooses. */
export function createStatusless(rules: readonly StatusRule[]): (mapped: MappedRow) => boolean {
  const chosen = rules.filter(({ isChosen }) => isChosen).map(({ rule }) => ({ channel: rule.code ?? rule.channel, resource: rule.resource_id }));
  if (chosen.length === 0) return () => false;
  return (mapped) => mapped.kind === 'item' && entriesOf(mapped.json).some((entry) => entry['status'] === undefined && chosen.some(({ channel, resource }) => entry['channel'] === channel && entry['resource_id'] === resource));
}

function entriesOf(json: string): readonly Readonly<Record<string, unknown>>[] {
  const item: unknown = JSON.parse(json);
  const entries = isObject(item) ? item['subscriptions'] : [];
  return Array.isArray(entries) ? entries.filter(isObject) : [];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
