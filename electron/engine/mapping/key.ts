import type { Column } from '#contract/cells.ts';
import type { FieldType, Recipe, RequestFrame } from '#contract/recipe.ts';
import type { CompiledField } from './fields.ts';
import { profileIdField } from './settings.ts';
import type { CompiledSubscription } from './subscriptions.ts';

/**
 * Where an item's match key is. The manual describes the key as a parameter of single calls; that a batch reads it
 * from each item follows from its example (Custom_ID stands in the items, field_value nowhere).
 */
export type KeySource =
  | { readonly from: 'field'; readonly field: string; readonly columns: readonly Column[] }
  /** The first entry of this channel that the item has. */
  | { readonly from: 'subscription'; readonly channel: CompiledSubscription['channel']; readonly field: string; readonly columns: readonly Column[] };

/** How a matching mode takes its key: the fields that may hold it, and the types these may have. */
interface KeyRule {
  readonly fields: (request: RequestFrame) => readonly string[];
  readonly types: readonly FieldType[];
  /** The mode looks into subscriptions too, so that an entry of this channel can name the profile. */
  readonly channel: CompiledSubscription['channel'] | null;
}

const keyRules: Readonly<Record<RequestFrame['matching'], KeyRule>> = {
  email: { fields: () => ['email'], types: ['email'], channel: 'email' },
  phone: { fields: () => ['phones', 'phone'], types: ['phones', 'phone'], channel: 'sms' },
  // A key must name one profile: yes/no and gender cannot, and how a batch takes lists is not published.
  custom: {
    fields: ({ field_name: name }) => (name === undefined ? [] : [name]),
    types: ['string', 'int', 'float', 'date', 'datetime', 'email', 'phone'],
    channel: null,
  },
  profile_id: { fields: () => [profileIdField], types: ['string'], channel: null },
};

/** Finds the key's source, or adds to `problems` why the recipe can never give a key. */
export function findKey(
  recipe: Recipe,
  fields: readonly CompiledField[],
  subscriptions: readonly CompiledSubscription[],
  problems: string[],
): KeySource | null {
  const { request } = recipe;
  const rule = keyRules[request.matching];
  const names = rule.fields(request);
  const index = names.map((name) => recipe.fields.findIndex(({ field }) => field === name)).find((at) => at >= 0);
  if (index === undefined) return keyOfSubscription(recipe, rule, names, subscriptions, problems);
  const fieldRule = recipe.fields[index];
  if (fieldRule === undefined) return null;
  if (!rule.types.includes(fieldRule.type)) {
    problems.push(`fields[${index}].type: ${request.matching} matching takes its key from “${fieldRule.field}” as ${rule.types.join(', ')}, not as ${fieldRule.type}`);
    return null;
  }
  if (fieldRule.value !== undefined) {
    problems.push(`fields[${index}].value: the match key must come from a column, or every row would update the same profile`);
    return null;
  }
  const field = fields.find((one) => one.field === fieldRule.field);
  return field === undefined ? null : { from: 'field', field: field.field, columns: field.member.columns };
}

function keyOfSubscription(
  recipe: Recipe,
  rule: KeyRule,
  names: readonly string[],
  subscriptions: readonly CompiledSubscription[],
  problems: string[],
): KeySource | null {
  const { channel } = rule;
  if (channel === null || !(recipe.subscriptions ?? []).some((one) => one.channel === channel)) {
    const wanted = names.map((name) => `“${name}”`).join(' or ');
    problems.push(`request.matching: ${recipe.request.matching} matching needs a field ${wanted} in fields, as each profile is found by it`);
    return null;
  }
  const first = subscriptions.find((one) => one.channel === channel && one.contactColumns.length > 0);
  if (first !== undefined) return { from: 'subscription', channel, field: first.contactPath, columns: first.contactColumns };
  // A subscription that did not compile has told its own problem.
  if (subscriptions.some((one) => one.channel === channel)) {
    problems.push('request.matching: the match key must come from a column, or every row would update the same profile');
  }
  return null;
}

/** The key as rows are compared by it: addresses without regard to case, everything else as written. */
export function comparedKey(text: string, matching: RequestFrame['matching']): string {
  return matching === 'email' ? text.toLowerCase() : text;
}
