import type { PracticeField } from './catalogue.ts';
import { subscriptionEmail, subscriptionPhone, statusWords } from './subscriptions.ts';
import { isPlainObject } from './values.ts';

type Members = Readonly<Record<string, unknown>>;

/**
 * What an item that was accepted makes of a profile, as profiles/get tells it afterwards. Written from the manual alone and on
 * purpose apart from the client's own comparison, as values.ts is: if both shared their rules, a wrong rule would pass unseen.
 * What the manual leaves open (whether a list or an object is replaced) is our reading: it is replaced.
 */
export function appliedItem(profile: Members, item: Members, fields: ReadonlyMap<string, PracticeField>): Members {
  const after: Record<string, unknown> = { ...profile };
  for (const [name, value] of Object.entries(item)) {
    const field = fields.get(name);
    if (name === 'subscriptions') after[name] = appliedSubscriptions(listOf(profile[name]), listOf(value));
    else if (field !== undefined) setOrDrop(after, name, appliedValue(profile[name], value, field));
  }
  return after;
}

function setOrDrop(members: Record<string, unknown>, name: string, value: unknown): void {
  if (value === undefined) delete members[name];
  else members[name] = value;
}

function listOf(value: unknown): readonly Members[] {
  return Array.isArray(value) ? value.filter(isPlainObject) : [];
}

/** Undefined: the profile has no such field any more. */
function appliedValue(before: unknown, value: unknown, field: PracticeField | undefined): unknown {
  if (!isPlainObject(value) || !Object.hasOwn(value, 'action')) return stored(value, field);
  const { action, value: operand, submatch } = value;
  switch (action) {
    case 'set':
      return stored(operand, field);
    case 'unset':
      return undefined;
    case 'incr':
      return Number(before ?? 0) + Number(operand);
    case 'add':
      return [...anyList(before), ...anyList(operand).filter((one) => !includes(anyList(before), one))];
    case 'delete':
      return anyList(before).filter((one) => !includes(anyList(operand), one));
    case 'upsert':
      return typeof submatch === 'string' ? withPath(before, submatch.split('.'), operand) : before;
    default:
      return before;
  }
}

function anyList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function includes(list: readonly unknown[], value: unknown): boolean {
  return list.some((one) => JSON.stringify(one) === JSON.stringify(value));
}

function withPath(before: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  // A list is entered by no name; which of its objects is meant is not published.
  if (Array.isArray(before)) return before;
  const members = isPlainObject(before) ? before : {};
  return { ...members, [name]: withPath(members[name], rest, value) };
}

/** As it is told back: dates in UTC with seconds, a gender by its English word, a value of a list by its number. */
function stored(value: unknown, field: PracticeField | undefined): unknown {
  switch (field?.type) {
    case 'date':
    case 'datetime':
      return typeof value === 'string' ? new Date(value.length === 10 ? `${value}T00:00:00Z` : value).toISOString() : value;
    case 'gender':
      return /^(?:2|f|w|♀|ж)/i.test(String(value)) ? 'female' : 'male';
    case 'enum':
      return field.values?.find(({ id, title }) => id === value || title === value)?.id ?? value;
    case 'email':
      return typeof value === 'string' ? value.toLowerCase() : value;
    default:
      return value;
  }
}

/** Subscriptions are told apart by resource, channel and address; one that is not there is added. */
function appliedSubscriptions(before: readonly Members[], sent: readonly Members[]): readonly Members[] {
  const after = [...before];
  for (const entry of sent) {
    const at = after.findIndex((one) => addressOf(one) === addressOf(entry));
    if (at < 0) after.push(appliedSubscription({ priority: 0, status: 'subscribed' }, entry));
    else after[at] = appliedSubscription(after[at] ?? {}, entry);
  }
  return after;
}

function addressOf(entry: Members): string {
  const { channel, resource_id: resource, provider, subscription_id: id, cc_data: data } = entry;
  const email = subscriptionEmail(entry);
  return JSON.stringify([channel, resource, typeof email === 'string' ? email.toLowerCase() : null, subscriptionPhone(entry) ?? null, provider ?? null, id ?? null, data ?? null]);
}

/** Addresses are told back in `email_data` and `phone_data`, statuses by their words. */
function appliedSubscription(before: Members, entry: Members): Members {
  const { status, priority, custom_fields: fields, email: _email, phone: _phone, ...rest } = entry;
  const address = subscriptionEmail(entry);
  return {
    ...before,
    ...rest,
    ...(address === undefined ? {} : { email_data: { ...(isPlainObject(before['email_data']) ? before['email_data'] : {}), email: address } }),
    ...(subscriptionPhone(entry) === undefined ? {} : { phone_data: { phone: subscriptionPhone(entry) } }),
    ...(priority === undefined || priority === -1 ? {} : { priority }),
    ...(status === undefined || status === -1 ? {} : { status: typeof status === 'number' ? statusWords[status] : status }),
    ...(isPlainObject(fields) ? { custom_fields: appliedFields(before['custom_fields'], fields) } : {}),
  };
}

function appliedFields(before: unknown, sent: Members): Members {
  const members = isPlainObject(before) ? before : {};
  const after: Record<string, unknown> = { ...members };
  for (const [name, value] of Object.entries(sent)) setOrDrop(after, name, appliedValue(members[name], value, undefined));
  return after;
}
