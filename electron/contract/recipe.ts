import { z } from 'zod';
import { recipeProblems } from './recipeProblems.ts';

/**
 * The recipe, version 1: how a row becomes one item of update_batch. A JSON file; strict, so that a
 * misspelt member is an error and not a silently ignored wish.
 */

const name = z.string().min(1).max(200);
const dbId = z.int().min(1);

/** An object without unknown members; what is said about one lists those known. */
function strict<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, { error: ({ code }) => (code === 'unrecognized_keys' ? Object.keys(shape).join(', ') : undefined) });
}

/** A column by its header, or `@` and its letter. */
const columnRef = z.string().min(1).max(500);

export const matchingModes = ['email', 'phone', 'custom', 'profile_id'] as const;
export const fieldTypes = [
  'string', 'int', 'float', 'bool', 'date', 'datetime', 'email', 'phone', 'phones', 'tags', 'gender',
] as const;

/** Numbers 0–6 and their words are the platform's own (Subscription object page). */
export const subscriptionStatuses = [
  'subscribed', 'unsubscribed', 'complained', 'hardbounced', 'unconfirmed', 'suspended', 'invalid',
] as const;

const constant = z.union([z.string().max(10_000), z.number(), z.boolean(), z.array(z.string().max(1_000)).max(1_000)]);

const typeOptions = {
  /** phone, phones: the country that numbers without + belong to (ISO 3166-1 alpha-2). */
  country: z.string().regex(/^[A-Z]{2}$/, 'two capital letters, such as RU').optional(),
  /** tags, cats: what separates the values inside one cell. */
  separator: z.string().min(1).max(5).optional(),
  /** date, datetime in text cells: the order of day, month and year. */
  order: z.enum(['dmy', 'mdy', 'ymd']).optional(),
  /** datetime: the offset that wall-clock times are meant in. */
  zone: z.string().regex(/^(Z|[+-]\d{2}:\d{2})$/, 'Z or an offset such as +03:00').optional(),
};

const sourceNames = ['column', 'columns', 'value'] as const;
type Sources = { readonly [Name in (typeof sourceNames)[number]]?: unknown };

/** Which of column, columns and value are there. */
function sourcesOf(rule: Sources): readonly string[] {
  return sourceNames.filter((name) => rule[name] !== undefined);
}

/** Said of a rule whose value comes from nowhere, or from two places. */
function sourceProblem(rule: Sources, allowed: string): string | null {
  const found = sourcesOf(rule);
  if (found.length === 1) return null;
  return `needs exactly one of ${allowed}; has ${found.length === 0 ? 'none' : found.join(' and ')}`;
}

/** The types that each option means something to; elsewhere it would be ignored in silence. */
const optionTypes = {
  columns: ['phones', 'tags'],
  country: ['phone', 'phones'],
  separator: ['tags'],
  order: ['date', 'datetime'],
  zone: ['datetime'],
} as const satisfies Record<string, readonly (typeof fieldTypes)[number][]>;

const optionNames = ['columns', 'country', 'separator', 'order', 'zone'] as const;

export const fieldRuleSchema = strict({
  field: name,
  type: z.enum(fieldTypes),
  column: columnRef.optional(),
  columns: z.array(columnRef).min(1).max(20).optional(),
  value: constant.optional(),
  ...typeOptions,
}).check(({ value: rule, issues }) => {
  const problem = sourceProblem(rule, 'column, columns or value');
  if (problem !== null) issues.push({ code: 'custom', message: problem, input: rule });
  for (const option of optionNames) {
    const types: readonly string[] = optionTypes[option];
    if (rule[option] === undefined || types.includes(rule.type)) continue;
    issues.push({ code: 'custom', message: `is only for ${types.join(' and ')}, not for ${rule.type}`, path: [option], input: rule });
  }
});

/** A member of a subscription: from a column, or the same for every row. `options`: which of the type options it has. */
function member<Options extends z.ZodRawShape>(options: Options) {
  return strict({ column: columnRef.optional(), value: constant.optional(), ...options }).check(({ value: rule, issues }) => {
    const problem = sourceProblem(rule, 'column or value');
    if (problem !== null) issues.push({ code: 'custom', message: problem, input: rule });
  });
}

/** Version 1 knows the email channel and sms; the others join this union later. */
export const subscriptionRuleSchema = strict({
  channel: z.enum(['email', 'sms']),
  resource_id: z.int().min(1),
  email: member({}).optional(),
  phone: member({ country: typeOptions.country }).optional(),
  status: member({}).optional(),
  priority: member({}).optional(),
  cats: member({ separator: typeOptions.separator }).optional(),
  custom_fields: z.array(fieldRuleSchema).max(200).optional(),
})
  .refine((rule) => (rule.channel === 'email') === (rule.email !== undefined), {
    error: 'belongs to the email channel, which cannot do without it',
    path: ['email'],
  })
  .refine((rule) => (rule.channel === 'sms') === (rule.phone !== undefined), {
    error: 'belongs to the sms channel, which cannot do without it',
    path: ['phone'],
  });

export const requestSchema = strict({
  db_id: dbId,
  matching: z.enum(matchingModes),
  /** custom: the profile field that holds the key. */
  field_name: name.optional(),
  /** email, phone: look only at subscriptions of this resource. */
  resource_id: z.int().min(1).optional(),
  skip_triggers: z.boolean().optional(),
  skip_invalid_subscriptions: z.boolean().optional(),
}).refine((request) => (request.matching === 'custom') === (request.field_name !== undefined), {
  error: 'belongs to custom matching, which cannot do without it',
  path: ['field_name'],
});

export const recipeSchema = strict({
  version: z.literal(1),
  source: strict({ sheet: z.string().min(1).max(200).optional(), headerRow: z.int().min(1).max(1_048_576).optional() }).optional(),
  request: requestSchema,
  fields: z.array(fieldRuleSchema).min(1).max(1_000),
  subscriptions: z.array(subscriptionRuleSchema).max(50).optional(),
  empty: z.literal('skip').optional(),
  duplicates: z.enum(['first', 'last', 'all']).optional(),
});

export type Recipe = z.infer<typeof recipeSchema>;
export type FieldRule = z.infer<typeof fieldRuleSchema>;
export type SubscriptionRule = z.infer<typeof subscriptionRuleSchema>;
export interface MemberRule {
  readonly column?: string | undefined;
  readonly value?: FieldRule['value'];
  readonly separator?: string | undefined;
  readonly country?: string | undefined;
}
export type RequestFrame = z.infer<typeof requestSchema>;
export type FieldType = (typeof fieldTypes)[number];
export type MatchingMode = (typeof matchingModes)[number];

export type RecipeReading =
  | { readonly ok: true; readonly recipe: Recipe }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads a recipe from parsed JSON; each problem is one sentence that begins with the path of the faulty member. */
export function readRecipe(value: unknown): RecipeReading {
  const result = recipeSchema.safeParse(value);
  if (result.success) return { ok: true, recipe: result.data };
  return { ok: false, problems: recipeProblems(value, result.error.issues) };
}
