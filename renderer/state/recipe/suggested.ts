import type { InspectedColumn } from '#contract/source.ts';
import type { FieldDraft } from './draft.ts';
import { unmapped } from './fromRecipe.ts';

/** Where an entry's field came from, for the operator to judge how far to trust it. */
export type Origin = { readonly kind: 'suggested'; readonly score: number } | { readonly kind: 'same-name' }
  /** As a finished import of this list had it; ISO 8601. */
  | { readonly kind: 'taught'; readonly list: string; readonly sentAt: string }
  | null;

/** What a column of the file is, held against the list or recipe that was taken over. */
export type ColumnChange = { readonly kind: 'new' } | { readonly kind: 'renamed'; readonly from: string };

/** Of columns that are as they were. */
export const noChanges: ReadonlyMap<string, ColumnChange> = new Map();

/** The entry that a column begins with, and where its field came from. */
export function suggestedEntry(id: number, column: InspectedColumn): { readonly entry: FieldDraft; readonly origin: Origin } {
  const { own, suggestion, dateOrder, ref, guessedType } = column;
  // Only where the dates themselves prove it; day first is the default and needs no saying.
  const order = dateOrder?.order === 'mdy' ? 'mdy' : '';
  // What this program wrote into an export says what became of a row, and is no data of a profile.
  if (suggestion === null || own === true) return { entry: { ...unmapped(id, ref), type: guessedType, order }, origin: null };
  return { entry: { ...unmapped(id, ref), field: suggestion.field, type: suggestion.type, order }, origin: { kind: 'suggested', score: suggestion.score } };
}
