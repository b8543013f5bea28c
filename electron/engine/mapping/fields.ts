import { m } from '#messages';
import type { FieldRule, FieldType, ObjectMember } from '#contract/recipe.ts';
import { cellType, hasEmptyValue } from '#contract/recipe/terms.ts';
import { composedObject } from './composedObject.ts';
import { unsetMember, withAction, withEmpty, withUnsetWord, type EmptyPolicy } from './functional.ts';
import { DayWatch, NumberWatch } from './dayWatch.ts';
import { columnOptions } from './columnOptions.ts';
import { leavingOut } from './leftOut.ts';
import { compileMember, type Member, type Scope, type SourceRule } from './members.ts';
import { at } from './problem.ts';
import { systemValueType, targetProblems } from './systemFields.ts';
import { isPhoneCountry } from './values/phones.ts';
import { idType, valueType, type ValueType } from './values/index.ts';
import { zoneOffsets } from './values/zones.ts';

/** A profile field or a subscription's own field, compiled. */
export interface CompiledField {
  readonly field: string;
  readonly type: FieldType;
  /** `"name":`, ready to be followed by the value. */
  readonly prefix: string;
  readonly member: Member;
}

/** Whether a value that is not valid leaves its row out, or itself alone. */
export type InvalidPolicy = 'row' | 'field';

/** What a list of field rules fills, and where it stands. */
export interface FieldTargets {
  readonly path: string;
  /** Names a field in row errors. */
  readonly label: (field: string) => string;
  /** Fields of the profile, system fields among them; else members of a subscription. */
  readonly profile: boolean;
  /** Whether the platform takes functional updates of them; what stands in `cc_data` is replaced as it stands. */
  readonly updates: boolean;
  /** What empty cells do where their rule does not say. */
  readonly empty: EmptyPolicy;
  /** What values that are not valid do where their rule does not say. */
  readonly invalid: InvalidPolicy;
  /** Fields that the profile is found by, which are never deleted or emptied. */
  readonly keys: readonly string[];
}

/** Compiles a list of field rules; what is wrong with them is added to the scope. */
export function compileFields(rules: readonly FieldRule[], targets: FieldTargets, scope: Scope): readonly CompiledField[] {
  const first = new Map<string, number>();
  return rules.flatMap((rule, index) => {
    const path = `${targets.path}[${index}]`;
    const earlier = first.get(rule.field);
    if (earlier !== undefined) scope.problems.push(at(`${path}.field`, () => m.recipe_fit_filled_already({ name: rule.field, place: `${targets.path}[${earlier}]` })));
    else first.set(rule.field, index);
    if (rule.field !== rule.field.trim()) scope.problems.push(at(`${path}.field`, () => m.recipe_fit_name_space({ name: rule.field })));
    if (targets.profile) scope.problems.push(...targetProblems(rule, path));
    const member = compileField(rule, path, targets, scope);
    return member === null ? [] : [{ field: rule.field, type: rule.type, prefix: `${JSON.stringify(rule.field)}:`, member }];
  });
}

function compileField(rule: FieldRule, path: string, targets: FieldTargets, scope: Scope): Member | null {
  if (rule.action === 'unset') return unsetMember;
  const own = targets.profile ? systemValueType(rule) : null;
  const isKey = targets.keys.includes(rule.field);
  if (isKey && rule.invalid === 'field') scope.problems.push(at(`${path}.invalid`, m.recipe_fit_key_invalid));
  const leaves = leavesOut(rule, targets, isKey);
  const typed = own ?? compileType({ ...rule, type: cellType(rule) }, path, scope, leaves);
  if (typed === null) return null;
  const type = isKey && cellType(rule) === 'string' ? idType : typed;
  if (own !== null && rule.empty === 'send') scope.problems.push(at(`${path}.empty`, () => m.recipe_fit_no_empty_value({ name: rule.field })));
  const emptyConstant = m.recipe_fit_empty_field;
  const field = targets.label(rule.field);
  const member = rule.members === undefined
    ? compileMember(rule, type, { path, field, emptyConstant, whole: isKey }, scope)
    : compileObject({ rules: rule.members.map((member) => ({ merged: rule.merged, ...member })), isList: cellType(rule) === 'arr_object', leaves, path, field }, scope);
  if (member === null) return null;
  const written = withEmpty(targets.updates ? withAction(member, rule) : member, emptyPolicy(rule, targets, own !== null), rule, type);
  const complete = rule.unsetWord === undefined ? written : withUnsetWord(written, rule.unsetWord, rule.merged);
  return leaves ? leavingOut(complete) : complete;
}

