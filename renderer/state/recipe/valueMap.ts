import { foldedValue, subscriptionStatuses } from '#contract/recipe.ts';
import type { MapEntry, MapTarget, Transforms } from './draft.ts';

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

/** What is wrong with a value map; `isStatus`: its targets are statuses. */
export function mapProblems(map: Transforms['valueMap'], isStatus: boolean): readonly string[] {
  const problems: string[] = [];
  const names = map?.map(({ from }) => from) ?? [];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) problems.push(`The value “${twice}” is replaced twice.`);
  const open = isStatus ? map?.find(({ to }) => statusOf(to) === undefined) : undefined;
  if (open !== undefined) problems.push(`Choose the status that “${open.from}” stands for.`);
  return problems;
}
