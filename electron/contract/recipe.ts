import { z } from 'zod';

/**
 * The recipe, version 1: how a row becomes one item of update_batch. A JSON file; strict, so that a
 * misspelt member is an error and not a silently ignored wish.
 */

const name = z.string().min(1).max(200);
const dbId = z.int().min(1);

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

const oneSource = (value: { column?: unknown; columns?: unknown; value?: unknown }): boolean =>
  [value.column, value.columns, value.value].filter((source) => source !== undefined).length === 1;

export const fieldRuleSchema = z
  .strictObject({
    field: name,
    type: z.enum(fieldTypes),
    column: columnRef.optional(),
    columns: z.array(columnRef).min(1).max(20).optional(),
    value: constant.optional(),
    ...typeOptions,
  })
  .refine(oneSource, 'exactly one of column, columns or value')
  .refine((rule) => rule.columns === undefined || rule.type === 'phones' || rule.type === 'tags', {
    message: 'several columns are only for phones and tags',
    path: ['columns'],
  });

/** A member of a subscription: from a column, or the same for every row. */
const member = z
  .strictObject({ column: columnRef.optional(), value: constant.optional(), separator: typeOptions.separator, country: typeOptions.country })
  .refine(oneSource, 'exactly one of column or value');

/** Version 1 knows the email channel and sms; the others join this union later. */
export const subscriptionRuleSchema = z
  .strictObject({
    channel: z.enum(['email', 'sms']),
    resource_id: z.int().min(1),
    email: member.optional(),
    phone: member.optional(),
    status: member.optional(),
    priority: member.optional(),
    cats: member.optional(),
    custom_fields: z.array(fieldRuleSchema).max(200).optional(),
  })
  .refine((rule) => (rule.channel === 'email') === (rule.email !== undefined), {
    message: 'the email channel needs email, and only it',
    path: ['email'],
  })
  .refine((rule) => (rule.channel === 'sms') === (rule.phone !== undefined), {
    message: 'the sms channel needs phone, and only it',
    path: ['phone'],
  });

export const requestSchema = z
  .strictObject({
    db_id: dbId,
    matching: z.enum(matchingModes),
    /** custom: the profile field that holds the key. */
    field_name: name.optional(),
    /** email, phone: look only at subscriptions of this resource. */
    resource_id: z.int().min(1).optional(),
    skip_triggers: z.boolean().optional(),
    skip_invalid_subscriptions: z.boolean().optional(),
  })
  .refine((request) => (request.matching === 'custom') === (request.field_name !== undefined), {
    message: 'custom matching needs field_name, and only it',
    path: ['field_name'],
  });

export const recipeSchema = z.strictObject({
  version: z.literal(1),
  source: z
    .strictObject({ sheet: z.string().min(1).max(200).optional(), headerRow: z.int().min(1).max(1_048_576).optional() })
    .optional(),
  request: requestSchema,
  fields: z.array(fieldRuleSchema).min(1).max(1_000),
  subscriptions: z.array(subscriptionRuleSchema).max(50).optional(),
  empty: z.literal('skip').optional(),
  duplicates: z.enum(['first', 'last', 'all']).optional(),
});

export type Recipe = z.infer<typeof recipeSchema>;
export type FieldRule = z.infer<typeof fieldRuleSchema>;
export type SubscriptionRule = z.infer<typeof subscriptionRuleSchema>;
export type MemberRule = z.infer<typeof member>;
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
  const problems = result.error.issues.map((issue) => {
    const path = issue.path.reduce<string>(
      (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`),
      '',
    );
    return `${path === '' ? 'recipe' : path}: ${issue.message}`;
  });
  return { ok: false, problems };
}
