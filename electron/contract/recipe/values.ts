import { m } from '#messages';
import { z } from 'zod';
import { columnRef, constant, digitsLost, issue, losesDigits, sourceProblem, strict, typeOptions } from './basics.ts';
import { foldedValue } from './terms.ts';

/** What a value may go through between its cell and its type. */

/** A part of a cell: the n-th of the pieces between separators, or some of its characters. */
const part = strict({
  separator: z.string().min(1).max(20).optional().describe('What stands between the pieces; taken literally. A single space stands for any white space.'),
  at: z.int().min(-100).max(100).optional().describe('1 is the first piece, -1 the last.'),
  rest: z.boolean().optional().describe('The piece and everything behind it.'),
  from: z.int().min(-10_000).max(10_000).optional().describe('Without separator: 1 is the first character, -4 the fourth from the end.'),
  length: z.int().min(1).max(10_000).optional(),
}).check(({ value: rule, issues }) => {
  const byPiece = rule.separator !== undefined && rule.at !== undefined && rule.from === undefined && rule.length === undefined;
  const byCharacter = rule.from !== undefined && rule.separator === undefined && rule.at === undefined && rule.rest === undefined;
  if (!byPiece && !byCharacter) issue(issues, rule, m.recipe_rules_part());
  if (rule.at === 0) issue(issues, rule, m.recipe_rules_counts_from_one(), 'at');
  if (rule.from === 0) issue(issues, rule, m.recipe_rules_counts_from_one(), 'from');
});

const mapped = z.union([z.string().max(10_000), z.number(), z.boolean(), z.null()], { error: () => m.recipe_rules_mapped() });

export const transformShape = {
  part: part.optional(),
  case: z.enum(['lower', 'upper', 'title']).optional(),
  valueMap: z.record(z.string().max(1_000), mapped).optional().describe('By the cell as shown, without regard to letter case; null makes it an empty cell.'),
  merged: z.enum(['skip', 'value']).optional().describe('Cells that lie under a merge: left out (skip, the default), or each with the merge’s value.'),
  otherValues: z.enum(['refuse', 'keep']).optional().describe('Values that the map does not name: refused (the default) or kept as they are.'),
};

export const template = z.string().min(1).max(2_000).optional().describe('A text with columns in braces: `{Last name} {@C}`; `{{` and `}}` are braces.');

const transforms = ['part', 'case', 'valueMap'] as const;

interface TransformRule {
  readonly column?: unknown;
  readonly columns?: unknown;
  readonly template?: unknown;
  readonly members?: unknown;
  readonly part?: unknown;
  readonly case?: unknown;
  readonly valueMap?: unknown;
  readonly merged?: unknown;
  readonly otherValues?: unknown;
}

/** Adds what is wrong with the transforms of a rule. */
export function checkTransforms(rule: TransformRule, issues: z.core.$ZodRawIssue[]): void {
  const fromCells = [rule.column, rule.columns, rule.template, rule.members].some((source) => source !== undefined);
  for (const transform of transforms) {
    if (rule[transform] !== undefined && !fromCells) issue(issues, rule, m.recipe_rules_constant_unchanged(), transform);
  }
  if (rule.part !== undefined && rule.column === undefined && fromCells) issue(issues, rule, m.recipe_rules_single_column(), 'part');
  if (losesDigits(rule.valueMap)) issue(issues, rule, digitsLost(), 'valueMap');
  if (rule.merged !== undefined && !fromCells) issue(issues, rule, m.recipe_rules_for_cells(), 'merged');
  if (rule.otherValues !== undefined && rule.valueMap === undefined) issue(issues, rule, m.recipe_rules_of_value_map(), 'otherValues');
  const seen = new Map<string, string>();
  const values = typeof rule.valueMap === 'object' && rule.valueMap !== null ? Object.keys(rule.valueMap) : [];
  for (const value of values) {
    const folded = foldedValue(value);
    const earlier = seen.get(folded);
    if (earlier !== undefined) issue(issues, rule, m.recipe_rules_same_value({ other: earlier }), 'valueMap', value);
    seen.set(folded, value);
  }
}

const memberSources = ['column', 'value', 'template'] as const;

/** A member of a subscription: from a column or several by a template, or the same for every row. */
export function memberSchema<Options extends z.ZodRawShape>(options: Options) {
  return strict({ column: columnRef.optional(), value: constant.optional(), template, ...transformShape, ...options }).check(({ value: rule, issues }) => {
    const problem = sourceProblem(rule, memberSources);
    if (problem !== null) issues.push(problem);
    checkTransforms(rule, issues);
  });
}

export const phoneCheck = z.enum(['valid', 'possible']).optional().describe(
  'phone, phones: whether a number must be one that its country has given out as far as is known (valid, the default), or need only be as long as one (possible), as numbering plans change faster than what is known of them.',
);

export const memberOptions = { country: { country: typeOptions.country, check: phoneCheck }, separator: { separator: typeOptions.separator } };
