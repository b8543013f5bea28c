import { m } from '#messages';
import { z } from 'zod';
import { invalidPolicy, name, sourceShape, strict } from './recipe/basics.ts';
import { fieldRuleSchema } from './recipe/fieldRule.ts';
import { mendRuleSchema } from './recipe/mendRule.ts';
import { requestSchema, type matchingModes } from './recipe/request.ts';
import { subscriptionRuleSchema } from './recipe/subscriptionRule.ts';
import { recipeVersion1 } from './recipe/version1.ts';
import { recipeProblems } from './recipeProblems.ts';

export { fieldRuleSchema } from './recipe/fieldRule.ts';
export { isMaintainedField } from './recipe/maintained.ts';
export { matchingModes, requestSchema } from './recipe/request.ts';
export { subscriptionRuleSchema } from './recipe/subscriptionRule.ts';
export {
  actionTypes, cellType, channels, contactMembers, fieldActions, fieldTypes, foldedValue, hasEmptyValue, subscriptionStatuses,
  type Channel, type ContactName, type FieldAction, type FieldType,
} from './recipe/terms.ts';
export { optionTypes } from './recipe/typedRule.ts';

/**
 * The recipe: how a row becomes one item of update_batch. A JSON file; strict, so that a misspelt member is an error
 * and not a silently ignored wish. Version 2 says everything that the endpoint can be told. Version 1, still read and
 * written, is the same with fewer members, so that whatever reads a recipe need not look at its number.
 */
const shape = {
  source: sourceShape.optional(),
  request: requestSchema,
  fields: z.array(fieldRuleSchema).min(1).max(1_000),
  subscriptions: z.array(subscriptionRuleSchema).max(50).optional(),
  empty: z.enum(['skip', 'unset', 'send']).optional().describe(
    'What the empty cells of profile fields do where their own rule does not say: nothing (skip, the default), delete the field (unset), or send an empty value. Where that cannot be (the match key, email, a number), they are skipped.',
  ),
  invalid: invalidPolicy.describe(
    'What becomes of a row with a value that is not valid, where the rule of the field or subscription does not say: it is left out (row, the default), or only the value is and the rest of the row is sent (field). A match key that is not valid always leaves the row out.',
  ),
  duplicates: z.enum(['first', 'last', 'all']).optional(),
  mends: z.array(mendRuleSchema).max(200).optional().describe('Cells that are put right before they are mapped, rule after rule.'),
  settings: strict({
    profileIdMember: name.optional().describe('What an item’s own id is called under profile_id matching; `profile_id` by default.'),
    emailShape: z.enum(['flat', 'nested']).optional().describe('`"email_data": { "email": … }` (nested, the default, as the examples of update_batch) or `"email": …` (flat, as its tables) in email subscriptions.'),
  }).optional().describe('Where platforms differ and the manual is silent or contradicts itself.'),
};

const recipeVersion2 = strict({ version: z.literal(2), ...shape });
/** For what neither version can read: its problems are told in the words of the newer one. */
const anyVersion = strict({ version: z.literal([1, 2]), ...shape });

export type Recipe = z.infer<typeof anyVersion>;

export const recipeSchema: z.ZodType<Recipe> = z.discriminatedUnion('version', [recipeVersion1, recipeVersion2]);

export type FieldRule = z.infer<typeof fieldRuleSchema>;
export type ObjectMember = NonNullable<FieldRule['members']>[number];
export type SubscriptionRule = z.infer<typeof subscriptionRuleSchema>;
export type MendRule = z.infer<typeof mendRuleSchema>;
export type MemberRule = NonNullable<SubscriptionRule['status']> & Pick<FieldRule, 'separator' | 'country' | 'check'>;
export type RequestFrame = z.infer<typeof requestSchema>;
export type MatchingMode = (typeof matchingModes)[number];

export type RecipeReading =
  | { readonly ok: true; readonly recipe: Recipe }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads a recipe from parsed JSON; each problem is one sentence that begins with the path of the faulty member. */
export function readRecipe(value: unknown): RecipeReading {
  const result = schemaFor(value).safeParse(value);
  if (result.success) return { ok: true, recipe: result.data };
  const problems = recipeProblems(value, result.error.issues);
  return { ok: false, problems: versionProblem(value, problems) ?? problems };
}

function schemaFor(value: unknown): z.ZodType<Recipe> {
  switch (versionOf(value)) {
    case 1:
      return recipeVersion1;
    case 2:
      return recipeVersion2;
    default:
      return anyVersion;
  }
}

function versionOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
}

/** A recipe that is right but for its number has that one problem, and not one for each new member. */
function versionProblem(value: unknown, problems: readonly string[]): readonly string[] | null {
  if (versionOf(value) !== 1 || typeof value !== 'object' || value === null) return null;
  if (!recipeVersion2.safeParse({ ...value, version: 2 }).success) return null;
  const paths = problems.map((problem) => problem.slice(0, problem.indexOf(': ')));
  return [m.recipe_rules_version({ paths: paths.join(', ') })];
}

/**
 * The version to write a recipe as: 1 where it says as much, so that older applications read what they can. `members`
 * may still be incomplete; then the version with fewer problems counts.
 */
export function lowestVersion(members: Readonly<Record<string, unknown>>): 1 | 2 {
  const first = recipeVersion1.safeParse({ version: 1, ...members }).error?.issues.length ?? 0;
  return first > (recipeVersion2.safeParse({ version: 2, ...members }).error?.issues.length ?? 0) ? 2 : 1;
}
