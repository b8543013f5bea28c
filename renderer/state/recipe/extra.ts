import { m } from '#messages';
import type { ExtraDraft } from './draft.ts';

/** A further parameter as typed: JSON where it is that, else the text itself. */
export function extraValue(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    // Digits beyond what a number can hold stay text, as nothing else keeps them all.
    return typeof value === 'number' && String(value) !== text.trim() ? text : value;
  } catch {
    return text;
  }
}

/** A saved parameter as text that reads back as the same value. */
export function extraDraft(name: string, value: unknown): ExtraDraft {
  return { name, text: typeof value === 'string' && extraValue(value) === value ? value : JSON.stringify(value) };
}

/** What is wrong with the list apart from what the schema says of the names. */
export function extraProblem(extra: readonly ExtraDraft[]): string | null {
  const names = extra.map(({ name }) => name.trim());
  if (names.includes('')) return m.request_problem_extra_nameless();
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined ? null : m.request_problem_extra_twice({ name: twice });
}
