import { basename } from 'node:path';
import { Fault } from '#contract/faults.ts';
import { isoTime, systemClock } from '#engine/jobs/clock.ts';
import { mustBeFree, writeRecipeFile } from '#engine/jobs/memory/recipeFiles.ts';
import type { Catalogue } from '#engine/store/catalogue.ts';
import { loadRecipe } from '#files/recipeFile.ts';
import type { EngineHost } from './host.ts';

type Names = 'listRecipes' | 'saveRecipe' | 'renameRecipe' | 'deleteRecipe' | 'writeRecipe' | 'readRecipe';

/** Recipes saved by name, and the files that they travel in: the very ones that the command line takes. */
export function recipeCommands(catalogue: Pick<Catalogue, 'recipes' | 'saveRecipe' | 'renameRecipe' | 'deleteRecipe'>): Pick<EngineHost, Names> {
  return {
    listRecipes: () => catalogue.recipes(),
    saveRecipe({ name, recipe, columns }) {
      catalogue.saveRecipe(name, recipe, isoTime(systemClock), columns);
      return null;
    },
    renameRecipe({ name, to }) {
      mustBeFree(catalogue, to);
      catalogue.renameRecipe(name, to);
      return null;
    },
    deleteRecipe({ name }) {
      catalogue.deleteRecipe(name);
      return null;
    },
    writeRecipe({ name, path }) {
      const saved = catalogue.recipes().find((recipe) => recipe.name === name);
      if (saved === undefined) throw new Fault('recipe-unreadable', { name });
      writeRecipeFile(path, saved.recipe);
      return { name: basename(path) };
    },
    readRecipe({ path }) {
      const recipe = loadRecipe(path);
      const name = freeRecipeName(catalogue, basename(path).replace(/\.json$/i, ''));
      catalogue.saveRecipe(name, recipe, isoTime(systemClock));
      return { name };
    },
  };
}

/** What is imported takes no other recipe's place. */
export function freeRecipeName(catalogue: Pick<Catalogue, 'recipes'>, wanted: string): string {
  const taken = catalogue.recipes().map((saved) => saved.name);
  const name = wanted.trim().slice(0, 190) || 'recipe';
  for (let number = 2, free = name; ; number += 1) {
    if (!taken.includes(free)) return free;
    free = `${name} ${number}`;
  }
}
