import { shownText } from '#contract/cells.ts';
import type { FieldRule } from '#contract/recipe.ts';
import { foldedValue } from '#contract/recipe/terms.ts';
import { jsonOf, type Member, type Wire } from './members.ts';
import { looksFunctional } from './values/objects.ts';
import { unmerged } from './values/reader.ts';
import type { ValueType } from './values/index.ts';

/**
 * Functional updates (manual, Database fields functional update 3113720): a value may be an object with `action`,
 * `value` and `submatch` instead of the value itself.
 */

const unsetJson = '{"action":"unset"}';

/** Stands for "delete the field"; told from all values by being this very object. */
const unset: Wire = Object.freeze<string[]>([]);

/** Deletes the field in every row. */
export const unsetMember: Member = { columns: [], hasUnknown: () => false, read: () => unset, write: (_, out) => out.json(unsetJson) };

/** The member with its value written as the rule's action wants it. */
export function withAction(member: Member, rule: FieldRule): Member {
  const { action, type, submatch } = rule;
  if (action === undefined) {
    // A plain object with a member "action" would be taken for a functional update of its own.
    return type === 'object' ? { ...member, write: (value, out) => out.json(guarded(jsonOf(member, value))) } : member;
  }
  const head = `{"action":"${action}","value":`;
  const tail = submatch === undefined ? '}' : `,"submatch":${JSON.stringify(submatch)}}`;
  return {
    ...member,
    write(value, out) {
      out.json(head);
      member.write(value, out);
      out.json(tail);
    },
  };
}

function guarded(json: string): string {
  return looksFunctional(json) ? `{"action":"set","value":${json}}` : json;
}

export type EmptyPolicy = 'skip' | 'unset' | 'send';

/**
 * The member with what its empty cells do. A cell that is not there, lies under a merge that is left out, or
 * hides its value is not known to be empty: for it nothing is deleted or emptied, also beside empty ones. `type` gives the empty value that is sent.
 */
export function withEmpty(member: Member, policy: EmptyPolicy, rule: FieldRule, type: ValueType): Member {
  if (policy === 'skip') return member;
  const stand = policy === 'unset' ? unset : emptyValue(rule, type);
  return {
    ...member,
    write: withUnset(member),
    read: (row, errors) => {
      const before = errors.length;
      return member.read(row, errors) ?? (errors.length === before && !member.hasUnknown(row) ? stand : null);
    },
  };
}

/** The member with a word that, alone in its cell, deletes the field. */
export function withUnsetWord(member: Member, word: string, merged: FieldRule['merged']): Member {
  const [column] = member.columns;
  if (column === undefined) return member;
  const wanted = foldedValue(word);
  return {
    ...member,
    write: withUnset(member),
    read: (row, errors) => {
      const found = row.cells[column.index] ?? null;
      const cell = merged === 'value' ? unmerged(found) : found;
      return cell !== null && cell.t !== 'x' && foldedValue(shownText(cell)) === wanted ? unset : member.read(row, errors);
    },
  };
}

function withUnset(member: Member): Member['write'] {
  return (value, out) => {
    if (value === unset) out.json(unsetJson);
    else member.write(value, out);
  };
}

function emptyValue({ type: name }: FieldRule, type: ValueType): Wire {
  if (name === 'object') return '{}';
  if (name === 'arr_object') return '[]';
  return type.shape === 'list' ? [] : '';
}
