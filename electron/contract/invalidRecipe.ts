import { readRecipe } from './recipe.ts';
import { SpokenFault } from './spokenFault.ts';

/** Fault recipe-invalid: what is read is no recipe. `name`: of it, or its file. */
export function invalidRecipe(value: unknown, name: string): SpokenFault {
  return new SpokenFault('recipe-invalid', () => {
    const reading = readRecipe(value);
    return { name, problems: reading.ok ? [] : reading.problems };
  });
}
