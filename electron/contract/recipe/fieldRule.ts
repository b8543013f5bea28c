import { z } from 'zod';
import { andList, columnRef, constant, digitsLost, issue, losesDigits, name, sourceProblem, strict, typeOptions } from './basics.ts';
import { checkTransforms, template, transformShape } from './values.ts';

export const fieldTypes = [
  'string', 'int', 'float', 'bool', 'date', 'datetime', 'email', 'phone', 'phones', 'tags', 'gender',
  'enum', 'ip', 'country', 'timezone', 'status', 'version', 'object', 'arr_object',
] as const;

type Type = (typeof fieldTypes)[number];

/** Functional updates (manual, Database fields functional update 3113720). */
export const fieldActions = ['set', 'unset', 'incr', 'add', 'delete', 'upsert'] as const;
type Action = (typeof fieldActions)[number];

/** The types that each option means something to; elsewhere it would be ignored in silence. */
export const optionTypes = {
  columns: ['phones', 'tags'],
  country: ['phone', 'phones'],
  separator: ['tags'],
  order: ['date', 'datetime'],
  zone: ['datetime'],
  yes: ['bool'],
  no: ['bool'],
  values: ['enum'],
  case: ['string', 'email', 'tags', 'enum'],
  valueMap: fieldTypes.filter((type) => !['phones', 'object', 'arr_object'].includes(type)),
  part: fieldTypes.filter((type) => !['object', 'arr_object'].includes(type)),
} as const satisfies Record<string, readonly Type[]>;

const optionNames = ['columns', 'country', 'separator', 'order', 'zone', 'yes', 'no', 'values', 'case', 'valueMap', 'part'] as const;

/** The fields that each action works on; the others work on all. */
export const actionTypes: Readonly<Partial<Record<Action, readonly Type[]>>> = {
  incr: ['int', 'float'],
  add: ['tags', 'arr_object'],
  delete: ['tags', 'arr_object'],
  upsert: ['object', 'arr_object'],
};

/** Types that have an empty value in JSON: a text, a list, an object. */
const withEmptyValue: readonly Type[] = ['string', 'tags', 'phones', 'object', 'arr_object'];

const sources = ['column', 'columns', 'value', 'template'] as const;
const word = z.string().min(1).max(200);

const shape = {
  field: name,
  type: z.enum(fieldTypes),
  column: columnRef.optional(),
  columns: z.array(columnRef).min(1).max(20).optional(),
  value: constant.optional(),
  template,
  ...transformShape,
  ...typeOptions,
  zone: z.string().min(1).max(60).regex(/^(?:Z|[+-]\d{2}:\d{2}|[A-Za-z][A-Za-z0-9_+/-]*)$/, 'Z, an offset such as +03:00 or a zone such as Europe/Moscow').optional().describe('datetime: `Z`, an offset, or the IANA name of a zone, which knows its summer times.'),
  yes: z.array(word).min(1).max(50).optional().describe('bool: words besides the usual ones.'),
  no: z.array(word).min(1).max(50).optional(),
  values: z.array(z.union([z.string().min(1).max(500), z.number()], { error: 'a text or a number' })).min(1).max(5_000).optional().describe('enum: what the field takes, ids as numbers and titles as texts.'),
  action: z.enum(fieldActions).optional(),
  submatch: z.string().min(1).max(500).optional().describe('upsert, and add and delete on arr_object: the path inside the field.'),
  valueType: z.enum(fieldTypes).optional().describe('upsert: the type of what stands at the path; string by default.'),
  empty: z.enum(['skip', 'unset', 'send']).optional().describe('What an empty cell does; without it the recipe’s own `empty` holds.'),
  unsetWord: word.optional().describe('A cell with this word alone deletes the field from the profile.'),
};

interface FieldRuleShape {
  readonly type: Type;
  readonly action?: Action | undefined;
  readonly valueType?: Type | undefined;
}

