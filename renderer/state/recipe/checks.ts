import type { Column } from '#contract/cells.ts';
import { contactMembers, readRecipe, type ContactName, type Recipe } from '#contract/recipe.ts';
import { m } from '#messages';
import { findColumn, sourceLabel } from './columns.ts';
import { readNumber, type FieldDraft, type FieldSource, type MemberDraft, type MemberName, type RecipeDraft, type SubscriptionDraft } from './draft.ts';
import { extraProblem } from './extra.ts';
import { keyProblem } from './keyProblem.ts';
import { readType } from './options.ts';
import { templateProblem } from './template.ts';
import { buildRecipe, groupFields, isByField } from './toRecipe.ts';
import { mapProblems } from './valueMap.ts';

/** Where a problem is shown. `recipe` is for the whole. */
export type Place =
  | { readonly kind: 'database' | 'key' | 'resource' | 'extra' | 'recipe' }
  | { readonly kind: 'field'; readonly id: number }
  /** `part`: of it, as far as it is about one. */
  | { readonly kind: 'subscription'; readonly id: number; readonly part?: SubscriptionPart };

/** A member of a subscription, or a field inside it by its id. */
export type SubscriptionPart = MemberName | 'resource' | 'code' | number;

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
  // A draft with a mistake is judged by version 2, or what only that knows would be the mistake.
  const full = readRecipe({ ...built.value, version: 2 });
  const schema = placedProblems(full.ok ? reading.problems : full.problems, draft);
  // Our own words are clearer than the schema's; its word counts where ours have found nothing.
  const rest = schema.filter(({ place }) => !own.some((problem) => sameEntry(problem.place, place)));
  return { ok: false, problems: [...own, ...rest] };
}

/** Sentences that begin with the path of a recipe member, each at the place of the draft that the member was made of. */
export function placedProblems(problems: readonly string[], draft: RecipeDraft): readonly Problem[] {
  const { fieldIds } = buildRecipe(draft);
  return problems.map((problem) => placed(problem, draft, fieldIds));
}

export function samePlace(one: Place, other: Place): boolean {
  return sameEntry(one, other) && partOf(one) === partOf(other);
}

/** Of the same field or subscription, whatever part of it. */
function sameEntry(one: Place, other: Place): boolean {
  if (one.kind !== other.kind) return false;
  return !('id' in one) || !('id' in other) || one.id === other.id;
}

const partOf = (place: Place): SubscriptionPart | undefined => (place.kind === 'subscription' ? place.part : undefined);

/** A problem with the name of what it belongs to. */
export function namedProblem({ place, text }: Problem, draft: RecipeDraft, columns: readonly Column[]): string {
  if (place.kind === 'field') {
    const source = draft.fields.find(({ id }) => id === place.id)?.source;
    return source === undefined ? text : m.import_problem_at({ place: sourceLabel(source, columns), problem: text });
  }
  if (place.kind !== 'subscription') return text;
  return m.subscriptions_problem_at({ number: draft.subscriptions.findIndex(({ id }) => id === place.id) + 1, problem: text });
}

export function requestProblems({ request }: RecipeDraft): readonly Problem[] {
  const problems: Problem[] = [];
  if (readNumber(request.dbId) === null) problems.push({ place: { kind: 'database' }, text: m.request_problem_database() });
  if (isByField(request.matching) && request.keyField.trim() === '') {
    problems.push({ place: { kind: 'key' }, text: request.matching === 'custom' ? m.request_problem_key_field() : m.request_problem_key_contact() });
  }
  if (request.resourceId.trim() !== '' && readNumber(request.resourceId) === null) {
    problems.push({ place: { kind: 'resource' }, text: m.request_problem_resource() });
  }
  const extra = extraProblem(request.extra);
  if (extra !== null) problems.push({ place: { kind: 'extra' }, text: extra });
  return problems;
}

