import type { Column } from '#contract/cells.ts';
import { readRecipe, type Recipe } from '#contract/recipe.ts';
import { readNumber, type FieldDraft, type MemberDraft, type RecipeDraft, type SubscriptionDraft } from './draft.ts';
import { findColumn } from './fromRecipe.ts';
import { buildRecipe, groupFields } from './toRecipe.ts';

/** Where a problem is shown. `recipe` is for the whole. */
export type Place =
  | { readonly kind: 'database' | 'key' | 'resource' | 'recipe' }
  | { readonly kind: 'field'; readonly id: number }
  | { readonly kind: 'subscription'; readonly id: number };

export interface Problem {
  readonly place: Place;
  readonly text: string;
}

export type Judgement =
  | { readonly ok: true; readonly recipe: Recipe }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Judges a draft against the file's columns: the recipe, or every problem with the place it belongs to. */
export function judge(draft: RecipeDraft, columns: readonly Column[]): Judgement {
  const own = [...requestProblems(draft), ...fieldProblems(draft, columns), ...subscriptionProblems(draft, columns)];
  const built = buildRecipe(draft);
  const reading = readRecipe(built.value);
  if (reading.ok) return own.length === 0 ? { ok: true, recipe: reading.recipe } : { ok: false, problems: own };
  const schema = placedProblems(reading.problems, draft);
  // Our own words are clearer than the schema's; its word counts where ours have found nothing.
  const rest = schema.filter(({ place }) => !own.some((problem) => samePlace(problem.place, place)));
  return { ok: false, problems: [...own, ...rest] };
}

/** Sentences that begin with the path of a recipe member, each at the place of the draft that the member was made of. */
export function placedProblems(problems: readonly string[], draft: RecipeDraft): readonly Problem[] {
  const { fieldIds } = buildRecipe(draft);
  return problems.map((problem) => placed(problem, draft, fieldIds));
}

export function samePlace(one: Place, other: Place): boolean {
  if (one.kind !== other.kind) return false;
  return !('id' in one) || !('id' in other) || one.id === other.id;
}

export function requestProblems({ request }: RecipeDraft): readonly Problem[] {
  const problems: Problem[] = [];
  if (readNumber(request.dbId) === null) problems.push({ place: { kind: 'database' }, text: 'Choose a database or type its number.' });
  if (request.matching === 'custom' && request.keyField.trim() === '') {
    problems.push({ place: { kind: 'key' }, text: 'Name the profile field that holds the key.' });
  }
  if (request.resourceId.trim() !== '' && readNumber(request.resourceId) === null) {
    problems.push({ place: { kind: 'resource' }, text: 'The resource is a whole number, such as 28.' });
  }
  return problems;
}

function fieldProblems(draft: RecipeDraft, columns: readonly Column[]): readonly Problem[] {
  const problems: Problem[] = [];
  const groups = groupFields(draft.fields);
  if (groups.length === 0) problems.push({ place: { kind: 'recipe' }, text: 'Map at least one column to a profile field.' });
  const key = keyProblem(draft, groups.flat());
  if (key !== null) problems.push({ place: { kind: 'recipe' }, text: key });
  const seen = new Set<string>();
  for (const [first] of groups) {
    if (first === undefined) continue;
    const field = first.field.trim();
    if (seen.has(field)) {
      problems.push({
        place: { kind: 'field', id: first.id },
        text: `“${field}” is already filled from another place. Only phone lists and tags take several columns, with the same settings.`,
      });
    }
    seen.add(field);
  }
  for (const field of groups.flat()) {
    if (field.source.kind === 'value' && field.source.text.trim() === '') {
      problems.push({ place: { kind: 'field', id: field.id }, text: 'Type the value, or remove the constant.' });
    }
    if (missing(field.source, columns)) problems.push({ place: { kind: 'field', id: field.id }, text: 'This file has no such column. Take another one, or leave it out.' });
  }
  return problems;
}

function missing(source: FieldDraft['source'] | null, columns: readonly Column[]): boolean {
  return source?.kind === 'column' && findColumn(columns, source.ref) === undefined;
}

