import type { FieldDraft } from './draft.ts';
import { fieldsByHeader, type KnownField } from './knownFields.ts';

/** Entries after a database has told its fields. */
export interface Learned {
  readonly fields: readonly FieldDraft[];
  /** Ids of entries that have taken the field of their header. */
  readonly same: readonly number[];
}

/**
 * Fits entries to the fields of a database: those whose header is a field's name or title take that field, in their order and each field
 * once; guesses that want a field taken so give way; the others take the type that the database gives their field. `headerOf`: null for entries that
 * are to stay as they are. Pure.
 */
export function learned(fields: readonly FieldDraft[], known: readonly KnownField[], headerOf: (entry: FieldDraft) => string | null): Learned {
  const stay = new Set(fields.filter((entry) => headerOf(entry) === null).map(({ id }) => id));
  const taken = new Set(fields.filter(({ id, field }) => stay.has(id) && field !== '').map(({ field }) => field));
  const matches = new Map<number, KnownField>();
  for (const entry of fields) {
    const header = headerOf(entry);
    if (header === null) continue;
    const fitting = fieldsByHeader(known, header).filter(({ name }) => !taken.has(name));
    const match = fitting.find(({ name }) => name === entry.field) ?? fitting[0];
    if (match === undefined) continue;
    taken.add(match.name);
    matches.set(entry.id, match);
  }
  const same: number[] = [];
  const made = fields.map((entry): FieldDraft => {
    if (stay.has(entry.id)) return entry;
    const match = matches.get(entry.id);
    if (match !== undefined && match.name !== entry.field) same.push(entry.id);
    if (match !== undefined) return { ...entry, field: match.name, type: match.type };
    if (entry.field === '') return entry;
    if (taken.has(entry.field)) return { ...entry, field: '' };
    const type = known.find(({ name }) => name === entry.field)?.type;
    return type === undefined ? entry : { ...entry, type };
  });
  return { fields: made, same };
}
