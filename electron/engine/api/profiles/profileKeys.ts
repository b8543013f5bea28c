import type { RequestFrame } from '#contract/recipe.ts';

/** An object of JSON. */
export type Members = Readonly<Record<string, unknown>>;

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members that name one profile in a call for a single one (manual, Matching page 37848489). */
export type ProfileKey = Readonly<Record<string, string | number>>;

export interface ProfileRequest extends Pick<RequestFrame, 'db_id' | 'matching' | 'field_name' | 'resource_id'> {
  /** What an item's own id is called under profile_id matching. */
  readonly profileIdMember?: string | undefined;
}

/**
 * The keys by which an item names its profile, as calls for a single one take them, the likeliest first. How a batch reads its
 * keys from the items is not published for lists and for modes that look in two places: there are several then. Pure.
 */
export function profileKeys(request: ProfileRequest, item: Members): readonly ProfileKey[] {
  const found = keysOf(request, item);
  const told = new Set<string>();
  return found.filter((key) => {
    const text = JSON.stringify(key);
    const isNew = !told.has(text);
    told.add(text);
    return isNew;
  });
}

function keysOf({ matching, field_name: name = '', profileIdMember = 'profile_id' }: ProfileRequest, item: Members): readonly ProfileKey[] {
  const emails = named('email', [item['email']]);
  const phones = named('phone', listOf(item['phones'] ?? item['phone']));
  const emailsInSubscriptions = named('email', entriesOf(item, 'email').map((entry) => entry['email'] ?? memberIn(entry['email_data'], 'email')));
  const phonesInSubscriptions = named('phone', entriesOf(item, 'sms').map((entry) => entry['phone'] ?? memberIn(entry['phone_data'], 'phone')));
  switch (matching) {
    case 'email':
      return [...emails, ...emailsInSubscriptions];
    case 'email_profile':
      return emails;
    case 'email_sub':
      return emailsInSubscriptions;
    case 'phone':
      return [...phones, ...phonesInSubscriptions];
    case 'phone_sub':
      return phonesInSubscriptions;
    case 'email_phone':
      return [...emails, ...phones];
    case 'email_phone_sub':
      return [...emailsInSubscriptions, ...phonesInSubscriptions];
    case 'profile_id':
      return named('profile_id', [item[profileIdMember]]);
    case 'push_sub':
      return entriesOf(item, 'push').flatMap(({ provider, subscription_id: id }) => (isKey(provider) && isKey(id) ? [{ provider, subscription_id: id }] : []));
    case 'custom':
      return named('field_value', [item[name]]);
    case 'custom_sub':
      return named('field_value', entriesOf(item, null).map((entry) => memberIn(entry['cc_data'], name)));
  }
}

function named(member: string, values: readonly unknown[]): readonly ProfileKey[] {
  return values.filter(isKey).map((value) => ({ [member]: value }));
}

function isKey(value: unknown): value is string | number {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function memberIn(value: unknown, name: string): unknown {
  return isMembers(value) ? value[name] : undefined;
}

function entriesOf(item: Members, channel: string | null): readonly Members[] {
  const entries: unknown = item['subscriptions'];
  return Array.isArray(entries) ? entries.filter(isMembers).filter((entry) => channel === null || entry['channel'] === channel) : [];
}