/** Each item must carry the match key; a recipe that can never give it is refused before any row is read. */
function keyProblem({ request, subscriptions }: RecipeDraft, fields: readonly FieldDraft[]): string | null {
  const has = (name: string): boolean => fields.some((field) => field.field.trim() === name);
  const entered = (channel: SubscriptionDraft['channel']): boolean => subscriptions.some((entry) => entry.channel === channel);
  switch (request.matching) {
    case 'email_profile':
      return has('email') ? null : 'Profiles are found by their own email, but no column is mapped to “email”.';
    case 'email_sub':
      return entered('email') ? null : 'Profiles are found by the email of a subscription, but there is no email subscription.';
    case 'phone_sub':
      return entered('sms') ? null : 'Profiles are found by the phone of a subscription, but there is no SMS subscription.';
    case 'email_phone':
      return has('email') || has('phones') || has('phone') ? null : 'Profiles are found by email or phone, but no column is mapped to “email” or “phones”.';
    case 'email_phone_sub':
      return entered('email') || entered('sms') ? null : 'Profiles are found by the email or phone of a subscription, but there is none.';
    case 'push_sub':
    case 'custom_sub':
      return 'This way of finding profiles needs a recipe file; the window cannot describe its subscriptions yet.';
    case 'email':
      return has('email') || subscriptions.some(({ channel }) => channel === 'email')
        ? null
        : 'Profiles are found by email, but no column is mapped to “email”.';
    case 'phone':
      return has('phones') || has('phone') || subscriptions.some(({ channel }) => channel === 'sms')
        ? null
        : 'Profiles are found by phone, but no column is mapped to “phones”.';
    case 'profile_id':
      return has('profile_id') ? null : 'Profiles are found by their ID, but no column is mapped to “profile_id”.';
    case 'custom': {
      const key = request.keyField.trim();
      return key === '' || has(key) ? null : `Profiles are found by “${key}”, but no column is mapped to it.`;
    }
  }
}

function subscriptionProblems(draft: RecipeDraft, columns: readonly Column[]): readonly Problem[] {
  return draft.subscriptions.flatMap((subscription) =>
    subscriptionFaults(subscription, columns).map((text): Problem => ({ place: { kind: 'subscription', id: subscription.id }, text })),
  );
}

function subscriptionFaults(subscription: SubscriptionDraft, columns: readonly Column[]): readonly string[] {
  const faults: string[] = [];
  if (readNumber(subscription.resourceId) === null) faults.push('Type the number of the resource.');
  if (isBlank(subscription.contact)) {
    faults.push(subscription.channel === 'email' ? 'Choose the column with the email.' : 'Choose the column with the phone.');
  }
  const members = [subscription.contact, subscription.status, subscription.priority, subscription.cats, ...subscription.customFields];
  if (members.some(({ source }) => missing(source, columns))) faults.push('It uses a column that this file does not have.');
  if (subscription.customFields.some(({ field }) => field.trim() === '')) faults.push('Name every custom field, or remove it.');
  return faults;
}

function isBlank({ source }: MemberDraft): boolean {
  return source === null || (source.kind === 'value' ? source.text.trim() === '' : source.ref === '');
}

/** A sentence of `readRecipe` with the place its path means: "fields[2].country: …". */
function placed(problem: string, draft: RecipeDraft, fieldIds: readonly (readonly number[])[]): Problem {
  const [, list, index, path = '', text = problem] = /^(fields|subscriptions)\[(\d+)\]\.?([^:]*): (.*)$/s.exec(problem) ?? [];
  const sentence = path === '' ? text : `${path}: ${text}`;
  const id = list === 'fields' ? fieldIds[Number(index)]?.[0] : draft.subscriptions[Number(index)]?.id;
  if (list === 'fields' && id !== undefined) return { place: { kind: 'field', id }, text: sentence };
  if (list === 'subscriptions' && id !== undefined) return { place: { kind: 'subscription', id }, text: sentence };
  if (problem.startsWith('request.db_id')) return { place: { kind: 'database' }, text: problem };
  if (problem.startsWith('request')) return { place: { kind: 'key' }, text: problem };
  return { place: { kind: 'recipe' }, text: problem };
}
