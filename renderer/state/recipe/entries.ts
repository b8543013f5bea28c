import type { FieldType } from '#contract/recipe.ts';
import type { InspectedColumn } from '#contract/source.ts';
import { findColumn } from './columns.ts';
import type { FieldDraft, MemberDraft, MemberName, SubscriptionDraft, SubscriptionList } from './draft.ts';
import { statusMap } from './valueMap.ts';

/** Changes an entry. Phones of one file come from one country as a rule, so asking once is enough where nothing else was said. */
export function withChange(fields: readonly FieldDraft[], id: number, change: Partial<Omit<FieldDraft, 'id'>>): readonly FieldDraft[] {
  const { country } = change;
  return fields.map((entry): FieldDraft => {
    if (entry.id === id) return { ...entry, ...change };
    return country !== undefined && entry.country === '' && isPhone(entry.type) ? { ...entry, country } : entry;
  });
}

function isPhone(type: FieldType): boolean {
  return type === 'phone' || type === 'phones';
}

/** Takes another column for an entry; a row of that column that was not imported makes room for it. */
export function withColumn(fields: readonly FieldDraft[], id: number, ref: string): readonly FieldDraft[] {
  const entry = fields.find((field) => field.id === id);
  if (entry === undefined) return fields;
  const moved: FieldDraft = { ...entry, source: { kind: 'column', ref } };
  const others = fields.filter((field) => field.id !== id);
  const last = others.findLastIndex(({ source }) => source.kind === 'column' && source.ref === ref);
  if (last < 0) return [moved, ...others];
  return others.flatMap((field, index) => {
    if (index !== last) return [field];
    return field.field === '' ? [moved] : [field, moved];
  });
}

/** A subscription with another list of fields in it. */
export function withFields(entry: SubscriptionDraft, list: SubscriptionList, change: (fields: readonly FieldDraft[]) => readonly FieldDraft[]): SubscriptionDraft {
  return { ...entry, [list]: change(entry[list]) };
}

/** A subscription with another source or option of a member; a status that comes from another column may need a map for its words. */
export function withMember(entry: SubscriptionDraft, name: MemberName, change: Partial<MemberDraft>, columns: readonly InspectedColumn[]): SubscriptionDraft {
  const member: MemberDraft = { ...entry.members[name], ...change };
  const column = name === 'status' && change.source?.kind === 'column' ? findColumn(columns, change.source.ref) : undefined;
  const valueMap = column === undefined ? member.valueMap : statusMap(member.valueMap, (column.values ?? []).map(({ value }) => value));
  return { ...entry, members: { ...entry.members, [name]: { ...member, valueMap } } };
}
