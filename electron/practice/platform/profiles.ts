import { appliedItem } from './applying.ts';
import { databases } from './catalogue.ts';
import { practiceProfile, PUSH_PROVIDER } from './population.ts';
import { subscriptionProblem } from './subscriptions.ts';
import { isPlainObject } from './values.ts';

type Members = Readonly<Record<string, unknown>>;

const firstNames = ['Anna', 'Boris', 'Vera', 'Gleb', 'Daria', 'Egor', 'Zhanna', 'Ivan'];
const lastNames = ['Orlova', 'Smirnov', 'Belova', 'Kuznetsov', 'Morozova'];
const cities = ['Moscow', 'Kazan', 'Tver', 'Omsk'];

/** A profile as nobody has updated it yet, by formulas of its number; with the members that the manual's sample has. */
export function firstProfile(databaseId: number, number: number, seed: number): Members {
  const { profileId, email, phone, customId, crmId, pushSubscriptionId } = practiceProfile(number, seed);
  return {
    id: profileId,
    db_id: databaseId,
    email,
    phones: [phone],
    _fname: of(firstNames, number),
    _lname: of(lastNames, number),
    ...(number % 3 === 0 ? {} : { _city: of(cities, number) }),
    _bdate: new Date(Date.UTC(1950 + (number % 50), number % 12, 1 + (number % 28))).toISOString(),
    _sex: number % 2 === 0 ? 'female' : 'male',
    _status: 0,
    _createtime: '2020-01-24T12:41:27.000Z',
    _emaildomain: 'example.com',
    Custom_ID: customId,
    CRM_ID: crmId,
    bonus: number % 500,
    ...(number % 4 === 0 ? {} : { interests: ['sport', ...(number % 2 === 0 ? ['music'] : [])] }),
    ...(number % 5 === 0 ? { tier: 1 + (number % 4) } : {}),
    subscriptions: [
      { resource_id: 28, channel: 'email', email_data: { email, domain: 'example.com' }, status: 'subscribed', priority: 0, is_delete: false },
      { resource_id: 29, channel: 'sms', phone_data: { phone }, status: number % 10 === 0 ? 'unsubscribed' : 'subscribed', priority: 0, is_delete: false },
      { resource_id: 30, channel: 'push', provider: PUSH_PROVIDER, subscription_id: pushSubscriptionId, status: 'subscribed', priority: 0, is_delete: false },
    ],
  };
}

function of(names: readonly string[], number: number): string {
  return names[number % names.length] ?? '';
}

/** Profiles that are told as updates have left them; each further one is told as it was at first, or memory would grow with every row. */
const updatedAtMost = 10_000;

/**
 * Profiles as profiles/get tells them. Who is found by which key stays with the population's formulas, also where an update has
 * changed an address.
 */
export class Profiles {
  readonly #updated = new Map<string, Members>();
  readonly #seed: number;

  constructor({ seed }: { readonly seed: number }) {
    this.#seed = seed;
  }

  read(databaseId: number, number: number): Members {
    return this.#updated.get(`${databaseId}/${number}`) ?? firstProfile(databaseId, number, this.#seed);
  }

  /** Subscriptions that the platform does not take are those that it was told to skip. */
  apply(databaseId: number, number: number, item: unknown): void {
    const place = `${databaseId}/${number}`;
    const fields = databases.get(databaseId)?.fields;
    if (fields === undefined || !isPlainObject(item) || (this.#updated.size >= updatedAtMost && !this.#updated.has(place))) return;
    const subscriptions: readonly unknown[] = Array.isArray(item['subscriptions']) ? item['subscriptions'] : [];
    const taken = subscriptions.filter((entry) => subscriptionProblem(entry, databaseId, 'ignore') === null);
    this.#updated.set(place, appliedItem(this.read(databaseId, number), { ...item, subscriptions: taken }, fields));
  }

  /** Tells all as they were at first. */
  reset(): void {
    this.#updated.clear();
  }
}