/** The type by which the cells of a rule are read: an upsert's path and an increment have their own. */
export function cellType({ type, action, valueType }: FieldRuleShape): Type {
  if (action === 'upsert') return valueType ?? 'string';
  // The manual wants a whole number even where the field is a float.
  return action === 'incr' ? 'int' : type;
}

export const fieldRuleSchema = strict(shape).check(({ value: rule, issues }) => {
  checkSources(rule, issues);
  checkOptions(rule, issues);
  checkAction(rule, issues);
  checkEmpty(rule, issues);
  checkTransforms(rule, issues);
});

type Rule = z.infer<z.ZodObject<typeof shape>>;
type Issues = z.core.$ZodRawIssue[];

function checkSources(rule: Rule, issues: Issues): void {
  if (rule.action !== 'unset') {
    const problem = sourceProblem(rule, sources, 'column, columns, value or template');
    if (problem !== null) issue(issues, rule, problem);
    return;
  }
  for (const source of sources) {
    if (rule[source] !== undefined) issue(issues, rule, 'has no meaning with the action unset, which deletes the field in every row; see unsetWord and empty for single rows', source);
  }
}

function checkOptions(rule: Rule, issues: Issues): void {
  const type = cellType(rule);
  for (const option of optionNames) {
    const types: readonly string[] = optionTypes[option];
    if (rule[option] !== undefined && !types.includes(type)) issue(issues, rule, `is only for ${andList(types)}, not for ${type}`, option);
  }
  if (losesDigits(rule.values)) issue(issues, rule, digitsLost, 'values');
  const no = new Set((rule.no ?? []).map((text) => text.toLowerCase()));
  if ((rule.yes ?? []).some((text) => no.has(text.toLowerCase()))) issue(issues, rule, 'has a word that is also one of yes', 'no');
}

function checkAction(rule: Rule, issues: Issues): void {
  const { action, type } = rule;
  const types = action === undefined ? undefined : actionTypes[action];
  if (types?.includes(type) === false) issue(issues, rule, `${String(action)} is only for ${andList(types)}, not for ${type}`, 'action');
  if (action === 'unset' && rule.field === 'email') issue(issues, rule, 'the platform deletes every field but email', 'action');
  const wantsPath = action === 'upsert' || (type === 'arr_object' && (action === 'add' || action === 'delete'));
  if (wantsPath && rule.submatch === undefined) issue(issues, rule, `is missing; ${String(action)} on ${type} needs the path inside the field`, 'submatch');
  if (!wantsPath && rule.submatch !== undefined) issue(issues, rule, 'belongs to upsert, and to add and delete on arr_object', 'submatch');
  if (action !== 'upsert' && rule.valueType !== undefined) issue(issues, rule, 'belongs to upsert', 'valueType');
}

function checkEmpty(rule: Rule, issues: Issues): void {
  const { action, empty } = rule;
  const fromCells = rule.column !== undefined || rule.columns !== undefined || rule.template !== undefined;
  if (empty !== undefined && !fromCells) issue(issues, rule, 'says what an empty cell does, and this field takes its value from no cell', 'empty');
  if (empty === 'unset' && rule.field === 'email') issue(issues, rule, 'the platform deletes every field but email', 'empty');
  if (empty === 'send' && action !== undefined && action !== 'set') issue(issues, rule, `there is nothing to ${action} in an empty cell; skip and unset are possible`, 'empty');
  if (empty === 'send' && !hasEmptyValue(rule)) {
    issue(issues, rule, `${rule.type} has no empty value that could be sent (${andList(withEmptyValue)} have); skip and unset are possible`, 'empty');
  }
  if (rule.unsetWord === undefined) return;
  if (rule.column === undefined) issue(issues, rule, 'is only for a single column', 'unsetWord');
  if (rule.field === 'email') issue(issues, rule, 'the platform deletes every field but email', 'unsetWord');
}

/** Whether an empty cell can be sent as an empty value of the rule's type. */
export function hasEmptyValue({ type }: Pick<FieldRuleShape, 'type'>): boolean {
  return withEmptyValue.includes(type);
}
