import { foldedText } from '../sameText.ts';

/**
 * The words of a recipe and what they mean to whoever applies it. Apart from its schema, so that the thread that reads a
 * source, which gets a recipe that was read already, neither loads a schema library nor builds schemas when it starts.
 */

export const fieldTypes = [
  'string', 'int', 'float', 'bool', 'date', 'datetime', 'email', 'phone', 'phones', 'tags', 'gender',
  'enum', 'ip', 'country', 'timezone', 'status', 'version', 'object', 'arr_object',
] as const;
export type FieldType = (typeof fieldTypes)[number];

/** Functional updates (manual, Database fields functional update 3113720). */
export const fieldActions = ['set', 'unset', 'incr', 'add', 'delete', 'upsert'] as const;
export type FieldAction = (typeof fieldActions)[number];

/** The fields that each action works on; the others work on all. */
export const actionTypes: Readonly<Partial<Record<FieldAction, readonly FieldType[]>>> = {
  incr: ['int', 'float'],
  add: ['tags', 'arr_object'],
  delete: ['tags', 'arr_object'],
  upsert: ['object', 'arr_object'],
};

interface FieldRuleShape {
  readonly type: FieldType;
  readonly action?: FieldAction | undefined;
  readonly valueType?: FieldType | undefined;
}

/**
 * Adds to a list of objects, or deletes from it. The manual's table has "array of strings" as their value, for tags and
 * for these alike, and its pages have no example: objects are what such a list holds, so both can be chosen.
 */
export function changesObjects({ type, action }: FieldRuleShape): boolean {
  return type === 'arr_object' && (action === 'add' || action === 'delete');
}

/** The type by which the cells of a rule are read: what stands at a path and an increment have their own. */
export function cellType(rule: FieldRuleShape): FieldType {
  const { type, action, valueType } = rule;
  if (action === 'upsert') return valueType ?? 'string';
  if (changesObjects(rule)) return valueType ?? type;
  // The manual wants a whole number even where the field is a float.
  return action === 'incr' ? 'int' : type;
}

/** Types that have an empty value in JSON: a text, a list, an object. */
export const typesWithEmptyValue: readonly FieldType[] = ['string', 'tags', 'phones', 'object', 'arr_object'];

/** Whether an empty cell can be sent as an empty value of the rule's type. */
export function hasEmptyValue({ type }: Pick<FieldRuleShape, 'type'>): boolean {
  return typesWithEmptyValue.includes(type);
}

/** A value as value maps compare it: as `foldedText`. */
export function foldedValue(text: string): string {
  return foldedText(text);
}

/**
 * The channels of the Subscription object page (2195807), and `other` for those whose code the manual does not print
 * (MAX, Telegram groups, channels of the operator's own): `code` is sent as the channel.
 */
export const channels = ['email', 'sms', 'push', 'telegram_bot', 'whatsapp', 'viber', 'notify', 'other'] as const;
export type Channel = (typeof channels)[number];

/** Numbers 0–6 and their words are the platform's own (Subscription object page). */
export const subscriptionStatuses = [
  'subscribed', 'unsubscribed', 'complained', 'hardbounced', 'unconfirmed', 'suspended', 'invalid',
] as const;

export const contactNames = ['email', 'phone', 'provider', 'subscription_id', 'chat_id'] as const;
export type ContactName = (typeof contactNames)[number];

/** The members by which a channel reaches a person; each is required. */
export const contactMembers = {
  email: ['email'],
  sms: ['phone'],
  push: ['provider', 'subscription_id'],
  telegram_bot: ['chat_id'],
  whatsapp: ['phone'],
  viber: ['phone'],
  notify: ['phone'],
  other: [],
} as const satisfies Record<Channel, readonly ContactName[]>;
