import type { Cell } from '#contract/cells.ts';
import type { LeftReason } from '#contract/comparison.ts';
import type { FieldRule, Recipe } from '#contract/recipe.ts';
import type { Members } from '../../api/profiles/profileKeys.ts';
import { isMembers } from '../../api/profiles/profileKeys.ts';
import { isNothing, sameValue } from '../../api/profiles/sameValue.ts';
import { undoType } from './undoTypes.ts';

/** A row that was sent, with its profile as it was before. */
export interface UndoRow {
  readonly item: Members;
  readonly profile: Members;
}

export interface UndoColumn {
  readonly header: string;
  /** What is to stand in the row's cell; null where it has nothing to take back, or a reason why it cannot. */
  readonly cell: (row: UndoRow) => Cell | LeftReason;
  /** Headers of the columns that it means nothing without. */
  readonly beside: readonly string[];
  /** Whether what is read from its cell is what the profile had. */
  readonly isRestored: (given: Members, row: UndoRow) => boolean;
  /** Its cell is worth nothing by itself: it says what the others are about. */
  readonly isContact?: true;
}

/** Columns with what of the recipe reads them. */
export interface UndoPart extends Pick<Recipe, 'fields' | 'subscriptions'> {
  readonly columns: readonly UndoColumn[];
  /** Of what no column can be made: how many values, by the reason. */
  readonly left: Readonly<Partial<Record<LeftReason, number>>>;
}

/** A member of an object as it is told; undefined where it is not. */
export function memberOf(members: Members, name: string): unknown {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}

/** Whether what a cell gives makes a value of what it was: `unset` of what was empty. Pure. */
export function isSameAgain(field: string, before: unknown, given: unknown): boolean {
  const isUnset = isMembers(given) && given['action'] === 'unset';
  return isUnset ? isNothing(before) : given !== undefined && sameValue(field, before, given).same;
}

/** The fields of the profile that the rows have sent, what was empty before as a word that empties it again. Pure. */
export function fieldColumns(rows: readonly UndoRow[], fields: readonly string[], word: string): UndoPart {
  const columns: UndoColumn[] = [];
  const rules: FieldRule[] = [];
  let value = 0;
  for (const field of fields) {
    const having = rows.filter(({ item }) => Object.hasOwn(item, field));
    const type = undoType(field, having.map(({ profile }) => memberOf(profile, field)));
    if (type === null) {
      value += having.length;
      continue;
    }
    rules.push({ field, ...type.rule, column: field, ...(field === 'email' ? {} : { unsetWord: word }) });
    columns.push({
      header: field,
      cell({ item, profile }) {
        if (!Object.hasOwn(item, field)) return null;
        const before = memberOf(profile, field);
        if (!isNothing(before)) return type.cell(before);
        return field === 'email' ? 'email' : { t: 's', v: word };
      },
      beside: [],
      isRestored: (given, { profile }) => isSameAgain(field, memberOf(profile, field), given[field]),
    });
  }
  return { columns, fields: rules, left: { value } };
}
