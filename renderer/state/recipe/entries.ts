import type { FieldDraft, SubscriptionDraft, SubscriptionList } from './draft.ts';

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
