import { m } from '#messages';
import { orList } from '#contract/recipe/basics.ts';
import type { FieldRule, FieldType } from '#contract/recipe.ts';
import { isMaintainedField } from '#contract/recipe/maintained.ts';
import { at, type Problem } from './problem.ts';
import { boundedIntReader } from './values/numbers.ts';
import type { ValueType } from './values/index.ts';
import { countryReader, timezoneReader } from './values/places.ts';
import { ipReader } from './values/technical.ts';

/**
 * The types that system fields take (manual, Profile data object page). `_postal_code` is a whole number in one of
 * its tables and a text in its samples and the user guide: text, as it keeps leading zeros. `_sex` likewise has its
 * numbers and words contradict each other: gender writes the words. `_status` is a number from 0 to 6.
 */
export const systemFieldTypes: ReadonlyMap<string, readonly FieldType[]> = new Map<string, readonly FieldType[]>([
  ['email', ['email']],
  ['phones', ['phones']],
  ['_bdate', ['date', 'datetime']],
  ['_regdate', ['date', 'datetime']],
  ['_sex', ['gender']],
  ['_status', ['int', 'status']],
  ['_ip', ['string', 'ip']],
  ['_regip', ['string', 'ip']],
  ['_country', ['string', 'country']],
  ['_regcountry', ['string', 'country']],
  ['_tz', ['string', 'timezone']],
  ...['_fname', '_lname', '_regcity', '_regurl', '_city', '_region', '_postal_code', '_vendor', '_browser', '_os'].map((name) => [name, ['string']] as const),
]);

const ip: ValueType = { shape: 'one', quoted: true, reader: ipReader };
const country: ValueType = { shape: 'one', quoted: true, reader: countryReader };

/** System fields that a recipe may call by a wider type and whose values are checked all the same. */
const ownTypes: ReadonlyMap<string, ValueType> = new Map<string, ValueType>([
  ['_ip', ip],
  ['_regip', ip],
  ['_country', country],
  ['_regcountry', country],
  ['_tz', { shape: 'one', quoted: true, reader: timezoneReader }],
]);

/** The profile's global status has the numbers of subscriptions' statuses (Profile data object page: `_status` int). */
const statusNumber: ValueType = { shape: 'one', quoted: false, reader: boundedIntReader(0, 6) };

/** The value type of a system field that is stricter than the type a recipe names; null where that type holds. */
export function systemValueType({ field, type }: Pick<FieldRule, 'field' | 'type'>): ValueType | null {
  return field === '_status' && type === 'int' ? statusNumber : (ownTypes.get(field) ?? null);
}

/** Why a profile field cannot be filled, or not with this type, each with its path; none where it can. */
export function targetProblems({ field, type, action }: FieldRule, path: string): readonly Problem[] {
  if (field === 'subscriptions') return [at(`${path}.field`, m.recipe_fit_own_subscriptions)];
  if (isMaintainedField(field)) return [at(`${path}.field`, () => m.recipe_fit_maintained({ name: field }))];
  const allowed = systemFieldTypes.get(field);
  if (allowed === undefined) return [];
  if (!allowed.includes(type)) return [at(`${path}.type`, () => m.recipe_fit_system_type({ name: field, types: orList(allowed), type }))];
  return action === 'incr' ? [at(`${path}.action`, () => m.recipe_fit_system_amount({ name: field }))] : [];
}
