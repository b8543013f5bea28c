import type { ComparisonDoubt, FieldChange } from '#contract/comparison.ts';
import { isMembers, type Members } from './profileKeys.ts';
import { isEqual, isNothing, sameValue } from './sameValue.ts';

/** What becomes of one field; undefined stands for nothing there, and for an `after` that cannot be known. */
export interface Outcome {
  readonly change: FieldChange;
  readonly before: unknown;
  readonly after: unknown;
  readonly doubts: readonly ComparisonDoubt[];
}

function outcome(change: FieldChange, before: unknown, after: unknown, ...doubts: readonly ComparisonDoubt[]): Outcome {
  return { change, before, after, doubts };
}

const unclear = (before: unknown, doubt: ComparisonDoubt, after?: unknown): Outcome => outcome('unclear', before, after, doubt);

/**
 * What a value of an item makes of a field: plain, or as a functional update (manual, Database fields functional update
 * 3113720). What the manual does not say is a doubt. Pure.
 */
export function fieldOutcome(field: string, before: unknown, sent: unknown): Outcome {
  if (!isMembers(sent) || !Object.hasOwn(sent, 'action')) return plainOutcome(field, before, sent);
  const { action, value, submatch } = sent;
  switch (action) {
    case 'set':
      return plainOutcome(field, before, value);
    case 'unset':
      if (field === 'email') return unclear(before, 'email-kept', before);
      return outcome(isNothing(before) ? 'same' : 'emptied', before, undefined);
    case 'incr':
      return increased(before, value);
    case 'add':
    case 'delete':
      return listOutcome(before, value, submatch, action);
    case 'upsert':
      return upserted(field, before, value, submatch);
    default:
      return unclear(before, 'unknown-action');
  }
}

function plainOutcome(field: string, before: unknown, sent: unknown): Outcome {
  if (isNothing(sent)) return isNothing(before) ? outcome('same', before, sent) : outcome('emptied', before, sent, 'empty-sent');
  if (isNothing(before)) return outcome('filled', before, sent);
  const { same, doubt } = sameValue(field, before, sent);
  if (same) return outcome('same', before, sent);
  if (doubt === 'list-order') return outcome('changed', before, sent, doubt);
  if (doubt !== null) return unclear(before, doubt, sent);
  return outcome('changed', before, sent, ...lost(before, sent));
}

/** What stands there and is not sent: whether a list or an object is replaced or filled up is not published. */
function lost(before: unknown, sent: unknown): readonly ComparisonDoubt[] {
  if (Array.isArray(before) && Array.isArray(sent)) return before.every((one: unknown) => sent.some((other: unknown) => isEqual(one, other))) ? [] : ['list-replaced'];
  if (isMembers(before) && isMembers(sent)) return Object.keys(before).every((name) => Object.hasOwn(sent, name)) ? [] : ['object-replaced'];
  return [];
}

function increased(before: unknown, by: unknown): Outcome {
  if (typeof by !== 'number') return unclear(before, 'unknown-action');
  if (typeof before === 'number') return outcome(by === 0 ? 'same' : 'changed', before, before + by);
  return isNothing(before) ? outcome('filled', before, by, 'increase-nothing') : unclear(before, 'unknown-action');
}

function listOutcome(before: unknown, value: unknown, submatch: unknown, action: 'add' | 'delete'): Outcome {
  const [there, given] = [listOf(before), listOf(value)];
  const isOfTexts = submatch === undefined && [...there, ...given].every((one) => typeof one === 'string');
  if (!isOfTexts || (!isNothing(before) && !Array.isArray(before))) return unclear(before, 'objects-of-list');
  const after = action === 'add' ? [...there, ...given.filter((one) => !there.includes(one))] : there.filter((one) => !given.includes(one));
  if (after.length === there.length) return outcome('same', before, before);
  if (after.length === 0) return outcome('emptied', before, after);
  return outcome(there.length === 0 ? 'filled' : 'changed', before, after);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The path's form is not published; without a dot it can only be the name of a member. */
function upserted(field: string, before: unknown, value: unknown, submatch: unknown): Outcome {
  if (typeof submatch !== 'string' || submatch === '' || (!isNothing(before) && !isMembers(before))) return unclear(before, 'path');
  const doubts: readonly ComparisonDoubt[] = submatch.includes('.') ? ['path'] : [];
  const members = isMembers(before) ? before : {};
  const path = submatch.split('.');
  const after = withPath(members, path, value);
  // A list on the way is entered by a number or not at all.
  if (after === null) return unclear(before, 'path');
  const { same, doubt } = sameValue(field, valueAt(members, path), value);
  if (same) return outcome('same', before, after, ...doubts);
  if (doubt !== null && doubt !== 'list-order') return unclear(before, doubt, after);
  return outcome(isNothing(before) ? 'filled' : 'changed', before, after, ...doubts);
}

function valueAt(members: Members, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (isMembers(value) && Object.hasOwn(value, name) ? value[name] : undefined), members);
}

function withPath(members: Members, [name = '', ...rest]: readonly string[], value: unknown): Members | null {
  if (rest.length === 0) return { ...members, [name]: value };
  const inner = Object.hasOwn(members, name) ? members[name] : undefined;
  if (Array.isArray(inner)) return null;
  const made = withPath(isMembers(inner) ? inner : {}, rest, value);
  return made === null ? null : { ...members, [name]: made };
}
