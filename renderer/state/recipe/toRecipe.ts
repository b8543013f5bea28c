import { lowestVersion, type FieldRule, type FieldType } from '#contract/recipe.ts';
import { readNumber, type FieldDraft, type MemberDraft, type RecipeDraft, type Source, type SubscriptionDraft } from './draft.ts';

/** The recipe as JSON, not yet judged, and which entries of the draft each of its field rules was made of. */
export interface BuiltRecipe {
  readonly value: unknown;
  readonly fieldIds: readonly (readonly number[])[];
}

type Constant = NonNullable<FieldRule['value']>;
type Members = Readonly<Record<string, unknown>>;

/** Makes the recipe of a draft. What is still missing is left out, for `readRecipe` and the checks to name. */
export function buildRecipe(draft: RecipeDraft): BuiltRecipe {
  const groups = groupFields(draft.fields);
  const subscriptions = draft.subscriptions.map(subscriptionRule);
  const members = {
    source: { ...(draft.sheet === null ? {} : { sheet: draft.sheet }), headerRow: draft.headerRow },
    request: requestFrame(draft),
    fields: groups.map(fieldRule),
    ...(subscriptions.length === 0 ? {} : { subscriptions }),
    empty: 'skip',
    duplicates: draft.duplicates,
  };
  return {
    fieldIds: groups.map((group) => group.map((field) => field.id)),
    value: { version: lowestVersion(members), ...members },
  };
}

function requestFrame({ request }: RecipeDraft): Members {
  const dbId = readNumber(request.dbId);
  const resourceId = readNumber(request.resourceId);
  const byContact = /^(?:email|phone)/.test(request.matching);
  return {
    ...(dbId === null ? {} : { db_id: dbId }),
    matching: request.matching,
    ...(request.matching === 'custom' && request.keyField.trim() !== '' ? { field_name: request.keyField.trim() } : {}),
    ...(byContact && resourceId !== null ? { resource_id: resourceId } : {}),
    skip_triggers: request.skipTriggers,
    skip_invalid_subscriptions: request.skipInvalidSubscriptions,
  };
}

/** Types whose values may come from several columns into one field. */
export function takesSeveralColumns(type: FieldType): boolean {
  return type === 'phones' || type === 'tags';
}

function canJoin(one: FieldDraft, other: FieldDraft): boolean {
  return (
    one.field.trim() === other.field.trim() &&
    one.type === other.type &&
    takesSeveralColumns(one.type) &&
    one.source.kind === 'column' &&
    other.source.kind === 'column' &&
    one.country === other.country &&
    one.separator === other.separator
  );
}

/** Entries with a field, in order; several columns that go to one list field stand together at the first one's place. */
export function groupFields(fields: readonly FieldDraft[]): readonly (readonly FieldDraft[])[] {
  const groups: FieldDraft[][] = [];
  for (const field of fields) {
    if (field.field.trim() === '') continue;
    const group = groups.find(([first]) => first !== undefined && canJoin(first, field));
    if (group === undefined) groups.push([field]);
    else group.push(field);
  }
  return groups;
}

function fieldRule(group: readonly FieldDraft[]): Members {
  const [first] = group;
  if (first === undefined) return {};
  const { type } = first;
  return {
    field: first.field.trim(),
    type,
    ...groupSource(group, first),
    ...(first.country !== '' && (type === 'phone' || type === 'phones') ? { country: first.country } : {}),
    ...(first.separator !== '' && type === 'tags' ? { separator: first.separator } : {}),
    ...(first.order !== '' && (type === 'date' || type === 'datetime') ? { order: first.order } : {}),
    ...(first.zone !== '' && type === 'datetime' ? { zone: first.zone } : {}),
  };
}

function groupSource(group: readonly FieldDraft[], first: FieldDraft): Members {
  const columns = group.flatMap(({ source }) => (source.kind === 'column' ? [source.ref] : []));
  return columns.length > 1 ? { columns } : sourceMembers(first.source, first.type, first.separator);
}

function sourceMembers(source: Source, type: FieldType, separator: string): Members {
  return source.kind === 'column' ? { column: source.ref } : { value: constantOf(source.text, type, separator) };
}

/** A typed constant by the field's type: numbers and yes/no as such, lists cut at their separator, the rest as text. */
export function constantOf(text: string, type: FieldType, separator: string): Constant {
  const trimmed = text.trim();
  if (type === 'int' || type === 'float') {
    const number = Number(trimmed);
    // Digits beyond what a number can hold stay text, as nothing else keeps them all.
    return trimmed !== '' && Number.isFinite(number) && String(number) === trimmed ? number : trimmed;
  }
  if (type === 'bool' && (trimmed === 'true' || trimmed === 'false')) return trimmed === 'true';
  if (type === 'tags' || type === 'phones') {
    return trimmed
      .split(separator === '' ? ',' : separator)
      .map((part) => part.trim())
      .filter((part) => part !== '');
  }
  return text;
}

function member(name: string, draft: MemberDraft, type: FieldType): Members {
  if (draft.source === null) return {};
  const column = draft.source.kind === 'column';
  return {
    [name]: {
      ...sourceMembers(draft.source, type, draft.separator),
      ...(column && draft.separator !== '' && type === 'tags' ? { separator: draft.separator } : {}),
      ...(column && draft.country !== '' && type === 'phone' ? { country: draft.country } : {}),
    },
  };
}

function subscriptionRule(draft: SubscriptionDraft): Members {
  const resourceId = readNumber(draft.resourceId);
  const customFields = groupFields(draft.customFields).map(fieldRule);
  return {
    channel: draft.channel,
    ...(resourceId === null ? {} : { resource_id: resourceId }),
    ...(draft.channel === 'email' ? member('email', draft.contact, 'email') : member('phone', draft.contact, 'phone')),
    ...member('status', draft.status, 'string'),
    ...member('priority', draft.priority, 'int'),
    ...member('cats', draft.cats, 'tags'),
    ...(customFields.length === 0 ? {} : { custom_fields: customFields }),
  };
}
