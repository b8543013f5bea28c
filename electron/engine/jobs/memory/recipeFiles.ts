import { basename } from 'node:path';
import { Fault } from '#contract/faults.ts';
import type { Recipe } from '#contract/recipe.ts';
import { writeWholeFile } from '#files/replaceFile.ts';
import type { Catalogue } from '../../store/catalogue.ts';

/** Writes a recipe as a file, over one that is there. Fault output-unwritable. */
export function writeRecipeFile(path: string, recipe: Recipe): void {
  try {
    writeWholeFile(path, `${JSON.stringify(recipe, null, 2)}\n`);
  } catch (cause) {
    throw new Fault('output-unwritable', { file: basename(path) }, { cause });
  }
}

/** Fault recipe-exists. */
export function mustBeFree(catalogue: Pick<Catalogue, 'recipes'>, name: string): void {
  if (catalogue.recipes().some((saved) => saved.name === name)) throw new Fault('recipe-exists', { name });
}
