import { isIP } from 'node:net';
import type { FieldKind, PracticeField } from './catalogue.ts';

/**
 * What the practice platform takes as a value of each field type. Written from the manual alone and on purpose apart
 * from the client's own checks: if both shared their rules, a wrong rule would pass unseen.
 */

/** Every spelling of the manual's list of gender identifications; letter case as printed. 0 is in no list. */
const genders: ReadonlySet<unknown> = new Set<unknown>([
  'male', '1', 'Male', 'MASCULINE', 'M', 'MAN', '♂', 'М', 'МУЖ', 'МУЖСК', 'МУЖСКОЙ', 'МУЖЧИНА', 1,
  'female', '2', 'Female', 'FEM', 'FEMININE', 'F', 'WOMAN', 'W', '♀', 'Ж', 'ЖЕН', 'ЖЕНСК', 'ЖЕНСКИЙ', 'ЖЕНЩИНА', 2,
]);

const EMAIL = /^[^\s@"(),:;<>[\\\]]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}][\p{L}\p{N}-]{0,61}[\p{L}\p{N}]$/u;
/** `+` and 7 to 15 digits: the manual's own samples have 11 and 12. */
const PHONE = /^\+\d{7,15}$/;
/** Date only, or RFC 3339 with `Z` or an offset, with or without seconds: the three forms the manual prints. */
const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(?:Z|[+-](\d{2}):(\d{2})))?$/;
const VERSION = /^\d+(?:\.\d+){0,3}(?:[-+.][0-9A-Za-z.-]+)?$/;

/** 64 bits, as the platform stores them; beyond 2^53 the digits have been rounded here, which is no fault of the sender. */
const integer = (value: unknown): boolean => typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= 2 ** 63;
const textual = (value: unknown): boolean => typeof value === 'string';
const texts = (value: unknown): boolean => Array.isArray(value) && value.every((one) => typeof one === 'string' && one !== '');

interface KindRule {
  readonly takes: (value: unknown, field: PracticeField) => boolean;
  readonly problem: string;
}

const kinds: Readonly<Record<FieldKind, KindRule>> = {
  unicode: { takes: textual, problem: 'string expected' },
  int: { takes: integer, problem: 'integer expected' },
  float: { takes: (value) => typeof value === 'number', problem: 'number expected' },
  bool: { takes: (value) => typeof value === 'boolean', problem: 'boolean expected' },
  date: { takes: isDate, problem: 'incorrect date' },
  datetime: { takes: isDate, problem: 'incorrect date' },
  email: { takes: isEmail, problem: 'incorrect email' },
  phones: { takes: (value) => Array.isArray(value) && value.every(isPhone), problem: 'incorrect phone' },
  tags: { takes: texts, problem: 'array of strings expected' },
  enum: { takes: inList, problem: 'value not in list' },
  gender: { takes: (value) => genders.has(value), problem: 'value not in list' },
  status: { takes: (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 6, problem: 'value not in list' },
  ip: { takes: isIp, problem: 'incorrect ip' },
  postal: { takes: (value) => textual(value) || integer(value), problem: 'string expected' },
  object: { takes: isPlainObject, problem: 'object expected' },
  arr_object: { takes: (value) => Array.isArray(value) && value.every(isPlainObject), problem: 'array of objects expected' },
  version: { takes: (value) => typeof value === 'string' && VERSION.test(value), problem: 'incorrect version' },
};

/** Why the platform would not take this value for this field, or null if it would. */
export function valueProblem(field: PracticeField, value: unknown): string | null {
  const action = actionOf(value);
  if (action !== null) return actionProblem(field, action);
  return plainProblem(field, value);
}

function plainProblem(field: PracticeField, value: unknown): string | null {
  const rule = kinds[field.type];
  return rule.takes(value, field) ? null : rule.problem;
}

/** Strictly read, any object with an `action` is a functional update, whatever stands there. */
function actionOf(value: unknown): Record<string, unknown> | null {
  return isPlainObject(value) && Object.hasOwn(value, 'action') ? value : null;
}

/** What each operator has besides `action`; the manual's table gives unset no value, and a path only where there is one. */
const actionMembers: ReadonlyMap<unknown, readonly string[]> = new Map([
  ['set', ['value']], ['unset', []], ['incr', ['value']], ['add', ['value', 'submatch']], ['delete', ['value', 'submatch']], ['upsert', ['value', 'submatch']],
]);

/** Functional updates (manual page 3113720): which operator which type takes, and with what. */
function actionProblem(field: PracticeField, update: Record<string, unknown>): string | null {
  const { action, value, submatch } = update;
  const members = actionMembers.get(action);
  const further = Object.keys(update).find((name) => name !== 'action' && members?.includes(name) === false);
  if (further !== undefined) return `${String(action)} has no ${further}`;
  switch (action) {
    case 'set':
      return plainProblem(field, value);
    case 'unset':
      return field.name === 'email' ? 'unset is not possible' : null;
    case 'incr':
      if (field.type !== 'int' && field.type !== 'float') return 'incr needs a number field';
      return integer(value) ? null : 'incr needs an integer';
    case 'add':
    case 'delete':
      if (field.type === 'tags') return submatch !== undefined ? `${action} has no submatch` : texts(value) ? null : 'array of strings expected';
      if (field.type === 'arr_object') return isList(value) && isText(submatch) ? null : `${action} needs value and submatch`;
      return `${action} needs tags`;
    case 'upsert':
      if (field.type !== 'object' && field.type !== 'arr_object') return 'upsert needs an object field';
      return value !== undefined && isText(submatch) ? null : 'upsert needs value and submatch';
    default:
      return 'unknown action';
  }
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isEmail(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 254 && EMAIL.test(value);
}

export function isPhone(value: unknown): value is string {
  return typeof value === 'string' && PHONE.test(value);
}

/** The manual's table has strings, and the field holds objects. */
function isList(value: unknown): boolean {
  return texts(value) || (Array.isArray(value) && value.every(isPlainObject));
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function inList(value: unknown, field: PracticeField): boolean {
  return field.values?.some((one) => one.id === value || one.title === value) ?? false;
}

function isDate(value: unknown): boolean {
  const match = typeof value === 'string' ? DATE.exec(value) : null;
  if (match === null) return false;
  const [, year, month, day, hour = '0', minute = '0', second = '0', zoneHour = '0', zoneMinute = '0'] = match;
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > daysIn(Number(year), Number(month))) return false;
  return Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60 && Number(zoneHour) < 24 && Number(zoneMinute) < 60;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isIp(value: unknown): boolean {
  return typeof value === 'string' && isIP(value) !== 0;
}
