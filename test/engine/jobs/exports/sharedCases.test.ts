import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { readRecipe } from '#contract/recipe.ts';
import { outcomes, prepared, preparedAgain } from '../../../support/exports.ts';
import { temporaryFolder } from '../../../support/jobs.ts';

const cases = fileURLToPath(new URL('../../../../../shared/cases', import.meta.url));
const folder = temporaryFolder();
afterAll(() => folder.remove());

describe('the shared workbooks, exported and prepared again', () => {
  it.for(['c28_roundtrip.xlsx', 'c33_ctrl.xlsx'].flatMap((name) => [[name, 'xlsx'], [name, 'csv']] as const))('%s as .%s gives the same items and errors', async ([name, ending], ctx) => {
    if (!existsSync(cases)) return ctx.skip('the shared cases are not on this machine');
    const recipe = readRecipe(JSON.parse(readFileSync(join(cases, `${name}.recipe.json`), 'utf8')));
    if (!recipe.ok) throw new Error(recipe.problems.join('\n'));
    const first = await prepared(join(cases, name), folder.path, recipe.recipe);
    const second = await preparedAgain(first, folder.path, ending);
    expect(outcomes(second)).toEqual(outcomes(first));
    first.close();
    second.close();
  });
});
