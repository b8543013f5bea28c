import { databases } from './catalogue.ts';
import { PUSH_PROVIDER, type Population } from './population.ts';
import { subscriptionEmail, subscriptionPhone } from './subscriptions.ts';
import { isPlainObject } from './values.ts';

/**
 * How a batch item names its profile. The manual prints the key members for single calls only; that a batch reads them
 * from each item follows from its example (Custom_ID stands in the items, field_value nowhere).
 */
export interface KeyReading {
  /** What the item gave as its key, for fault rules that go by key; null where it gave none. */
  readonly key: string | null;
  /** Number of the profile, 0 where nobody answers to the key. */
  readonly profile: number;
}

export interface MatchFrame {
  readonly databaseId: number;
  readonly fieldName: string | undefined;
  readonly resourceId: number | undefined;
  readonly profileIdKey: string;
}

type Item = Record<string, unknown>;

interface Mode {
  /** What is missing from the request as a whole, or null. */
  readonly frameProblem?: (frame: MatchFrame) => string | null;
  /** The member to name when the key is missing. */
  readonly member: (frame: MatchFrame) => string;
  readonly read: (item: Item, frame: MatchFrame, population: Population) => KeyReading;
}

const NO_KEY: KeyReading = { key: null, profile: 0 };

function lookUp(value: unknown, find: (value: unknown) => number): KeyReading {
  return isKey(value) ? { key: String(value), profile: find(value) } : NO_KEY;
}

const isKey = (value: unknown): value is string | number =>
  (typeof value === 'string' && value !== '') || (typeof value === 'number' && Number.isFinite(value));

/** The first reading that found somebody, else the first that had a key at all. */
function firstOf(readings: readonly KeyReading[]): KeyReading {
  return readings.find((one) => one.profile !== 0) ?? readings.find((one) => one.key !== null) ?? NO_KEY;
}

const profileEmail: Mode['read'] = (item, _frame, population) => lookUp(item['email'], population.byEmail);

const profilePhone: Mode['read'] = (item, _frame, population) =>
  firstOf(Array.isArray(item['phones']) ? item['phones'].map((phone: unknown) => lookUp(phone, population.byPhone)) : []);

/** Subscriptions of the population live in resources 28, 29 and 30; under any other resource nobody is found. */
function fromSubscriptions(
  channel: string,
  home: number,
  read: (entry: Item, population: Population) => KeyReading,
): Mode['read'] {
  return (item, frame, population) =>
    firstOf(
      entriesOf(item, channel).map((entry) => {
        const reading = read(entry, population);
        return frame.resourceId === undefined || frame.resourceId === home ? reading : { key: reading.key, profile: 0 };
      }),
    );
}

function entriesOf(item: Item, channel: string | null): Item[] {
  const entries: unknown = item['subscriptions'];
  return Array.isArray(entries) ? entries.filter(isPlainObject).filter((entry) => channel === null || entry['channel'] === channel) : [];
}

const subEmail = fromSubscriptions('email', 28, (entry, population) => lookUp(subscriptionEmail(entry), population.byEmail));
const subPhone = fromSubscriptions('sms', 29, (entry, population) => lookUp(subscriptionPhone(entry), population.byPhone));
const subPush = fromSubscriptions('push', 30, (entry, population) => {
  const provider = entry['provider'] ?? PUSH_PROVIDER;
  return lookUp(entry['subscription_id'], (id) => population.byPush(provider, id));
});

function fieldProblem({ databaseId, fieldName }: MatchFrame): string | null {
  if (fieldName === undefined || fieldName === '') return 'field_name is required for this matching';
  return databases.get(databaseId)?.fields.has(fieldName) === true ? null : `field_name names no field: ${fieldName}`;
}

/** Only the two unique fields of the population lead to anybody. */
function byField(name: string | undefined, value: unknown, population: Population): KeyReading {
  if (name === 'Custom_ID') return lookUp(value, population.byCustomId);
  if (name === 'CRM_ID') return lookUp(value, population.byCrmId);
  return lookUp(value, () => 0);
}

const both = (...reads: readonly Mode['read'][]): Mode['read'] => (item, frame, population) =>
  firstOf(reads.map((read) => read(item, frame, population)));

/** The eleven values of `matching` (Matching page). */
export const matchingModes: ReadonlyMap<string, Mode> = new Map<string, Mode>([
  ['email', { member: () => 'email', read: both(profileEmail, subEmail) }],
  ['email_profile', { member: () => 'email', read: profileEmail }],
  ['email_sub', { member: () => 'email', read: subEmail }],
  ['phone', { member: () => 'phone', read: both(profilePhone, subPhone) }],
  ['phone_sub', { member: () => 'phone', read: subPhone }],
  ['profile_id', { member: (frame) => frame.profileIdKey, read: (item, frame, population) => lookUp(item[frame.profileIdKey], population.byProfileId) }],
  ['push_sub', { member: () => 'subscription_id', read: subPush }],
  [
    'custom',
    {
      frameProblem: fieldProblem,
      member: (frame) => frame.fieldName ?? 'field_name',
      read: (item, frame, population) => byField(frame.fieldName, item[frame.fieldName ?? ''], population),
    },
  ],
  [
    // The two pages of the manual contradict each other; cc_data of any subscription of the item is our reading.
    'custom_sub',
    {
      frameProblem: fieldProblem,
      member: (frame) => frame.fieldName ?? 'field_name',
      read: (item, frame, population) =>
        firstOf(
          entriesOf(item, null).map((entry) =>
            byField(frame.fieldName, isPlainObject(entry['cc_data']) ? entry['cc_data'][frame.fieldName ?? ''] : undefined, population),
          ),
        ),
    },
  ],
  ['email_phone', { member: () => 'email or phone', read: both(profileEmail, profilePhone) }],
  ['email_phone_sub', { member: () => 'email or phone', read: both(subEmail, subPhone) }],
]);
