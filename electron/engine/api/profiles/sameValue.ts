import type { ComparisonDoubt } from '#contract/comparison.ts';
import { isMembers } from './profileKeys.ts';

/** Whether two values say the same to the platform, as far as that can be told; `doubt`: why it cannot. */
export type Sameness = { readonly same: boolean; readonly doubt: ComparisonDoubt | null };

const yes: Sameness = { same: true, doubt: null };
const no: Sameness = { same: false, doubt: null };

/** Nothing stands there: the platform's answers leave a field out, or have it empty. */
export function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/**
 * Compares a value as it is told with the one that is sent. The platform tells values in spellings of its own: dates with
 * their time, numbers as texts, values of a list by their number. A doubt of two that may be the same comes with `same: false`. Pure.
 */
export function sameValue(field: string, told: unknown, sent: unknown): Sameness {
  if (isEqual(told, sent)) return yes;
  if (field === '_sex') return sameGender(told, sent);
  if (typeof told === 'string' && typeof sent === 'string') return sameText(field, told, sent);
  if (isScalar(told) && isScalar(sent)) return sameScalar(told, sent);
  if (Array.isArray(told) && Array.isArray(sent) && told.length === sent.length && told.every((one: unknown) => sent.some((other: unknown) => isEqual(one, other)))) {
    return { same: false, doubt: 'list-order' };
  }
  return no;
}

/** As JSON, whatever the order of members. */
export function isEqual(one: unknown, other: unknown): boolean {
  if (Object.is(one, other) || (one === 0 && other === 0)) return true;
  if (Array.isArray(one)) return Array.isArray(other) && one.length === other.length && one.every((part, index) => isEqual(part, other[index]));
  if (!isMembers(one) || !isMembers(other)) return false;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => Object.hasOwn(other, name) && isEqual(one[name], other[name]));
}

type Scalar = string | number | boolean;

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** Of different kinds: a number may be told as a text, and the word of a list by its number. */
function sameScalar(told: Scalar, sent: Scalar): Sameness {
  if (typeof told === typeof sent) return no;
  if (String(told) === String(sent)) return yes;
  const [number, text] = typeof told === 'number' ? [told, sent] : [sent, told];
  if (typeof number !== 'number' || typeof text !== 'string') return no;
  return /^\s*[-+]?\d/.test(text) ? no : { same: false, doubt: 'number-of-list' };
}

function sameText(field: string, told: string, sent: string): Sameness {
  if (field === 'email' && told.toLowerCase() === sent.toLowerCase()) return yes;
  const [one, other] = [timeOf(told), timeOf(sent)];
  if (one !== null && other !== null) return sameTime(one, other);
  // `RU` and `Russian Federation` are both taken (user guide, types of fields).
  const isCountry = field === '_country' || field === '_regcountry';
  return isCountry && (told.length === 2) !== (sent.length === 2) ? { same: false, doubt: 'other-spelling' } : no;
}

interface Time {
  readonly at: number;
  /** A day without a time. */
  readonly isDay: boolean;
}

/** The three forms of dates that the manual prints. */
const date = /^(\d{4})-(\d{2})-(\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;
/** What offsets there are lie within it. */
const widestOffset = 14 * 3_600_000;

function timeOf(text: string): Time | null {
  if (!date.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : { at, isDay: text.length === 10 };
}

function sameTime(told: Time, sent: Time): Sameness {
  if (told.at === sent.at) return yes;
  // In whose midnight a day is stored is not published.
  const isNear = told.isDay !== sent.isDay && Math.abs(told.at - sent.at) <= widestOffset;
  return isNear ? { same: false, doubt: 'day-zone' } : no;
}

/** The vendor's list of gender identifications; letter case as it may come. */
const genders: readonly (readonly string[])[] = [
  ['male', '1', 'masculine', 'm', 'man', '♂', 'м', 'муж', 'мужск', 'мужской', 'мужчина'],
  ['female', '2', 'fem', 'feminine', 'f', 'woman', 'w', '♀', 'ж', 'жен', 'женск', 'женский', 'женщина'],
];

function genderOf(value: unknown): number {
  return isScalar(value) ? genders.findIndex((words) => words.includes(String(value).toLowerCase())) : -1;
}

function sameGender(told: unknown, sent: unknown): Sameness {
  const [one, other] = [genderOf(told), genderOf(sent)];
  // One page of the manual counts from 1, the sample of another has 0.
  if (typeof told === 'number') return { same: false, doubt: 'gender-number' };
  return one >= 0 && one === other ? yes : no;
}
