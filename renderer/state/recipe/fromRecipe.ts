import type { Column } from '#contract/cells.ts';
import { listText } from '#contract/listParts.ts';
import type { FieldRule, FieldType, MemberRule, Recipe, SubscriptionRule } from '#contract/recipe.ts';
import { findColumn } from './columns.ts';
import { noMember, noOptions, type Constant, type FieldDraft, type FieldSource, type MemberDraft, type MemberName, type RecipeDraft, type RequestDraft, type Source, type SubscriptionDraft } from './draft.ts';
import { extraDraft } from './extra.ts';
import { optionsOf, transformsOf } from './options.ts';
import { memberTypes } from './toRecipe.ts';

/**
 * A saved recipe as a draft for the file at hand. Every column of the file has at least one entry; columns
 * that the recipe names and the file does not have keep theirs, so that the operator is asked and nothing
 * is dropped in silence. `nextId` gives the ids of the entries.
 */
export function draftOf(recipe: Recipe, columns: readonly Column[], place: Pick<RecipeDraft, 'sheet' | 'headerRow' | 'reading'>, nextId: () => number): RecipeDraft {
  const ref = (name: string): string => findColumn(columns, name)?.ref ?? name;
  const mapped = recipe.fields.flatMap((rule) => fieldDrafts(rule, ref, nextId));
  return {
    ...place,
    request: requestDraft(recipe),
    fields: inSheetOrder(mapped, columns, nextId),
    subscriptions: (recipe.subscriptions ?? []).map((rule) => subscriptionDraft(rule, ref, nextId)),
    empty: recipe.empty ?? 'skip',
    invalid: recipe.invalid ?? 'row',
    duplicates: recipe.duplicates ?? 'last',
    mends: (recipe.mends ?? []).map((rule) => ({ ...rule, column: ref(rule.column) })),
  };
}

function requestDraft({ request, settings }: Recipe): RequestDraft {
  return {
    dbId: String(request.db_id),
    matching: request.matching,
    keyField: request.field_name ?? '',
    resourceId: request.resource_id === undefined ? '' : String(request.resource_id),
    skipTriggers: request.skip_triggers ?? false,
    skipInvalidSubscriptions: request.skip_invalid_subscriptions ?? false,
    extra: Object.entries(request.extra ?? {}).map(([name, value]) => extraDraft(name, value)),
    profileIdMember: settings?.profileIdMember ?? '',
    emailShape: settings?.emailShape ?? '',
  };
}

/** `nextId` is asked for the entries of columns that have none. Entries of columns the file lacks first, then column by column, constants last. */
export function inSheetOrder(mapped: readonly FieldDraft[], columns: readonly Column[], nextId: () => number): readonly FieldDraft[] {
  const refs = new Set(columns.map((column) => column.ref));
  const isMissing = ({ source }: FieldDraft): boolean => source.kind === 'column' && !refs.has(source.ref);
  const ofColumn = (column: Column): readonly FieldDraft[] => {
    const own = mapped.filter(({ source }) => source.kind === 'column' && source.ref === column.ref);
    return own.length > 0 ? own : [unmapped(nextId(), column.ref)];
  };
  return [
    ...mapped.filter(isMissing),
    ...columns.flatMap(ofColumn),
    ...mapped.filter(({ source }) => source.kind !== 'column'),
  ];
}

/** An entry for a column that is not imported. */
export function unmapped(id: number, ref: string): FieldDraft {
  return { id, source: { kind: 'column', ref }, field: '', type: 'string', ...noOptions };
}

function textOf(value: Constant, separator: string | undefined): string {
  return Array.isArray(value) ? listText(value, separator ?? ', ') : String(value);
}

type RefOf = (name: string) => string;

function constant(value: Constant, type: FieldType, separator: string | undefined): Source {
  return { kind: 'value', text: textOf(value, separator), given: { value, type } };
}

/** A rule without any source deletes its field; it stands among the constants, as it is the same for every row. */
function fieldSources(rule: FieldRule, ref: RefOf, nextId: () => number): readonly FieldSource[] {
  if (rule.value !== undefined) return [constant(rule.value, rule.type, rule.separator)];
  if (rule.template !== undefined) return [{ kind: 'template', text: rule.template }];
  if (rule.members !== undefined) return [{ kind: 'members', members: rule.members.flatMap(({ name, ...member }) => fieldDrafts({ field: name, ...member }, ref, nextId)) }];
  if (rule.columns !== undefined) return rule.columns.map((name) => ({ kind: 'column', ref: ref(name) }));
  return [rule.column === undefined ? { kind: 'value', text: '' } : { kind: 'column', ref: ref(rule.column) }];
}

function fieldDrafts(rule: FieldRule, ref: RefOf, nextId: () => number): readonly FieldDraft[] {
  return fieldSources(rule, ref, nextId).map((source) => ({ id: nextId(), source, field: rule.field, type: rule.type, ...optionsOf(rule) }));
}

/** The entry of a rule that takes its value from one column; `ref`: that column in the file at hand. */
export function ruleEntry(rule: FieldRule, ref: string, id: number): FieldDraft | undefined {
  return fieldDrafts(rule, () => ref, () => id)[0];
}

function memberSource(rule: MemberRule, type: FieldType, ref: RefOf): Source {
  if (rule.column !== undefined) return { kind: 'column', ref: ref(rule.column) };
  return rule.template === undefined ? constant(rule.value ?? '', type, rule.separator) : { kind: 'template', text: rule.template };
}

function subscriptionDraft(rule: SubscriptionRule, ref: RefOf, nextId: () => number): SubscriptionDraft {
  const member = (name: MemberName): MemberDraft => {
    const own: MemberRule | undefined = rule[name];
    if (own === undefined) return noMember;
    return { source: memberSource(own, memberTypes[name], ref), separator: own.separator ?? '', country: own.country ?? '', check: own.check ?? '', empty: own.empty ?? '', ...transformsOf(own) };
  };
  return {
    id: nextId(),
    channel: rule.channel,
    code: rule.code ?? '',
    resourceId: String(rule.resource_id),
    invalid: rule.invalid ?? '',
    members: {
      email: member('email'), phone: member('phone'), provider: member('provider'), subscription_id: member('subscription_id'), chat_id: member('chat_id'),
      status: member('status'), priority: member('priority'), cats: member('cats'),
    },
    data: (rule.cc_data ?? []).flatMap((field) => fieldDrafts(field, ref, nextId)),
    customFields: (rule.custom_fields ?? []).flatMap((field) => fieldDrafts(field, ref, nextId)),
  };
}