function fieldProblems(draft: RecipeDraft, columns: readonly Column[]): readonly Problem[] {
  const problems: Problem[] = [];
  const groups = groupFields(draft.fields);
  problems.push(...draft.fields.flatMap(aimless));
  if (groups.length === 0) problems.push({ place: { kind: 'recipe' }, text: m.mapping_problem_nothing() });
  const key = keyProblem(draft, groups.flat());
  if (key !== null) problems.push({ place: { kind: 'recipe' }, text: key });
  const seen = new Set<string>();
  for (const group of groups) {
    const [first] = group;
    if (first === undefined) continue;
    problems.push(...takenTwice(group));
    const field = first.field.trim();
    if (seen.has(field)) {
      problems.push({
        place: { kind: 'field', id: first.id },
        text: m.mapping_problem_filled_elsewhere({ field }),
      });
    }
    seen.add(field);
  }
  for (const field of groups.flat()) {
    problems.push(...entryFaults(field, columns).map((text): Problem => ({ place: { kind: 'field', id: field.id }, text })));
  }
  return problems;
}

/** What goes to no field would be dropped in silence; a column without one is a column that is not imported, and says so. */
function aimless({ id, field, source }: FieldDraft): readonly Problem[] {
  if (field.trim() !== '' || source.kind === 'column') return [];
  const say = { value: m.mapping_problem_aimless_value, template: m.mapping_problem_aimless_template, members: m.mapping_problem_aimless_object }[source.kind];
  return [{ place: { kind: 'field', id }, text: say() }];
}

/** One column twice in one list says nothing more. */
function takenTwice(group: readonly FieldDraft[]): readonly Problem[] {
  const seen = new Set<string>();
  return group.flatMap(({ id, field, source }): readonly Problem[] => {
    if (source.kind !== 'column') return [];
    if (!seen.has(source.ref)) {
      seen.add(source.ref);
      return [];
    }
    return [{ place: { kind: 'field', id }, text: m.mapping_problem_taken_twice({ field: field.trim() }) }];
  });
}

/** Names that several fields of one list have. */
function namedTwice(fields: readonly FieldDraft[]): readonly string[] {
  const names = groupFields(fields).map(([first]) => first?.field.trim() ?? '');
  return names.filter((name, index) => names.indexOf(name) !== index);
}

function entryFaults(field: FieldDraft, columns: readonly Column[]): readonly string[] {
  const { source, action } = field;
  const faults: string[] = [];
  if (source.kind === 'value' && action !== 'unset' && source.text.trim() === '') faults.push(m.mapping_problem_no_value());
  if (missing(source, columns)) faults.push(m.mapping_problem_no_column());
  const joined = source.kind === 'template' ? templateProblem(source.text, columns) : null;
  if (joined !== null) faults.push(joined);
  if (source.kind === 'members') faults.push(...objectFaults(source.members, columns));
  return [...faults, ...fieldMapProblems(field)];
}

function objectFaults(members: readonly FieldDraft[], columns: readonly Column[]): readonly string[] {
  const faults: string[] = [];
  if (members.length === 0) faults.push(m.mapping_problem_object_empty());
  if (members.some(({ field }) => field.trim() === '')) faults.push(m.mapping_problem_object_nameless());
  return [...new Set([...faults, ...members.flatMap((member) => entryFaults(member, columns))])];
}

/** A constant goes through no map, whatever map its entry had while it was a column. */
function fieldMapProblems(field: FieldDraft): readonly string[] {
  return field.source.kind === 'value' ? [] : mapProblems(field, readType(field) === 'status');
}

function missing(source: FieldSource | null, columns: readonly Column[]): boolean {
  return source?.kind === 'column' && findColumn(columns, source.ref) === undefined;
}

function subscriptionProblems(draft: RecipeDraft, columns: readonly Column[]): readonly Problem[] {
  return draft.subscriptions.flatMap((subscription) =>
    subscriptionFaults(subscription, columns).map(({ part, text }): Problem => ({ place: { kind: 'subscription', id: subscription.id, ...(part === undefined ? {} : { part }) }, text })),
  );
}

const contactNames: Readonly<Record<ContactName, () => string>> = {
  email: m.subscriptions_problem_email,
  phone: m.subscriptions_problem_phone,
  provider: m.subscriptions_problem_provider,
  subscription_id: m.subscriptions_problem_push_id,
  chat_id: m.subscriptions_problem_chat_id,
};

interface SubscriptionFault {
  readonly part?: SubscriptionPart;
  readonly text: string;
}

