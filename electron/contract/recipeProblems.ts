import type { z } from 'zod';
import { distance } from './distance.ts';
import { sourceMissing } from './recipe/basics.ts';

type Issue = z.core.$ZodIssue;

/**
 * What is wrong with a recipe, in sentences that begin with the path of the faulty member: "fields[2].type: expected
 * one of string, int, …; found "text"". `value` is what was read; the issues do not carry it.
 */
export function recipeProblems(value: unknown, issues: readonly Issue[]): readonly string[] {
  const slips = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? slipsOf(issue, valueAt(value, issue.path)) : []));
  return issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return slips.some((slip) => followsFrom(slip, issue)) ? [] : [`${pathText(issue.path)}: ${sentence(issue, valueAt(value, issue.path))}`];
    return issue.keys.map((key) => {
      const path = pathText([...issue.path, key]);
      const slip = slips.find((one) => one.member === path);
      return `${path}: unknown member${slip === undefined ? '' : `, probably “${slip.meant}”`}; known here are ${issue.message}`;
    });
  });
}

/** A misspelt member: what it is written as, where, and the known name that is missing there. */
interface Slip {
  readonly member: string;
  readonly place: string;
  readonly meant: string;
}

function slipsOf({ path, keys, message }: Extract<Issue, { code: 'unrecognized_keys' }>, found: unknown): readonly Slip[] {
  const there = new Set(typeof found === 'object' && found !== null ? Object.keys(found) : []);
  const missing = message.split(', ').filter((name) => !there.has(name));
  return keys.flatMap((key) => {
    const meant = missing.find((name) => isSlip(key, name));
    return meant === undefined ? [] : [{ member: pathText([...path, key]), place: pathText(path), meant }];
  });
}

/** Another letter case, one letter wrong, too many or too few, or letters in another order. */
function isSlip(written: string, known: string): boolean {
  const [one, other] = [written.toLowerCase(), known.toLowerCase()];
  if (one === other) return true;
  const letters = (word: string): string => [...word].sort().join('');
  return Math.min(one.length, other.length) >= 4 && (distance(one, other) <= 1 || letters(one) === letters(other));
}

/** Whether an issue only says that the misspelt member is missing; one mistake is told once. */
function followsFrom({ place, meant }: Slip, { code, path, message }: Issue): boolean {
  const at = pathText(path);
  return at === (place === 'recipe' ? meant : `${place}.${meant}`) || (at === place && code === 'custom' && message.includes(meant) && message.endsWith(sourceMissing));
}

/** `fields[2].type`; the whole is "recipe". */
function pathText(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'recipe';
  return path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}${text === '' ? '' : '.'}${String(part)}`), '');
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, part) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, part) : undefined), value);
}

function sentence(issue: Exclude<Issue, { code: 'unrecognized_keys' }>, found: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return expected(typeNames[issue.expected] ?? issue.expected, found);
    case 'invalid_value':
      return expected(listed(issue.values.map(String)), found);
    case 'invalid_union':
      return expected(issue.message, found);
    case 'invalid_format':
      return expected(issue.message, found);
    case 'too_small':
    case 'too_big':
      return sizeSentence(issue);
    default:
      return issue.message;
  }
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text in quotes',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list in square brackets',
  object: 'an object in curly brackets',
  record: 'an object in curly brackets',
};

function listed(values: readonly string[]): string {
  return values.length === 1 ? (values[0] ?? '') : `one of ${values.join(', ')}`;
}

function expected(what: string, found: unknown): string {
  return found === undefined ? `is missing; expected ${what}` : `expected ${what}; found ${shown(found)}`;
}

const longestShown = 60;

function shown(found: unknown): string {
  if (Array.isArray(found)) return 'a list';
  if (typeof found === 'object' && found !== null) return 'an object';
  const text = typeof found === 'string' ? JSON.stringify(found) : String(found);
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}

/** Texts, lists and numbers that are too small or too large. */
function sizeSentence(issue: Extract<Issue, { code: 'too_small' | 'too_big' }>): string {
  const least = issue.code === 'too_small';
  const bound = String(least ? issue.minimum : issue.maximum);
  if (issue.origin === 'string') return least && bound === '1' ? 'must not be empty' : `must have ${least ? 'at least' : 'at most'} ${bound === '1' ? '1 character' : `${bound} characters`}`;
  if (issue.origin === 'array') return least && bound === '1' ? 'must have at least one entry' : `must have ${least ? 'at least' : 'at most'} ${bound === '1' ? '1 entry' : `${bound} entries`}`;
  return `must be ${least ? 'at least' : 'at most'} ${bound}`;
}
