import type { FieldRule, MemberRule, Recipe, SubscriptionRule } from '#contract/recipe.ts';
import type { Column } from '#contract/cells.ts';
import { columnIndex } from '#contract/cells.ts';
import { noMember, noOptions, type FieldDraft, type MemberDraft, type RecipeDraft, type Source, type SubscriptionDraft } from './draft.ts';

/** A column of the file by the name a recipe uses for it: its header, or `@` and its letter. */
export function findColumn<Found extends Column>(columns: readonly Found[], ref: string): Found | undefined {
  const byRef = columns.find((column) => column.ref === ref);
  if (byRef !== undefined || !ref.startsWith('@')) return byRef;
  const index = columnIndex(ref.slice(1));
  return index < 0 ? undefined : columns.find((column) => column.index === index);
}

/**
 * A saved recipe as a draft for the file at hand. Every column of the file has at least one entry; columns
 * that the recipe names and the file does not have keep theirs, so that the operator is asked and nothing
 * is dropped in silence. `nextId` gives the ids of the entries.
 */
export function draftOf(recipe: Recipe, columns: readonly Column[], place: Pick<RecipeDraft, 'sheet' | 'headerRow'>, nextId: () => number): RecipeDraft {
  const ref = (name: string): string => findColumn(columns, name)?.ref ?? name;
  const mapped = recipe.fields.flatMap((rule) => fieldDrafts(rule, ref, nextId));
  const { request } = recipe;
  return {
    ...place,
    request: {
      dbId: String(request.db_id),
      matching: request.matching,
      keyField: request.field_name ?? '',
      resourceId: request.resource_id === undefined ? '' : String(request.resource_id),
      skipTriggers: request.skip_triggers ?? false,
      skipInvalidSubscriptions: request.skip_invalid_subscriptions ?? false,
    },
    fields: inSheetOrder(mapped, columns, nextId),
    subscriptions: (recipe.subscriptions ?? []).map((rule) => subscriptionDraft(rule, ref, nextId)),
    duplicates: recipe.duplicates ?? 'last',
  };
}

/** Entries of columns the file lacks first, then column by column, constants last. */
function inSheetOrder(mapped: readonly FieldDraft[], columns: readonly Column[], nextId: () => number): readonly FieldDraft[] {
  const refs = new Set(columns.map((column) => column.ref));
  const isMissing = ({ source }: FieldDraft): boolean => source.kind === 'column' && !refs.has(source.ref);
  const ofColumn = (column: Column): readonly FieldDraft[] => {
    const own = mapped.filter(({ source }) => source.kind === 'column' && source.ref === column.ref);
    return own.length > 0 ? own : [unmapped(nextId(), column.ref)];
  };
  return [
    ...mapped.filter(isMissing),
    ...columns.flatMap(ofColumn),
    ...mapped.filter(({ source }) => source.kind === 'value'),
  ];
}

/** An entry for a column that is not imported. */
export function unmapped(id: number, ref: string): FieldDraft {
  return { id, source: { kind: 'column', ref }, field: '', type: 'string', ...noOptions };
}

function textOf(value: NonNullable<FieldRule['value']>, separator: string | undefined): string {
  return Array.isArray(value) ? value.join(separator ?? ', ') : String(value);
}

function fieldDrafts(rule: FieldRule, ref: (name: string) => string, nextId: () => number): readonly FieldDraft[] {
  const sources: readonly Source[] =
    rule.value !== undefined
      ? [{ kind: 'value', text: textOf(rule.value, rule.separator) }]
      : (rule.columns ?? (rule.column === undefined ? [] : [rule.column])).map((name) => ({ kind: 'column', ref: ref(name) }));
  return sources.map((source) => ({
    id: nextId(),
    source,
    field: rule.field,
    type: rule.type,
    country: rule.country ?? '',
    separator: rule.separator ?? '',
    order: rule.order ?? '',
    zone: rule.zone ?? '',
  }));
}

function memberDraft(rule: MemberRule | undefined, ref: (name: string) => string): MemberDraft {
  if (rule === undefined) return noMember;
  const options = { separator: rule.separator ?? '', country: rule.country ?? '' };
  if (rule.column !== undefined) return { source: { kind: 'column', ref: ref(rule.column) }, ...options };
  return { source: { kind: 'value', text: textOf(rule.value ?? '', rule.separator) }, ...options };
}

function subscriptionDraft(rule: SubscriptionRule, ref: (name: string) => string, nextId: () => number): SubscriptionDraft {
  return {
    id: nextId(),
    channel: rule.channel,
    resourceId: String(rule.resource_id),
    contact: memberDraft(rule.channel === 'email' ? rule.email : rule.phone, ref),
    status: memberDraft(rule.status, ref),
    priority: memberDraft(rule.priority, ref),
    cats: memberDraft(rule.cats, ref),
    customFields: (rule.custom_fields ?? []).flatMap((field) => fieldDrafts(field, ref, nextId)),
  };
}