function subscriptionFaults(subscription: SubscriptionDraft, columns: readonly Column[]): readonly SubscriptionFault[] {
  const { channel, members, data, customFields } = subscription;
  const faults: SubscriptionFault[] = [];
  if (channel === 'other' && subscription.code.trim() === '') faults.push({ part: 'code', text: m.subscriptions_problem_code() });
  if (readNumber(subscription.resourceId) === null) faults.push({ part: 'resource', text: m.subscriptions_problem_resource() });
  if (channel === 'other' && data.length === 0) faults.push({ text: m.subscriptions_problem_no_contact() });
  const contacts: readonly ContactName[] = contactMembers[channel];
  for (const part of [...contacts, 'status', 'priority', 'cats'] as const) faults.push(...memberFaults(part, members[part], contacts, columns).map((text) => ({ part, text })));
  for (const [list, nameless] of [[data, m.subscriptions_problem_contact_nameless], [customFields, m.subscriptions_problem_field_nameless]] as const) {
    for (const field of list) faults.push(...ownFieldFaults(field, nameless, columns).map((text) => ({ part: field.id, text })));
    for (const field of namedTwice(list)) faults.push({ text: m.subscriptions_problem_filled_twice({ field }) });
  }
  return faults;
}

function memberFaults(name: MemberName, member: MemberDraft, contacts: readonly ContactName[], columns: readonly Column[]): readonly string[] {
  const { source } = member;
  const contact = contacts.find((one) => one === name);
  const blank = contact === undefined ? m.subscriptions_problem_no_constant : contactNames[contact];
  const mayBeNone = contact === undefined && (source === null || name === 'status');
  return [
    ...(isBlank(member) && !mayBeNone ? [blank()] : []),
    ...sourceFaults(source, columns),
    ...(source?.kind === 'value' ? [] : mapProblems(member, name === 'status')),
  ];
}

function ownFieldFaults(field: FieldDraft, nameless: () => string, columns: readonly Column[]): readonly string[] {
  const { source, action } = field;
  return [
    ...(field.field.trim() === '' ? [nameless()] : []),
    ...sourceFaults(source, columns),
    ...(source.kind === 'value' && action !== 'unset' && source.text.trim() === '' ? [m.subscriptions_problem_no_value()] : []),
    ...(source.kind === 'members' ? objectFaults(source.members, columns) : []),
    ...fieldMapProblems(field),
  ];
}

function sourceFaults(source: FieldSource | null, columns: readonly Column[]): readonly string[] {
  const joined = source?.kind === 'template' ? templateProblem(source.text, columns) : null;
  return [...(missing(source, columns) ? [m.subscriptions_problem_no_column()] : []), ...(joined === null ? [] : [joined])];
}

function isBlank({ source }: MemberDraft): boolean {
  return source === null || (source.kind === 'column' ? source.ref === '' : source.text.trim() === '');
}

/** A sentence of `readRecipe` with the place its path means: "fields[2].country: …". */
function placed(problem: string, draft: RecipeDraft, fieldIds: readonly (readonly number[])[]): Problem {
  const [, list, index, path = '', text = problem] = /^(fields|subscriptions)\[(\d+)\]\.?([^:]*): (.*)$/s.exec(problem) ?? [];
  const sentence = path === '' ? text : `${path}: ${text}`;
  const id = list === 'fields' ? fieldIds[Number(index)]?.[0] : draft.subscriptions[Number(index)]?.id;
  if (list === 'fields' && id !== undefined) return { place: { kind: 'field', id }, text: sentence };
  if (list === 'subscriptions' && id !== undefined) return { place: { kind: 'subscription', id }, text: sentence };
  if (problem.startsWith('request.db_id')) return { place: { kind: 'database' }, text: problem };
  if (problem.startsWith('request.resource_id')) return { place: { kind: 'resource' }, text: problem };
  if (problem.startsWith('request.extra') || problem.startsWith('settings')) return { place: { kind: 'extra' }, text: problem };
  if (problem.startsWith('request')) return { place: { kind: 'key' }, text: problem };
  return { place: { kind: 'recipe' }, text: problem };
}
