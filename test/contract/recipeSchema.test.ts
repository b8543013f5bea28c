import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { recipeJsonSchema } from '#contract/recipe/jsonSchema.ts';

it('is published as the code has it; else run: node build/scripts/write-schema.ts', () => {
  const published = readFileSync(new URL('../../electron/contract/recipe.schema.json', import.meta.url), 'utf8');
  expect(JSON.parse(published)).toEqual(JSON.parse(recipeJsonSchema()));
});
