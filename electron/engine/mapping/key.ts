import { m } from '#messages';
import { orList } from '#contract/recipe/basics.ts';
import type { Column } from '#contract/cells.ts';
import type { Channel, FieldRule, FieldType, MatchingMode, Recipe, RequestFrame } from '#contract/recipe.ts';
import type { CompiledField } from './fields.ts';
import { at, type Problem } from './problem.ts';
import { profileIdField } from './settings.ts';
import type { CompiledSubscription } from './subscriptions.ts';

/**
 * Where an item's match key is. The manual describes the key as a parameter of single calls; that a batch reads it
 * from each item follows from its example (Custom_ID stands in the items, field_value nowhere).
 */
export interface KeySource {
  /** Profile fields that hold it, the first filled one counts. */
  readonly fields: readonly string[];
  /** Without a field: the first entry of these channels that the item has, in their order; `any` for whichever has the key. */
  readonly channels: readonly Channel[] | 'any';
  /** What a row without key is told to lack: a recipe path, and its columns. */
  readonly field: string;
  readonly columns: readonly Column[];
}

/** How a matching mode takes its key. */
interface KeyRule {
  /** Groups of names for the same thing; of each the first that the recipe fills. */
  readonly fields: readonly (readonly string[])[];
  readonly types: readonly FieldType[];
  /** Channels whose entries can name the profile. */
  readonly channels: readonly Channel[];
}

/** A key must name one profile: yes/no and gender cannot, and how a batch takes lists is not published. */
const customTypes: readonly FieldType[] = ['string', 'int', 'float', 'date', 'datetime', 'email', 'phone'];
const emails: KeyRule = { fields: [['email']], types: ['email'], channels: ['email'] };
const phones: KeyRule = { fields: [['phones', 'phone']], types: ['phones', 'phone'], channels: ['sms'] };

/**
 * The eleven modes (Matching page 37848489). `email_phone` is "from profile" there and "from profile and
 * subscriptions" in the user guide: the profile's own fields satisfy both readings. custom_sub has its own rule.
 */
const keyRules: Readonly<Record<Exclude<MatchingMode, 'custom' | 'custom_sub'>, KeyRule>> = {
  email: emails,
  email_profile: { ...emails, channels: [] },
  email_sub: { ...emails, fields: [] },
  phone: phones,
  phone_sub: { ...phones, fields: [] },
  profile_id: { fields: [[profileIdField]], types: ['string'], channels: [] },
  push_sub: { fields: [], types: [], channels: ['push'] },
  email_phone: { fields: [['email'], ['phones', 'phone']], types: ['email', 'phones', 'phone'], channels: [] },
  email_phone_sub: { fields: [], types: [], channels: ['email', 'sms'] },
};

function keyRule({ matching, field_name: name = '' }: RequestFrame): KeyRule {
  if (matching === 'custom') return { fields: [[name]], types: customTypes, channels: [] };
  return matching === 'custom_sub' ? { fields: [], types: customTypes, channels: [] } : keyRules[matching];
}

/** The names of profile fields that the platform finds the profile by under this request. */
export function keyFields(request: RequestFrame): readonly string[] {
  return keyRule(request).fields.flat();
}

/** Finds the key's source, or adds to `problems` why the recipe can never give a key. */
export function findKey(recipe: Recipe, fields: readonly CompiledField[], subscriptions: readonly CompiledSubscription[], problems: Problem[]): KeySource | null {
  const { request } = recipe;
  const rule = keyRule(request);
  const used = rule.fields.flatMap((names) => {
    const index = names.map((name) => recipe.fields.findIndex(({ field }) => field === name)).find((place) => place >= 0);
    const fieldRule = index === undefined ? undefined : recipe.fields[index];
    return index === undefined || fieldRule === undefined ? [] : [{ index, fieldRule }];
  });
  const found = used.flatMap(({ index, fieldRule }) => {
    const problem = keyProblem(fieldRule, request, rule.types);
    if (problem !== null) problems.push(at(`fields[${index}].${problem.member}`, problem.why));
    return fields.filter(({ field }) => field === fieldRule.field);
  });
  const entries = subscriptions.filter((one) => canName(one, rule, request) && one.keyColumns.length > 0);
  const sources = [...found.map(({ field, member }) => ({ field, columns: member.columns })), ...entries.map(({ keyPath, keyColumns }) => ({ field: keyPath, columns: keyColumns }))];
  if (used.length === 0 && entries.length === 0) {
    const problem = absenceProblem(recipe, rule, subscriptions);
    if (problem !== null) problems.push(at('request.matching', problem));
  }
  const [first] = sources;
  if (first === undefined) return null;
  return {
    fields: found.map(({ field }) => field),
    channels: request.matching === 'custom_sub' ? 'any' : rule.channels,
    field: first.field,
    columns: sources.flatMap(({ columns }) => columns),
  };
}

function canName(subscription: CompiledSubscription, rule: KeyRule, { matching }: RequestFrame): boolean {
  return matching === 'custom_sub' ? subscription.keyPath !== '' : rule.channels.includes(subscription.channel);
}

/** What keeps a field from being the match key, and the member of its rule at fault. */
function keyProblem(rule: FieldRule, { matching }: RequestFrame, types: readonly FieldType[]): { readonly member: keyof FieldRule; readonly why: Problem } | null {
  if (!types.includes(rule.type)) return { member: 'type', why: () => m.recipe_fit_key_type({ matching, name: rule.field, types: types.join(', '), type: rule.type }) };
  if (rule.action !== undefined) return { member: 'action', why: m.recipe_fit_key_action };
  if (rule.value !== undefined) return { member: 'value', why: m.recipe_fit_key_from_column };
  if (rule.empty !== undefined && rule.empty !== 'skip') return { member: 'empty', why: m.recipe_fit_key_empty };
  return rule.unsetWord === undefined ? null : { member: 'unsetWord', why: m.recipe_fit_key_unset };
}

/** Why no row could have a key; null where a subscription that did not compile has told its own problem. */
function absenceProblem(recipe: Recipe, rule: KeyRule, subscriptions: readonly CompiledSubscription[]): Problem | null {
  const { matching, field_name: name = '' } = recipe.request;
  const rules = recipe.subscriptions ?? [];
  if (matching === 'custom_sub') {
    if (rules.some(({ cc_data: data }) => data?.some(({ field, value }) => field === name && value === undefined) === true)) return null;
    const constant = rules.some(({ cc_data: data }) => data?.some(({ field }) => field === name) === true);
    return constant ? m.recipe_fit_key_from_column : () => m.recipe_fit_custom_sub({ name });
  }
  if (rules.some(({ channel }) => rule.channels.includes(channel))) {
    return subscriptions.some(({ channel }) => rule.channels.includes(channel)) ? m.recipe_fit_key_from_column : null;
  }
  const names = rule.fields.flat();
  if (names.length > 0) return () => m.recipe_fit_needs_field({ matching, names: orList(names.map((text) => m.recipe_fit_quoted({ text }))) });
  return () => m.recipe_fit_needs_channel({ matching, names: orList(rule.channels) });
}

/** The key as rows are compared by it: addresses without regard to case, everything else as written. */
export function comparedKey(text: string, matching: MatchingMode): string {
  return matching.startsWith('email') ? text.toLowerCase() : text;
}
