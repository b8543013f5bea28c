import type { z } from 'zod';
import { m } from '#messages';
import { grouped } from './counted.ts';
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
      return `${path}: ${slip === undefined ? m.recipe_rules_unknown({ known: issue.message }) : m.recipe_rules_unknown_probably({ meant: slip.meant, known: issue.message })}`;
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
function followsFrom({ place, meant }: Slip, issue: Issue): boolean {
  const at = pathText(issue.path);
  return at === (place === wholeRecipe() ? meant : `${place}.${meant}`) || (at === place && issue.code === 'custom' && issue.message.includes(meant) && issue.params?.[sourceMissing] === true);
}

const wholeRecipe = (): string => m.recipe_rules_whole();

/** `fields[2].type`; the whole is "recipe". */
function pathText(path: readonly PropertyKey[]): string {
  if (path.length === 0) return wholeRecipe();
  return path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}${text === '' ? '' : '.'}${String(part)}`), '');
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, part) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, part) : undefined), value);
}

function sentence(issue: Exclude<Issue, { code: 'unrecognized_keys' }>, found: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return expected(typeNames[issue.expected]?.() ?? issue.expected, found);
    case 'invalid_value':
      return expected(listed(issue.values.map(String)), found);
    case 'invalid_union':
      return expected(issue.message, found);
    case 'invalid_format':
      return expected(issue.message, found);
    case 'too_small':
    case 'too_big':
      return sizeSentence(issue);
    // Their messages are ours.
    case 'custom':
      return issue.message;
    case 'invalid_key':
      return issue.issues.some(({ code }) => code === 'too_small') ? m.recipe_rules_key_empty() : m.recipe_rules_key_long();
    default:
      return m.recipe_rules_not_valid();
  }
}

const typeNames: Readonly<Record<string, () => string>> = {
  string: m.recipe_rules_text,
  number: m.recipe_rules_number,
  int: m.recipe_rules_whole_number,
  boolean: m.recipe_rules_boolean,
  array: m.recipe_rules_list,
  object: m.recipe_rules_object,
  record: m.recipe_rules_object,
};

function listed(values: readonly string[]): string {
  return values.length === 1 ? (values[0] ?? '') : m.recipe_rules_one_of({ values: values.join(', ') });
}

function expected(what: string, found: unknown): string {
  return found === undefined ? m.recipe_rules_missing({ what }) : m.recipe_rules_expected({ what, found: shown(found) });
}

const longestShown = 60;

function shown(found: unknown): string {
  if (Array.isArray(found)) return m.recipe_rules_found_list();
  if (typeof found === 'object' && found !== null) return m.recipe_rules_found_object();
  const text = typeof found === 'string' ? JSON.stringify(found) : String(found);
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}

/** Texts, lists and numbers that are too small or too large. */
function sizeSentence(issue: Extract<Issue, { code: 'too_small' | 'too_big' }>): string {
  const least = issue.code === 'too_small';
  const bound = Number(least ? issue.minimum : issue.maximum);
  const size = { count: bound };
  if (issue.origin === 'string') return least && bound === 1 ? m.recipe_rules_not_empty() : (least ? m.recipe_rules_characters_least : m.recipe_rules_characters_most)(size);
  if (issue.origin === 'array') return least && bound === 1 ? m.recipe_rules_entry_least() : (least ? m.recipe_rules_entries_least : m.recipe_rules_entries_most)(size);
  return (least ? m.recipe_rules_value_least : m.recipe_rules_value_most)({ bound: grouped(bound) });
}
