import { chmodSync, realpathSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { Fault } from '#contract/faults.ts';
import { readRecipe, type MendRule } from '#contract/recipe.ts';
import { membersWith } from '#engine/jobs/mending/keptMend.ts';
import { writeWholeFile } from '#files/replaceFile.ts';
import { loadRecipe, readJson } from '../context.ts';

/**
 * Adds a mend to a recipe file; gives what writes it, so that a file that cannot be kept in is found before anything is
 * done. All else in the file stays. Faults recipe-unreadable, recipe-invalid; the writing: output-unwritable.
 */
export function keeper(path: string, rule: MendRule): () => void {
  const name = basename(path);
  const recipe = loadRecipe(path);
  const file = readJson(path);
  const made = membersWith(recipe, rule, file.ok && typeof file.value === 'object' && file.value !== null ? file.value : recipe);
  if (made === null) return () => undefined;
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
