import { m } from '#messages';
import { z } from 'zod';
import { andList, columnRef, constant, dbId, issue, name, resourceId, sheetShape, sourceProblem, strict, typeOptions } from './basics.ts';

/**
 * The recipe's version 1, as released: it does not change any more. Every recipe of it is one of version 2 but for
 * the number; strict, so that what came with version 2 is refused under the old number instead of being passed over
 * by an application that knows only the old one.
 */

const fieldTypes = ['string', 'int', 'float', 'bool', 'date', 'datetime', 'email', 'phone', 'phones', 'tags', 'gender'] as const;

/** The types that each option means something to; elsewhere it would be ignored in silence. */
const optionTypes = {
  columns: ['phones', 'tags'],
  country: ['phone', 'phones'],
  separator: ['tags'],
  order: ['date', 'datetime'],
  zone: ['datetime'],
} as const satisfies Record<string, readonly (typeof fieldTypes)[number][]>;

const optionNames = ['columns', 'country', 'separator', 'order', 'zone'] as const;

const fieldRuleSchema = strict({
  field: name,
  type: z.enum(fieldTypes),
  column: columnRef.optional(),
  columns: z.array(columnRef).min(1).max(20).optional(),
  value: constant.optional(),
  ...typeOptions,
}).check(({ value: rule, issues }) => {
  const problem = sourceProblem(rule, ['column', 'columns', 'value']);
  if (problem !== null) issues.push(problem);
  for (const option of optionNames) {
    const types: readonly string[] = optionTypes[option];
    if (rule[option] === undefined || types.includes(rule.type)) continue;
    issue(issues, rule, m.recipe_rules_only_for({ types: andList(types), type: rule.type }), option);
  }
});

/** A member of a subscription: from a column, or the same for every row. `options`: which of the type options it has. */
function member<Options extends z.ZodRawShape>(options: Options) {
  return strict({ column: columnRef.optional(), value: constant.optional(), ...options }).check(({ value: rule, issues }) => {
    const problem = sourceProblem(rule, ['column', 'value']);
    if (problem !== null) issues.push(problem);
  });
}

const subscriptionRuleSchema = strict({
  channel: z.enum(['email', 'sms']),
  resource_id: resourceId,
  email: member({}).optional(),
  phone: member({ country: typeOptions.country }).optional(),
  status: member({}).optional(),
  priority: member({}).optional(),
  cats: member({ separator: typeOptions.separator }).optional(),
  custom_fields: z.array(fieldRuleSchema).max(200).optional(),
})
  .refine((rule) => (rule.channel === 'email') === (rule.email !== undefined), {
    error: () => m.recipe_rules_channel_needs({ channel: 'email' }),
    path: ['email'],
  })
  .refine((rule) => (rule.channel === 'sms') === (rule.phone !== undefined), {
    error: () => m.recipe_rules_channel_needs({ channel: 'sms' }),
    path: ['phone'],
  });

const requestSchema = strict({
  db_id: dbId,
  matching: z.enum(['email', 'phone', 'custom', 'profile_id']),
  /** custom: the profile field that holds the key. */
  field_name: name.optional(),
  /** email, phone: look only at subscriptions of this resource. */
  resource_id: resourceId.optional(),
  skip_triggers: z.boolean().optional(),
  skip_invalid_subscriptions: z.boolean().optional(),
}).refine((request) => (request.matching === 'custom') === (request.field_name !== undefined), {
  error: () => m.recipe_rules_field_name_custom(),
  path: ['field_name'],
});

export const recipeVersion1 = strict({
  version: z.literal(1),
  source: sheetShape.optional(),
  request: requestSchema,
  fields: z.array(fieldRuleSchema).min(1).max(1_000),
  subscriptions: z.array(subscriptionRuleSchema).max(50).optional(),
  empty: z.literal('skip').optional(),
  duplicates: z.enum(['first', 'last', 'all']).optional(),
});
