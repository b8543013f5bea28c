/** Why something of a recipe cannot be done, in the language that is spoken when it is told. */
export type Problem = () => string;

/** The same with the recipe member at fault in front. */
export function at(path: string, problem: Problem): Problem {
  return () => `${path}: ${problem()}`;
}
