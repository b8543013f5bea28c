import { chmodSync, realpathSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Column } from '#contract/cells.ts';
import { Fault } from '#contract/faults.ts';
import { invalidRecipe } from '#contract/invalidRecipe.ts';
import type { Keeping } from '#contract/keptMends.ts';
import { readRecipe, type MendRule } from '#contract/recipe.ts';
import { membersWith } from '#engine/jobs/mending/keptMend.ts';
import { writeWholeFile } from '#files/replaceFile.ts';
import { loadRecipe, readJson } from '#files/recipeFile.ts';

/**
 * Adds a mend to a recipe file; gives what does it once it is known whether the mend has changed anything, so that a file that
 * cannot be kept in is found before anything is done. All else in the file stays. `columns`: of the job. Faults recipe-unreadable,
 * recipe-invalid; the writing: output-unwritable.
 */
export function keeper(path: string, wanted: MendRule, columns: readonly Column[]): (isChanged: boolean) => Keeping {
  const name = basename(path);
  const recipe = loadRecipe(path);
  const file = readJson(path);
  const { members, rule, replaced, isUpgraded } = membersWith(recipe, wanted, columns, file.ok && typeof file.value === 'object' && file.value !== null ? file.value : recipe);
  const reading = members === null ? null : readRecipe(members);
  if (reading?.ok === false) throw invalidRecipe(members, name);
  return (isChanged) => {
    if (!isChanged || members === null) return { name, done: isChanged ? 'known' : 'unchanged', rule, replaced: [], isUpgraded: false };
    write(path, members);
    return { name, done: 'kept', rule, replaced, isUpgraded };
  };
}

function write(path: string, members: object): void {
  try {
    const real = realpathSync(path);
    const { mode } = statSync(real);
    writeWholeFile(real, `${JSON.stringify(members, null, 2)}\n`);
    chmodSync(real, mode);
  } catch (cause) {
    throw new Fault('output-unwritable', { file: basename(path) }, { cause });
  }
}
