import type { Language } from './language.ts';

/**
 * The formatters that messages are made with. One of each kind is kept: making one takes a hundred times as long as using it,
 * and an export makes a message for each of its rows.
 */
const numbers = new Map<string, Intl.NumberFormat>();
const plurals = new Map<string, Intl.PluralRules>();

const usual = '{}';

function keyOf(language: Language, options: object): string {
  const text = Object.keys(options).length === 0 ? usual : JSON.stringify(options);
  return language + text;
}

/** Whole numbers and others in groups of three by the rules of the language. */
export function number(language: Language, value: unknown, options: Intl.NumberFormatOptions = {}): string {
  const key = keyOf(language, options);
  let format = numbers.get(key);
  if (format === undefined) numbers.set(key, (format = new Intl.NumberFormat(language, options)));
  return format.format(Number(value));
}

/** The plural form that a number asks for. */
export function plural(language: Language, value: unknown, options: Intl.PluralRulesOptions = {}): Intl.LDMLPluralRule {
  const key = keyOf(language, options);
  let rules = plurals.get(key);
  if (rules === undefined) plurals.set(key, (rules = new Intl.PluralRules(language, options)));
  return rules.select(Number(value));
}
