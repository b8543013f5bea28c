import { listParts } from '#contract/listParts.ts';
import { foldedValue, subscriptionStatuses, type FieldType } from '#contract/recipe.ts';
import type { InspectedColumn, ValueCount } from '#contract/source.ts';
import { m } from '#messages';
import type { MapEntry, MapTarget, Source, Transforms } from './draft.ts';

/** Entries that can still be gone through by hand. */
const mostEntries = 200;

/** A column whose values a map names; `separator` parts those inside one cell. */
export interface MappedColumn {
  readonly ref: string;
  readonly separator: string | null;
}

/** The column that a map looks at; null where its values are made of several columns, of a part of the cell, or of none. */
export function mappedColumn(source: Source, type: FieldType, separator: string, part: Transforms['part']): MappedColumn | null {
  if (source.kind !== 'column' || part !== null) return null;
  return { ref: source.ref, separator: type === 'tags' ? (separator === '' ? ',' : separator) : null };
}

/** The values of the column's first rows, those inside one cell each for itself. */
export function firstValues(column: InspectedColumn | undefined, separator: string | null): readonly ValueCount[] {
  const values = column?.values ?? [];
  if (separator === null) return values;
  const found = new Map<string, { readonly value: string; count: number }>();
  for (const { value: cell, count } of values) {
    for (const value of (listParts(cell, separator) ?? [cell]).map((piece) => piece.trim())) {
      const known = found.get(foldedValue(value));
      if (known !== undefined) known.count += count;
      else if (value !== '') found.set(foldedValue(value), { value, count });
    }
  }
  return [...found.values()].sort((one, other) => other.count - one.count);
}

/** The map with an entry for each value that it does not name yet, as far as a person can go through them. */
export function filledMap(map: readonly MapEntry[], values: readonly string[]): readonly MapEntry[] {
  const named = new Set(map.map(({ from }) => foldedValue(from)));
  const missing = values.filter((value) => !named.has(foldedValue(value)));
  return [...map, ...mapOf(missing.slice(0, Math.max(0, mostEntries - map.length)))];
}

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

/**
 * The status that a map gives, by the platform's word or number: null where it is left as it is, undefined where the
 * platform has no such status.
 */
export function statusOf(to: MapTarget): (typeof subscriptionStatuses)[number] | null | undefined {
  const text = to === null ? '' : String(to).trim().toLowerCase();
  if (text === '' || text === '-1') return null;
  return subscriptionStatuses.find((word, index) => text === word || text === String(index));
}

/**
 * The map of a status that is taken from another column from now on. A column that writes it in words of its own cannot
 * do without one, so each of its values gets an entry to choose a status for; a map that already speaks of them stays.
 */
export function statusMap(map: Transforms['valueMap'], values: readonly string[]): Transforms['valueMap'] {
  if (values.every((value) => statusOf(value) !== undefined)) return map;
  const named = new Set((map ?? []).map(({ from }) => foldedValue(from)));
  return values.some((value) => named.has(foldedValue(value))) ? map : mapOf(values);
}

/**
 * What becomes of values that a new map does not name. They are kept, as next month's new city must not be refused; what
 * belongs to a list of the platform's has to be chosen; a status in other words is refused.
 */
export function usualOthers(type: FieldType): Transforms['otherValues'] {
  if (type === 'status') return '';
  return type === 'enum' ? 'ask' : 'keep';
}

/** What is wrong with a value map; `isStatus`: its targets are statuses. */
export function mapProblems({ valueMap: map, otherValues }: Pick<Transforms, 'valueMap' | 'otherValues'>, isStatus: boolean): readonly string[] {
  const problems: string[] = [];
  if (map?.some(({ from }) => from.trim() === '') === true) problems.push(m.values_problem_no_from());
  const half = isStatus ? undefined : map?.find(({ from, to }) => from.trim() !== '' && to === '');
  if (half !== undefined) problems.push(m.values_problem_no_to({ value: half.from }));
  if (map !== null && otherValues === 'ask') problems.push(m.values_problem_others());
  const names = map?.map(({ from }) => from) ?? [];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) problems.push(m.values_problem_twice({ value: twice }));
  const open = isStatus ? map?.find(({ to }) => statusOf(to) === undefined) : undefined;
  if (open !== undefined) problems.push(m.values_problem_status({ value: open.from }));
  return problems;
}
