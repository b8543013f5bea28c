import type { FieldRule, FieldType } from '#contract/recipe.ts';
import { compileMember, type Member, type Scope } from './members.ts';
import { isPhoneCountry } from './values/phones.ts';
import { boundedIntReader } from './values/numbers.ts';
import { valueType, type ValueType } from './values/index.ts';

/** A profile field or a subscription's own field, compiled. */
export interface CompiledField {
  readonly field: string;
  readonly type: FieldType;
  /** `"name":`, ready to be followed by the value. */
  readonly prefix: string;
  readonly member: Member;
}

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
  ['_status', ['int']],
  ...[
    '_fname', '_lname', '_regip', '_regcity', '_regcountry', '_regurl', '_ip', '_city', '_country', '_region', '_postal_code',
    '_tz', '_vendor', '_browser', '_os',
  ].map((name) => [name, ['string']] as const),
]);

/** The profile's global status has the numbers of subscriptions' statuses (Profile data object page: `_status` int). */
const statusNumber: ValueType = { shape: 'one', quoted: false, reader: boundedIntReader(0, 6) };

/** Compiles a list of field rules. `label` names a field in row errors, `targets` says what the list fills. */
export function compileFields(
  rules: readonly FieldRule[],
  options: { readonly path: string; readonly label: (field: string) => string; readonly system: boolean },
  scope: Scope,
): readonly CompiledField[] {
  const first = new Map<string, number>();
  return rules.flatMap((rule, index) => {
    const path = `${options.path}[${index}]`;
    const earlier = first.get(rule.field);
    if (earlier !== undefined) scope.problems.push(`${path}.field: “${rule.field}” is filled by ${options.path}[${earlier}] already`);
    else first.set(rule.field, index);
    if (options.system) scope.problems.push(...targetProblems(rule, path));
    const field = compileField(rule, { path, label: options.label(rule.field), system: options.system }, scope);
    return field === null ? [] : [field];
  });
}

interface FieldPlace {
  readonly path: string;
  readonly label: string;
  readonly system: boolean;
}

function compileField(rule: FieldRule, place: FieldPlace, scope: Scope): CompiledField | null {
  const type = place.system && rule.field === '_status' ? statusNumber : compileType(rule, place.path, scope);
  if (type === null) return null;
  const emptyConstant = 'a constant must not be empty; leave the field out instead';
  const member = compileMember(rule, type, { path: place.path, field: place.label, emptyConstant }, scope);
  return member === null ? null : { field: rule.field, type: rule.type, prefix: `${JSON.stringify(rule.field)}:`, member };
}

/** The value type of a rule with its options; null and a problem where the country has no phone numbers. */
export function compileType(
  rule: Pick<FieldRule, 'type' | 'country' | 'separator' | 'order' | 'zone'>,
  path: string,
  scope: Scope,
): ValueType | null {
  const { type, country, separator, order, zone } = rule;
  if (country === undefined || isPhoneCountry(country)) {
    return valueType(type, { parsePhone: scope.phoneParser(country), separator, order, zone });
  }
  scope.problems.push(`${path}.country: no phone numbers are known for “${country}”; expected a country code such as RU or DE`);
  return null;
}

function targetProblems({ field, type }: FieldRule, path: string): readonly string[] {
  if (field === 'subscriptions') return [`${path}.field: subscriptions are described in the recipe’s own member “subscriptions”`];
  const allowed = systemFieldTypes.get(field);
  if (allowed === undefined || allowed.includes(type)) return [];
  return [`${path}.type: the system field “${field}” takes ${allowed.join(' or ')}, not ${type}`];
}
