import { m } from '#messages';
import { z } from 'zod';
import { andList, columnRef, invalidPolicy, issue, name, sourceProblem, strict } from './basics.ts';
import { objectMemberSchema } from './objectMember.ts';
import { actionTypes, cellType, changesObjects, fieldActions, fieldTypes, hasEmptyValue, typesWithEmptyValue, type FieldType } from './terms.ts';
import { checkOptions, typedShape, word } from './typedRule.ts';
import { checkTransforms } from './values.ts';

const sources = ['column', 'columns', 'value', 'template', 'members'] as const;

const shape = {
  field: name,
  ...typedShape,
  columns: z.array(columnRef).min(1).max(20).optional(),
  members: z.array(objectMemberSchema).min(1).max(50).optional().describe(
    'object, arr_object: the members of one object, each from a column of its own; a list has that object alone. Members of empty cells are left out; where all cells are empty, the whole counts as an empty cell.',
  ),
  action: z.enum(fieldActions).optional(),
  submatch: z.string().min(1).max(500).optional().describe('upsert, and add and delete on arr_object: the path inside the field.'),
  valueType: z.enum(fieldTypes).optional().describe('upsert: the type of what stands at the path; string by default. add and delete on arr_object: tags for texts, arr_object (the default) for objects.'),
  empty: z.enum(['skip', 'unset', 'send']).optional().describe('What an empty cell does; without it the recipe’s own `empty` holds.'),
  invalid: invalidPolicy.describe(
    'What a cell does whose value is not valid: leaves the whole row out (row), or only itself (field): the field stays as it is in the platform, of a list only the bad value is left out, of an object only the member. Without it the recipe’s own `invalid` holds. The match key always leaves the row out.',
  ),
  unsetWord: word.optional().describe('A cell with this word alone deletes the field from the profile.'),
};

const listTypes: readonly FieldType[] = ['tags', 'arr_object'];

export const fieldRuleSchema = strict(shape).check(({ value: rule, issues }) => {
  checkSources(rule, issues);
  checkOptions(rule, cellType(rule), issues);
  checkMembers(rule, issues);
  checkAction(rule, issues);
  checkEmpty(rule, issues);
  if (rule.invalid !== undefined && !isFromCells(rule)) issue(issues, rule, m.recipe_rules_from_no_cell(), 'invalid');
  checkTransforms(rule, issues);
});

type Rule = z.infer<z.ZodObject<typeof shape>>;
type Issues = z.core.$ZodRawIssue[];

function checkSources(rule: Rule, issues: Issues): void {
  if (rule.action !== 'unset') {
    const problem = sourceProblem(rule, sources);
    if (problem !== null) issues.push(problem);
    return;
  }
  for (const source of sources) {
    if (rule[source] !== undefined) issue(issues, rule, m.recipe_rules_unset_source(), source);
  }
}

function checkMembers({ members = [] }: Rule, issues: Issues): void {
  const first = new Map<string, number>();
  members.forEach((member, index) => {
    if (member.name !== member.name.trim()) issue(issues, member, m.recipe_rules_name_space({ name: member.name }), 'members', index, 'name');
    const earlier = first.get(member.name);
    if (earlier === undefined) first.set(member.name, index);
    else issue(issues, member, m.recipe_rules_filled_already({ name: member.name, place: `members[${earlier}]` }), 'members', index, 'name');
  });
}

/** Whether any of it comes from cells, which may be empty. */
function isFromCells({ column, columns, template, members = [] }: Rule): boolean {
  return column !== undefined || columns !== undefined || template !== undefined || members.some(({ value }) => value === undefined);
}

function checkAction(rule: Rule, issues: Issues): void {
  const { action, type } = rule;
  const types = action === undefined ? undefined : actionTypes[action];
  if (types?.includes(type) === false) issue(issues, rule, m.recipe_rules_action_only_for({ action: String(action), types: andList(types), type }), 'action');
  if (action === 'unset' && rule.field === 'email') issue(issues, rule, m.recipe_rules_email_stays(), 'action');
  const wantsPath = action === 'upsert' || changesObjects(rule);
  if (wantsPath && rule.submatch === undefined) issue(issues, rule, m.recipe_rules_submatch_missing({ action: String(action), type }), 'submatch');
  if (!wantsPath && rule.submatch !== undefined) issue(issues, rule, m.recipe_rules_submatch_only(), 'submatch');
  if (rule.valueType === undefined) return;
  if (!wantsPath) issue(issues, rule, m.recipe_rules_submatch_only(), 'valueType');
  else if (changesObjects(rule) && !listTypes.includes(rule.valueType)) issue(issues, rule, m.recipe_rules_takes_list({ action: String(action), type: rule.valueType }), 'valueType');
}

function checkEmpty(rule: Rule, issues: Issues): void {
  const { action, empty } = rule;
  if (empty !== undefined && !isFromCells(rule)) issue(issues, rule, m.recipe_rules_empty_from_no_cell(), 'empty');
  if (empty === 'unset' && rule.field === 'email') issue(issues, rule, m.recipe_rules_email_stays(), 'empty');
  if (empty === 'send' && action !== undefined && action !== 'set') issue(issues, rule, m.recipe_rules_nothing_to_do({ action }), 'empty');
  if (empty === 'send' && !hasEmptyValue(rule)) {
    issue(issues, rule, m.recipe_rules_no_empty_value({ type: rule.type, types: andList(typesWithEmptyValue) }), 'empty');
  }
  if (rule.unsetWord === undefined) return;
  if (rule.column === undefined) issue(issues, rule, m.recipe_rules_single_column(), 'unsetWord');
  if (rule.field === 'email') issue(issues, rule, m.recipe_rules_email_stays(), 'unsetWord');
}
