import { resources, type Channel } from './catalogue.ts';
import { isEmail, isPhone, isPlainObject, valueProblem } from './values.ts';

/** The platform's words for 0 to 6 (Subscription object page). */
export const statusWords = ['subscribed', 'unsubscribed', 'complained', 'hardbounced', 'unconfirmed', 'suspended', 'invalid'];

const commonMembers = ['resource_id', 'channel', 'status', 'priority', 'custom_fields', 'cats', 'db_id', 'profile_id'];

interface ChannelRule {
  readonly members: readonly string[];
  /** Null where the channel's own member is right. */
  readonly problem: (entry: Record<string, unknown>) => string | null;
}

const phoneChat: ChannelRule = {
  members: ['cc_data'],
  problem: (entry) => (isPlainObject(entry['cc_data']) && isPhone(entry['cc_data']['phone']) ? null : 'incorrect phone in cc_data'),
};

const channels: Readonly<Record<Channel, ChannelRule>> = {
  email: {
    members: ['email', 'email_data'],
    problem: (entry) => (isEmail(subscriptionEmail(entry)) ? null : 'incorrect email'),
  },
  sms: {
    members: ['phone', 'phone_data'],
    problem: (entry) => (isPhone(subscriptionPhone(entry)) ? null : 'incorrect phone'),
  },
  push: {
    members: ['provider', 'subscription_id'],
    problem: (entry) => (isFilled(entry['provider']) && isFilled(entry['subscription_id']) ? null : 'provider and subscription_id expected'),
  },
  telegram_bot: {
    members: ['cc_data'],
    problem: (entry) => (isPlainObject(entry['cc_data']) && Number.isSafeInteger(entry['cc_data']['id']) ? null : 'id expected in cc_data'),
  },
  whatsapp: phoneChat,
  viber: phoneChat,
  notify: phoneChat,
};

/** Flat `email` (the tables) or `email_data.email` (the examples); both at once must agree. */
export function subscriptionEmail(entry: Readonly<Record<string, unknown>>): unknown {
  return either(entry['email'], isPlainObject(entry['email_data']) ? entry['email_data']['email'] : undefined);
}

export function subscriptionPhone(entry: Readonly<Record<string, unknown>>): unknown {
  return either(entry['phone'], isPlainObject(entry['phone_data']) ? entry['phone_data']['phone'] : undefined);
}

function either(flat: unknown, nested: unknown): unknown {
  if (flat === undefined) return nested;
  return nested === undefined || nested === flat ? flat : undefined;
}

/** Why the platform would not take this entry of `subscriptions` into that database, or null if it would. */
export function subscriptionProblem(entry: unknown, databaseId: number, unknownFields: 'refuse' | 'ignore'): string | null {
  if (!isPlainObject(entry)) return 'object expected';
  const resourceId = entry['resource_id'];
  if (!Number.isSafeInteger(resourceId)) return 'resource_id expected';
  const resource = typeof resourceId === 'number' ? resources.get(resourceId) : undefined;
  if (resource === undefined || !resource.databases.includes(databaseId)) return 'resource not found';
  const channel = entry['channel'];
  if (!isChannel(channel)) return 'unknown channel';
  if (!resource.channels.includes(channel)) return `the resource has no channel ${channel}`;
  const rule = channels[channel];
  const problem = rule.problem(entry) ?? settingsProblem(entry) ?? customFieldsProblem(entry['custom_fields'], resource.fields, unknownFields);
  if (problem !== null || unknownFields === 'ignore') return problem;
  for (const member in entry) if (!commonMembers.includes(member) && !rule.members.includes(member)) return `unknown member ${member}`;
  return null;
}

function settingsProblem(entry: Record<string, unknown>): string | null {
  const { status, priority, cats } = entry;
  if (status !== undefined && !isStatus(status)) return 'unknown status';
  if (priority !== undefined && !(Number.isSafeInteger(priority) && Number(priority) >= -1)) return 'incorrect priority';
  if (cats !== undefined && !(Array.isArray(cats) && cats.every(isFilled))) return 'cats must be an array of strings';
  return null;
}

function customFieldsProblem(
  value: unknown,
  fields: ReadonlyMap<string, Parameters<typeof valueProblem>[0]>,
  unknownFields: 'refuse' | 'ignore',
): string | null {
  if (value === undefined) return null;
  if (!isPlainObject(value)) return 'custom_fields must be an object';
  for (const name in value) {
    const field = fields.get(name);
    if (field === undefined) {
      if (unknownFields === 'refuse') return `unknown field ${name}`;
      continue;
    }
    const problem = valueProblem(field, value[name]);
    if (problem !== null) return `${problem}: ${name}`;
  }
  return null;
}

function isChannel(value: unknown): value is Channel {
  return typeof value === 'string' && Object.hasOwn(channels, value);
}

function isStatus(value: unknown): boolean {
  if (typeof value === 'string') return statusWords.includes(value);
  return typeof value === 'number' && Number.isInteger(value) && value >= -1 && value <= 6;
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
