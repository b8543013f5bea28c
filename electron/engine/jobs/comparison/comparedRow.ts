import type { ComparedField, ComparedRow, ComparisonCounts, FieldCount } from '#contract/comparison.ts';
import type { FieldOutcome, ProfileComparison } from '../../api/profiles/compareProfile.ts';
import type { ProfileKey } from '../../api/profiles/profileKeys.ts';
import type { SampledRow } from './takeSample.ts';

/** Of a value in UTF-16 units: what is longer is seen at the row itself. */
const longestShown = 300;

/** A value as a person reads it; null where nothing stands. Pure. */
export function shownValue(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}

/** A match key as a person reads it. Pure. */
export function shownKey(key: ProfileKey | undefined): string {
  return key === undefined ? '' : Object.values(key).join(' ').slice(0, longestShown);
}

function shownField({ field, subscription, change, before, after, doubts }: FieldOutcome): ComparedField {
  return { field, ...(subscription === undefined ? {} : { subscription }), change, before: shownValue(before), after: shownValue(after), doubts };
}

/** A row that was compared, as it is shown. Pure. */
export function comparedRow({ position, row }: SampledRow, key: ProfileKey, { kind, isEmptied, fields, doubts }: ProfileComparison): ComparedRow {
  return { position, row, key: shownKey(key), kind, isEmptied, fields: fields.map(shownField), doubts, words: null };
}

const kindCounts = { 'not-found': 'notFound', refused: 'refused', unchanged: 'unchanged', changed: 'changed', unclear: 'unclear' } as const;

/** The counts of rows. Pure. */
export function countsOf(rows: readonly ComparedRow[]): ComparisonCounts {
  const counts = { notFound: 0, refused: 0, unchanged: 0, changed: 0, unclear: 0, emptied: 0 };
  for (const { kind, isEmptied } of rows) {
    counts[kindCounts[kind]] += 1;
    if (isEmptied) counts.emptied += 1;
  }
  return counts;
}

/** For each field, and each member of a channel's subscriptions, how many profiles it is so in; in the order in which they come first. Pure. */
export function fieldCountsOf(rows: readonly ComparedRow[]): readonly FieldCount[] {
  const counts = new Map<string, { -readonly [Name in keyof FieldCount]: FieldCount[Name] }>();
  for (const { fields } of rows) {
    for (const { field, subscription, change } of fields) {
      const { channel, resource } = subscription ?? {};
      const name = JSON.stringify([field, channel, resource]);
      const known = counts.get(name) ?? {
        field, ...(subscription === undefined ? {} : { subscription: { channel: subscription.channel, resource: subscription.resource } }), same: 0, filled: 0, changed: 0, emptied: 0, unclear: 0,
      };
      known[change] += 1;
      counts.set(name, known);
    }
  }
  return [...counts.values()];
}
