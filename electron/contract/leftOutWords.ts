import { m } from '#messages';
import { grouped } from './counted.ts';
import { inQuotes } from './faultParts.ts';
import type { JobCounts } from './job.ts';
import type { FieldRule, Recipe } from './recipe.ts';

/** What is said of values that are left out of their rows, in the window and by the command line alike. */

/** "1,900 ready, 31 of them without a value that was not valid"; null where no row that waits is without one. */
export function readyWords({ ready, readyWithWarnings }: JobCounts): string | null {
  return readyWithWarnings === 0 ? null : m.outcomes_ready_without({ count: grouped(ready), without: withoutWords(ready, readyWithWarnings) });
}

/** "31 of them without a value that was not valid", of so many rows. */
export function withoutWords(rows: number, without: number): string {
  if (without < rows) return m.outcomes_part_without({ count: grouped(without) });
  return rows === 1 ? m.outcomes_it_without() : m.outcomes_all_without();
}

/** Of rows that were sent, or of all that are not invalid once none waits; null where none is without a value. */
export function sentWithoutWords({ readyWithWarnings, withWarnings, sentLost = 0 }: JobCounts): string | null {
  const sent = withWarnings - readyWithWarnings - sentLost;
  return sent <= 0 ? null : m.outcomes_sent_without({ count: sent });
}

/** Of rows that were sent, and of which a repair has lost a correction since; null where there is none. */
export function sentLostWords({ sentLost = 0 }: JobCounts): string | null {
  return sentLost === 0 ? null : m.outcomes_sent_lost({ count: sentLost });
}

/** What a field's rule says about its values, as far as it matters here. */
type ListRule = Pick<FieldRule, 'field' | 'type' | 'action' | 'members' | 'invalid' | 'value'>;

/** Whether what is sent of a field takes the place of several values in the profile, so that one that is left out is deleted there. */
export function replacesSeveral({ type, action, members, value }: ListRule): boolean {
  const isWhole = action === undefined || action === 'set';
  return isWhole && value === undefined && (type === 'tags' || type === 'phones' || members !== undefined);
}

/** Fields of a recipe of which a value left out may take one from the profile, for `replacedWords`. */
export function replacedFields({ fields, invalid = 'row' }: Pick<Recipe, 'fields' | 'invalid'>): readonly string[] {
  return fields.filter((rule) => (rule.invalid ?? invalid) === 'field' && replacesSeveral(rule)).map(({ field }) => field);
}

/** The warning about them. `place`: whether it is read in the window, or by whoever writes the recipe. */
export function replacedWords(fields: readonly string[], place: 'window' | 'command'): string {
  if (place === 'window') return m.outcomes_replaced_window();
  const names = fields.map((field) => inQuotes(field).trim()).join(', ');
  return m.outcomes_replaced_command({ names });
}

/**
 * Subscriptions, by their paths in the recipe, that may say no for somebody and are left out alone where a value of them is
 * not valid: then the no is not sent either.
 */
export function consentPaths({ subscriptions = [], invalid = 'row' }: Pick<Recipe, 'subscriptions' | 'invalid'>): readonly string[] {
  return subscriptions.flatMap((rule, index) => ((rule.invalid ?? invalid) === 'field' && mayDecline(rule.status?.value, rule.status !== undefined) ? [`subscriptions[${index}]`] : []));
}

/** `constant`: the status of every row; undefined where it comes from cells, or where there is none. */
export function mayDecline(constant: unknown, hasStatus: boolean): boolean {
  return hasStatus && constant !== 'subscribed' && constant !== 0 && constant !== '0';
}

/** The warning about them. */
export const consentWords = (): string => m.outcomes_consent();