/** The match key is never left out: the platform would find another profile by what is left, or none. */
function leavesOut({ invalid, value }: FieldRule, targets: FieldTargets, isKey: boolean): boolean {
  return !isKey && value === undefined && (invalid ?? targets.invalid) === 'field';
}

interface ObjectParts {
  readonly rules: readonly ObjectMember[];
  readonly isList: boolean;
  /** Members that are not valid are left out alone. */
  readonly leaves: boolean;
  readonly path: string;
  readonly field: string;
}

/** An object of several columns, or the list of it alone; null where one of its members has problems. */
function compileObject({ rules, isList, leaves, path, field }: ObjectParts, scope: Scope): Member | null {
  const emptyConstant = m.recipe_fit_empty_member;
  const members = rules.flatMap((rule, index) => {
    const place = `${path}.members[${index}]`;
    const type = compileType(rule, place, scope, leaves && rule.value === undefined);
    const member = type === null ? null : compileMember(rule, type, { path: place, field: `${field}.${rule.name}`, emptyConstant }, scope);
    return member === null ? [] : [{ prefix: `${JSON.stringify(rule.name)}:`, member: leaves ? leavingOut(member) : member }];
  });
  return members.length < rules.length ? null : composedObject(members, isList);
}

/** The recipe's own policy holds for plain values only, and where the platform can take it. */
function emptyPolicy(rule: FieldRule, { empty, keys }: FieldTargets, isOwn: boolean): EmptyPolicy {
  if (rule.empty !== undefined) return rule.empty;
  const isPlain = rule.value === undefined && (rule.action === undefined || rule.action === 'set');
  if (!isPlain || keys.includes(rule.field)) return 'skip';
  if (empty === 'unset') return rule.field === 'email' ? 'skip' : 'unset';
  return empty === 'send' && hasEmptyValue(rule) && !isOwn ? 'send' : 'skip';
}

export type TypeRule = Pick<FieldRule, 'type' | 'country' | 'separator' | 'order' | 'zone' | 'yes' | 'no' | 'values' | 'decimal' | 'check'> & SourceRule;

/** The value type of a rule with its options; null and a problem where there is no such country or zone. `leaves`: of a list only the values that are not valid are left out. */
export function compileType(rule: TypeRule, path: string, scope: Scope, leaves = false): ValueType | null {
  const { type, country, zone, check } = rule;
  if (country !== undefined && !isPhoneCountry(country)) {
    scope.problems.push(at(`${path}.country`, () => m.recipe_fit_country({ country })));
    return null;
  }
  const offset = zone === undefined ? undefined : zoneOffsets(zone);
  if (offset === null) {
    scope.problems.push(at(`${path}.zone`, () => m.recipe_fit_zone({ zone: zone ?? '' })));
    return null;
  }
  const { orders = null, decimals, ...options } = columnOptions(rule, scope);
  const days = type === 'date' || type === 'datetime' ? new DayWatch(orders) : undefined;
  if (days !== undefined) scope.watches.push(days);
  const numbers = decimals === undefined ? undefined : new NumberWatch(decimals);
  return valueType(type, { ...rule, ...options, offset, parsePhone: scope.phoneParser(country, check), date1904: scope.date1904, days, numbers, spoilt: leaves ? [] : undefined });
}
