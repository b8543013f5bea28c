import { m } from '#messages';
import { z } from 'zod';
import { andList, invalidPolicy, issue, resourceId, strict } from './basics.ts';
import { fieldRuleSchema } from './fieldRule.ts';
import { channels, contactMembers, contactNames, type Channel, type ContactName } from './terms.ts';
import { memberOptions, memberSchema } from './values.ts';

/** Channels whose contact stands in `cc_data`, which may have further members. */
const withData: readonly Channel[] = ['telegram_bot', 'whatsapp', 'viber', 'notify', 'other'];

export const subscriptionRuleSchema = strict({
  channel: z.enum(channels),
  code: z.string().regex(/^[a-z][a-z0-9_]{0,49}$/, { error: () => m.recipe_rules_code() }).optional().describe('other: the channel’s code.'),
  resource_id: resourceId,
  email: memberSchema({}).optional(),
  phone: memberSchema(memberOptions.country).optional().describe('sms as `phone`; whatsapp, viber, notify as `cc_data.phone`.'),
  provider: memberSchema({}).optional(),
  subscription_id: memberSchema({}).optional(),
  chat_id: memberSchema({}).optional().describe('telegram_bot: `cc_data.id`, a whole number.'),
  cc_data: z.array(fieldRuleSchema).min(1).max(50).optional().describe('Further members of `cc_data`.'),
  status: memberSchema({ empty: z.enum(['none']).optional().describe('What an empty cell of the status does: without this the subscription is sent without one, and the platform chooses it for a new one; with `none` there is no subscription.') }).optional(),
  priority: memberSchema({}).optional(),
  cats: memberSchema(memberOptions.separator).optional(),
  custom_fields: z.array(fieldRuleSchema).max(200).optional(),
  invalid: invalidPolicy.describe(
    'What a cell of the subscription does whose value is not valid: leaves the whole row out (row), or only this subscription (field), all of it, since without its status or one of its fields it would say something else. A field of it that has an `invalid` of its own goes by that. Without it the recipe’s own `invalid` holds.',
  ),
}).check(({ value: rule, issues }) => {
  const { channel } = rule;
  const own: readonly ContactName[] = contactMembers[channel];
  for (const contact of contactNames) {
    if (own.includes(contact) && rule[contact] === undefined) issue(issues, rule, m.recipe_rules_channel_needs({ channel }), contact);
    if (!own.includes(contact) && rule[contact] !== undefined) issue(issues, rule, own.length === 0 ? m.recipe_rules_channel_has_not({ channel }) : m.recipe_rules_channel_has({ channel, own: andList(own) }), contact);
  }
  if (rule.cc_data !== undefined && !withData.includes(channel)) issue(issues, rule, m.recipe_rules_only_for({ types: andList(withData), type: channel }), 'cc_data');
  if (channel === 'other' && rule.cc_data === undefined) issue(issues, rule, m.recipe_rules_channel_needs({ channel: 'other' }), 'cc_data');
  if ((channel === 'other') !== (rule.code !== undefined)) issue(issues, rule, m.recipe_rules_channel_needs({ channel: 'other' }), 'code');
  (rule.cc_data ?? []).forEach((data, index) => {
    if (data.action !== undefined || data.unsetWord !== undefined || (data.empty ?? 'skip') !== 'skip') {
      issue(issues, rule, m.recipe_rules_functional_data(), 'cc_data', index);
    }
  });
});
