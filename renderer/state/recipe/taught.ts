import type { TaughtColumn } from '#contract/memory.ts';
import type { FieldDraft } from './draft.ts';
import { ruleEntry } from './fromRecipe.ts';
import type { KnownField } from './knownFields.ts';

/**
 * Entries as finished imports had their columns. `isOpen`: whether nobody has chosen for an entry yet. A guess for a field that
 * a column was taught gives way. Fields that the database does not know teach nothing. Pure.
 */
export function withTaught(fields: readonly FieldDraft[], taught: readonly TaughtColumn[], known: readonly KnownField[], isOpen: (id: number) => boolean): { readonly fields: readonly FieldDraft[]; readonly lessons: ReadonlyMap<number, TaughtColumn> } {
  const lessons = new Map<number, TaughtColumn>();
  const chosen = new Set(fields.filter(({ id }) => !isOpen(id)).map(({ field }) => field));
  const learnt = fields.map((entry): FieldDraft => {
    const { source } = entry;
    if (source.kind !== 'column' || !isOpen(entry.id)) return entry;
    const lesson = taught.find(({ ref, rule: { field } }) => ref === source.ref && known.some(({ name }) => name === field) && !chosen.has(field));
    const made = lesson === undefined ? undefined : ruleEntry(lesson.rule, source.ref, entry.id);
    if (lesson === undefined || made === undefined) return entry;
    lessons.set(entry.id, lesson);
    return made;
  });
  const filled = new Set([...lessons.values()].map(({ rule: { field } }) => field));
  const gives = ({ id, field }: FieldDraft): boolean => filled.has(field) && !lessons.has(id) && isOpen(id);
  return { fields: learnt.map((entry) => (gives(entry) ? { ...entry, field: '' } : entry)), lessons };
}
