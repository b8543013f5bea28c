import { m } from '#messages';
import { z } from 'zod';
import { dbId, digitsLost, issue, losesDigits, name, resourceId, strict } from './basics.ts';

/** The eleven values of `matching` (manual, Matching page 37848489); `email` is the platform's default. */
export const matchingModes = [
  'email', 'email_profile', 'email_sub', 'phone', 'phone_sub', 'profile_id', 'push_sub', 'custom', 'custom_sub', 'email_phone', 'email_phone_sub',
] as const;

/** Modes that look for a field by name. */
const byFieldName: readonly string[] = ['custom', 'custom_sub'];

/** Parameters that the recipe has members of its own for, or that the application itself writes. */
const ownParameters: readonly string[] = ['db_id', 'data', 'matching', 'field_name', 'resource_id', 'skip_triggers', 'skip_invalid_subscriptions'];

/**
 * Parameters of calls for one profile. Beside ten thousand items they could only mean that all of them are this one
 * profile; batches take the key from each item, as the example of the update_batch page does.
 */
const singleProfile: readonly string[] = ['email', 'phone', 'profile_id', 'field_value'];

/** null where a further parameter of this name may be sent. */
function parameterProblem(parameter: string): string | null {
  const plain = parameter.toLowerCase();
  if (plain.includes('token') || plain === 'authorization') return m.recipe_rules_token();
  if (ownParameters.includes(plain)) return m.recipe_rules_own_place();
  if (singleProfile.includes(plain)) return m.recipe_rules_single_profile();
  if (plain === 'format') return m.recipe_rules_format();
  if (!/^[a-z_][a-z0-9_]*$/i.test(parameter)) return m.recipe_rules_no_parameter();
  return parameter.startsWith('__') || parameter.length > 100 ? m.recipe_rules_no_platform_parameter() : null;
}

/** The members around `data`. */
export const requestSchema = strict({
  db_id: dbId,
  matching: z.enum(matchingModes),
  field_name: name.optional().describe('custom, custom_sub: the field that holds the key.'),
  resource_id: resourceId.optional().describe('Modes by email or phone: look only at subscriptions of this resource.'),
  skip_triggers: z.boolean().optional(),
  skip_invalid_subscriptions: z.boolean().optional(),
  extra: z.record(z.string(), z.json()).optional().describe('Further top-level parameters of the operator’s platform, sent as they stand here (`detect_geo`, `add_to_segments` …).'),
}).check(({ value: request, issues }) => {
  const { matching } = request;
  if (byFieldName.includes(matching) !== (request.field_name !== undefined)) {
    issue(issues, request, m.recipe_rules_field_name(), 'field_name');
  }
  if (request.resource_id !== undefined && !/^(?:email|phone)/.test(matching)) {
    issue(issues, request, m.recipe_rules_resource_id({ matching }), 'resource_id');
  }
  for (const [parameter, value] of Object.entries(request.extra ?? {})) {
    const problem = parameterProblem(parameter) ?? (losesDigits(value) ? digitsLost() : null);
    if (problem !== null) issue(issues, request, problem, 'extra', parameter);
  }
});
