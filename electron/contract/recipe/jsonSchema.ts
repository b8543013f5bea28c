import { z } from 'zod';
import { recipeSchema } from '../recipe.ts';

/**
 * The recipe's JSON Schema (draft 2020-12), for editors that complete and check recipe files. Made from the schema the
 * application reads recipes by; rules that span members (which options a type has, what a channel requires) are beyond
 * it and are told when the recipe is read.
 */
export function recipeJsonSchema(): string {
  const schema = z.toJSONSchema(recipeSchema, { io: 'input', reused: 'ref' });
  return `${JSON.stringify({ ...schema, title: 'Profile Importer recipe' }, null, 2)}\n`;
}
