import { practicePerson } from '#contract/practicePeople.ts';

/**
 * The people of the practice platform. Nobody is stored: profile number i (1..population) is a set of formulas, so a
 * million profiles cost nothing. Updates are counted in the journal and, as far as profiles/get tells them, kept in
 * profiles.ts; they are not written back here, which keeps every key stable:
 *   Custom_ID   i                                 CRM_ID      `CRM-` and seven digits of i
 *   email       user<i>@example.com               phone       `+7900` and seven digits of i
 *   profile_id  24 hex: 8 from the seed, 8 of check, 8 of i
 *   push        provider android-firebase, subscription_id push-<i>
 * Each has an email subscription in resource 28, an sms one in 29 and a push one in 30, on those same addresses.
 */
export interface PracticeProfile {
  readonly number: number;
  readonly customId: number;
  readonly crmId: string;
  readonly email: string;
  /** E.164. */
  readonly phone: string;
  /** 24 hex digits. */
  readonly profileId: string;
  readonly pushSubscriptionId: string;
}

export const PRACTICE_SEED = 1;
export const PUSH_PROVIDER = 'android-firebase';

/** The profile of that number (1..9,999,999), whether or not a given population reaches that far. */
export function practiceProfile(number: number, seed: number = PRACTICE_SEED): PracticeProfile {
  const seven = String(number).padStart(7, '0');
  return {
    number,
    ...practicePerson(number),
    crmId: `CRM-${seven}`,
    profileId: profileIdOf(number, seed),
    pushSubscriptionId: `push-${number}`,
  };
}

export function profileIdOf(number: number, seed: number): string {
  return hex8(mix(seed)) + hex8(mix(seed ^ number)) + hex8(number);
}

export interface Population {
  readonly size: number;
  /** Each look-up gives the profile's number, or 0 where there is no such profile. */
  readonly byCustomId: (value: unknown) => number;
  readonly byCrmId: (value: unknown) => number;
  readonly byEmail: (value: unknown) => number;
  readonly byPhone: (value: unknown) => number;
  readonly byProfileId: (value: unknown) => number;
  readonly byPush: (provider: unknown, subscriptionId: unknown) => number;
  readonly profileId: (number: number) => string;
}

/** @param settings.holes every n-th profile is missing; 0: none */
export function createPopulation(settings: { population: number; seed: number; holes: number }): Population {
  const { population, seed, holes } = settings;
  const there = (number: number): number =>
    Number.isInteger(number) && number >= 1 && number <= population && (holes === 0 || number % holes !== 0) ? number : 0;
  /** Digits without a sign or leading zeros only: user007 is nobody. */
  const plain = (digits: string | undefined): number =>
    digits !== undefined && /^[1-9]\d{0,6}$/.test(digits) ? there(Number(digits)) : 0;
  const seven = (digits: string | undefined): number => (digits !== undefined && /^\d{7}$/.test(digits) ? there(Number(digits)) : 0);
  const after = (value: unknown, prefix: string): string | undefined =>
    typeof value === 'string' && value.startsWith(prefix) ? value.slice(prefix.length) : undefined;

  return {
    size: population,
    byCustomId: (value) => (typeof value === 'number' ? there(value) : typeof value === 'string' ? plain(value) : 0),
    byCrmId: (value) => seven(after(value, 'CRM-')),
    byEmail: (value) => {
      if (typeof value !== 'string') return 0;
      const lower = value.toLowerCase();
      return lower.endsWith('@example.com') ? plain(after(lower.slice(0, -12), 'user')) : 0;
    },
    byPhone: (value) => seven(after(value, '+7900')),
    byProfileId: (value) => {
      if (typeof value !== 'string' || !/^[0-9a-f]{24}$/.test(value)) return 0;
      const number = there(Number.parseInt(value.slice(16), 16));
      return number !== 0 && profileIdOf(number, seed) === value ? number : 0;
    },
    byPush: (provider, subscriptionId) => (provider === PUSH_PROVIDER ? plain(after(subscriptionId, 'push-')) : 0),
    profileId: (number) => profileIdOf(number, seed),
  };
}

function hex8(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ 0x5bd1_e995, 0x9e37_79b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85eb_ca77);
  return mixed ^ (mixed >>> 13);
}
