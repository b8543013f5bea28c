import type { Column } from '#contract/cells.ts';
import { cellType, foldedValue, subscriptionStatuses, type FieldType } from '#contract/recipe/terms.ts';
import type { FieldRule, Recipe } from '#contract/recipe.ts';
import { columnFinder } from '../../../mapping/index.ts';

/** More are no list that somebody looks for a value in. */
const mostValues = 1_000;
/** Words that the mapping takes for the types that know only a few. */
const usual: Readonly<Partial<Record<FieldType, readonly string[]>>> = { bool: ['yes', 'no'], gender: ['male', 'female'], status: subscriptionStatuses };

type ListedRule = Pick<FieldRule, 'column' | 'valueMap' | 'otherValues'> & Partial<Pick<FieldRule, 'type' | 'part' | 'values' | 'yes' | 'no' | 'action' | 'valueType'>>;

/**
 * The values that a cell of a column may have, by the column's index, where the recipe knows them all: to be offered, not to
 * be insisted on. A column that several rules read has those that all of them take.
 */
export function knownValues(recipe: Recipe, columns: readonly Column[]): ReadonlyMap<number, readonly string[]> {
  const find = columnFinder(columns);
  const lists = new Map<number, readonly string[]>();
  for (const { rule, values } of rulesOf(recipe)) {
    const found = rule.column === undefined ? null : find(rule.column);
    if (found?.ok !== true || values === null) continue;
    const before = lists.get(found.column.index);
    const folded = new Set(values.map(foldedValue));
    lists.set(found.column.index, before === undefined ? values : before.filter((value) => folded.has(foldedValue(value))));
  }
  return new Map([...lists].filter(([, values]) => values.length > 0 && values.length <= mostValues));
}

function rulesOf({ fields, subscriptions = [] }: Recipe): readonly { readonly rule: ListedRule; readonly values: readonly string[] | null }[] {
  const ofTypes = (rules: readonly FieldRule[]) => rules.map((rule) => ({ rule, values: valuesOf(rule, cellType(rule)) }));
  return [
    ...ofTypes(fields),
    ...subscriptions.flatMap(({ status, cc_data = [], custom_fields = [] }) => [
      ...ofTypes([...cc_data, ...custom_fields]),
      ...(status === undefined ? [] : [{ rule: status, values: valuesOf(status, 'status') }]),
    ]),
  ];
}

function valuesOf({ valueMap, otherValues, part, values, yes, no }: ListedRule, type: FieldType): readonly string[] | null {
  // The list is of a piece of the cell, not of the cell.
  if (part !== undefined) return null;
  if (valueMap !== undefined) return otherValues === 'keep' ? null : Object.keys(valueMap).filter((value) => value.trim() !== '');
  if (values !== undefined) return values.map(String);
  if (type === 'bool' && yes !== undefined && no !== undefined) return [...yes, ...no];
  return usual[type] ?? null;
}
