import { writeFileSync } from 'node:fs';
import { recipeJsonSchema } from '../../electron/contract/recipe/jsonSchema.ts';

/** Writes electron/contract/recipe.schema.json anew; a test says when that is due. */
writeFileSync(new URL('../../electron/contract/recipe.schema.json', import.meta.url), recipeJsonSchema());
