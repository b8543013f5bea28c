import { chmodSync, realpathSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Column } from '#contract/cells.ts';
import { Fault } from '#contract/faults.ts';
import type { MendRequest } from '#contract/mends.ts';
import { readRecipe, type MendRule } from '#contract/recipe.ts';
import { writeWholeFile } from '#files/replaceFile.ts';
import { loadRecipe, readJson } from '../context.ts';

/**
 * The rule by which a recipe does the same to the next file; Fault usage where the rows are ones that a next file does
 * not have: rows by number, or in a state.
 */
export function ruleOf({ selection, mends, onlyFixing }: Pick<MendRequest, 'selection' | 'mends' | 'onlyFixing'>, { ref }: Column): MendRule {
  const isOfOneFile = selection.kind === 'rows' || (selection.kind === 'state' && selection.state !== 'invalid');
  if (isOfOneFile) throw new Fault('usage', { problem: '--keep is for mends of all rows or of wrong ones; a next file does not have these rows' });
  const isAlways = selection.kind === 'all' && !onlyFixing;
  return { column: ref, do: mends, ...(isAlways ? { when: 'always' } : {}) };
}

/**
 * Adds a mend to a recipe file; gives what writes it, so that a file that cannot be kept in is found before anything is
 * done. All else in the file stays. Faults recipe-unreadable, recipe-invalid; the writing: output-unwritable.
 */
export function keeper(path: string, rule: MendRule): () => void {
  const name = basename(path);
  const recipe = loadRecipe(path);
  const file = readJson(path);
  const known = recipe.mends ?? [];
  // Done a second time, it is kept once.
  if (known.some((one) => JSON.stringify(one) === JSON.stringify(rule))) return () => undefined;
  const members = file.ok && typeof file.value === 'object' ? file.value : recipe;
  // Version 1 is version 2 with fewer members, and has no mends.
  const made = { ...members, version: 2, mends: [...known, rule] };
  const reading = readRecipe(made);
  if (!reading.ok) throw new Fault('recipe-invalid', { name, problems: reading.problems });
  return () => {
    try {
      const real = realpathSync(path);
      const { mode } = statSync(real);
      writeWholeFile(real, `${JSON.stringify(made, null, 2)}\n`);
      chmodSync(real, mode);
    } catch (cause) {
      throw new Fault('output-unwritable', { file: name }, { cause });
    }
  };
}
