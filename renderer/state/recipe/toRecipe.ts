import { listParts } from '#contract/listParts.ts';
import { contactMembers, lowestVersion, type FieldType, type MatchingMode } from '#contract/recipe.ts';
import { readNumber, type Constant, type FieldDraft, type FieldSource, type MemberDraft, type MemberName, type RecipeDraft, type SubscriptionDraft } from './draft.ts';
import { extraValue } from './extra.ts';
import { hasOption, optionMembers, transformMembers } from './options.ts';

/** The recipe as JSON, not yet judged, and which entries of the draft each of its field rules was made of. */
export interface BuiltRecipe {
  readonly value: { readonly version: 1 | 2 } & Members;
  readonly fieldIds: readonly (readonly number[])[];
}

type Members = Readonly<Record<string, unknown>>;

/** Makes the recipe of a draft. What is still missing is left out, for `readRecipe` and the checks to name. */
export function buildRecipe(draft: RecipeDraft): BuiltRecipe {
  const groups = groupFields(draft.fields);
  const subscriptions = draft.subscriptions.map(subscriptionRule);
  const members = {
    source: { ...(draft.sheet === null ? {} : { sheet: draft.sheet }), headerRow: draft.headerRow === 0 ? 'none' : draft.headerRow, ...draft.reading },
    request: requestFrame(draft),
    fields: groups.map(fieldRule),
    ...(subscriptions.length === 0 ? {} : { subscriptions }),
    empty: draft.empty,
    ...(draft.invalid === 'row' ? {} : { invalid: draft.invalid }),
    duplicates: draft.duplicates,
    ...(draft.mends.length === 0 ? {} : { mends: draft.mends }),
    ...settings(draft),
  };
  return {
    fieldIds: groups.map((group) => group.map((field) => field.id)),
    value: { version: lowestVersion(members), ...members },
  };
}

function requestFrame({ request }: RecipeDraft): Members {
  const dbId = readNumber(request.dbId);
  const resourceId = readNumber(request.resourceId);
  const extra = request.extra.filter(({ name }) => name.trim() !== '').map(({ name, text }) => [name.trim(), extraValue(text)] as const);
  return {
    ...(dbId === null ? {} : { db_id: dbId }),
    matching: request.matching,
    ...(isByField(request.matching) && request.keyField.trim() !== '' ? { field_name: request.keyField.trim() } : {}),
    ...(takesResource(request.matching) && resourceId !== null ? { resource_id: resourceId } : {}),
    skip_triggers: request.skipTriggers,
    skip_invalid_subscriptions: request.skipInvalidSubscriptions,
    ...(extra.length === 0 ? {} : { extra: Object.fromEntries(extra) }),
  };
}

function settings({ request }: RecipeDraft): Members {
  const own = {
    ...(request.profileIdMember.trim() === '' ? {} : { profileIdMember: request.profileIdMember.trim() }),
    ...(request.emailShape === '' ? {} : { emailShape: request.emailShape }),
  };
  return Object.keys(own).length === 0 ? {} : { settings: own };
}

/** Modes that look for a field by its name. */
export function isByField(matching: MatchingMode): boolean {
  return matching === 'custom' || matching === 'custom_sub';
}

/** Modes that can be kept to the subscriptions of one resource. */
export function takesResource(matching: MatchingMode): boolean {
  return matching.startsWith('email') || matching.startsWith('phone');
}

function canJoin(one: FieldDraft, other: FieldDraft): boolean {
  return (
    one.field.trim() === other.field.trim() &&
    one.type === other.type &&
    hasOption(one, 'columns') &&
    one.source.kind === 'column' &&
    other.source.kind === 'column' &&
    JSON.stringify(optionMembers(one)) === JSON.stringify(optionMembers(other))
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
  return { field: first.field.trim(), type: first.type, ...groupSource(group, first), ...optionMembers(first) };
}

function groupSource(group: readonly FieldDraft[], first: FieldDraft): Members {
  if (first.action === 'unset') return {};
  const columns = group.flatMap(({ source }) => (source.kind === 'column' ? [source.ref] : []));
  return columns.length > 1 ? { columns } : sourceMembers(first.source, first.type, first.separator);
}

function sourceMembers(source: FieldSource, type: FieldType, separator: string): Members {
  switch (source.kind) {
    case 'column':
      return { column: source.ref };
    case 'template':
      return { template: source.text };
    case 'members':
      return { members: source.members.map(objectMember) };
    case 'value':
      return { value: source.given?.type === type ? source.given.value : constantOf(source.text, type, separator) };
  }
}

function objectMember(field: FieldDraft): Members {
  return { name: field.field.trim(), type: field.type, ...sourceMembers(field.source, field.type, field.separator), ...optionMembers(field) };
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
    const parts = listParts(trimmed, separator === '' ? ',' : separator) ?? [trimmed];
    return parts.map((part) => part.trim()).filter((part) => part !== '');
  }
  return text;
}

/** How a constant of each member is written, and which of the two options its cells have. */
export const memberTypes = {
  email: 'email', phone: 'phone', provider: 'string', subscription_id: 'string', chat_id: 'int',
  status: 'string', priority: 'int', cats: 'tags',
} as const satisfies Record<MemberName, FieldType>;

/** What the cells of a member are read as; the type of its constants but for the status, whose words are the platform's own. */
export function memberType(name: MemberName): FieldType {
  return name === 'status' ? 'status' : memberTypes[name];
}

function memberOf(name: MemberName, draft: MemberDraft): readonly (readonly [string, Members])[] {
  const { source } = draft;
  if (source === null) return [];
  const type = memberTypes[name];
  const fromCells = source.kind !== 'value';
  const rule = {
    ...sourceMembers(source, type, draft.separator),
    ...(fromCells && draft.separator !== '' && type === 'tags' ? { separator: draft.separator } : {}),
    ...(fromCells && draft.country !== '' && type === 'phone' ? { country: draft.country } : {}),
    ...(fromCells && draft.check !== '' && type === 'phone' ? { check: draft.check } : {}),
    ...(fromCells && draft.empty !== '' && name === 'status' ? { empty: draft.empty } : {}),
    ...transformMembers(draft, source),
  };
  return [[name, rule]];
}

function subscriptionRule(draft: SubscriptionDraft): Members {
  const resourceId = readNumber(draft.resourceId);
  const names: readonly MemberName[] = [...contactMembers[draft.channel], 'status', 'priority', 'cats'];
  const [data, customFields] = [groupFields(draft.data), groupFields(draft.customFields)];
  return {
    channel: draft.channel,
    ...(draft.channel === 'other' && draft.code.trim() !== '' ? { code: draft.code.trim() } : {}),
    ...(resourceId === null ? {} : { resource_id: resourceId }),
    ...Object.fromEntries(names.flatMap((name) => memberOf(name, draft.members[name]))),
    ...(data.length === 0 || !hasData(draft.channel) ? {} : { cc_data: data.map(fieldRule) }),
    ...(customFields.length === 0 ? {} : { custom_fields: customFields.map(fieldRule) }),
    ...(draft.invalid === '' ? {} : { invalid: draft.invalid }),
  };
}

/** Channels whose contact stands in `cc_data`, which may have further members. */
export function hasData(channel: SubscriptionDraft['channel']): boolean {
  return channel !== 'email' && channel !== 'sms' && channel !== 'push';
}
