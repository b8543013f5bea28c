import type { RowError } from '#contract/rowErrors.ts';
import type { Member } from './members.ts';

/**
 * What becomes of a value that is not valid where the recipe leaves only it out: the errors stay, to be told and counted,
 * but do not make the row invalid.
 */

/** Marks the errors from `from` on as values left out, but for those that `isStrict` keeps as they are. */
export function markLeftOut(errors: RowError[], from: number, isStrict: (error: RowError) => boolean = () => false): void {
  for (let at = from; at < errors.length; at += 1) {
    const error = errors[at];
    if (error !== undefined && error.leftOut !== true && !isStrict(error)) errors[at] = { ...error, leftOut: true };
  }
}

/** Takes the mark from errors between two places: their row is invalid all the same. */
export function unmarkLeftOut(errors: RowError[], from: number, to: number): void {
  for (let at = from; at < to; at += 1) {
    const error = errors[at];
    if (error?.leftOut !== true) continue;
    const { leftOut: _, ...rest } = error;
    errors[at] = rest;
  }
}

/** The member of which only what is not valid is left out. Outermost: what its empty cells do must not be done for a wrong one. */
export function leavingOut(member: Member): Member {
  return {
    ...member,
    read: (row, errors) => {
      const before = errors.length;
      const value = member.read(row, errors);
      if (errors.length > before) markLeftOut(errors, before);
      return value;
    },
  };
}
