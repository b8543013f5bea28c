import type { Column } from '#contract/cells.ts';
import { m } from '#messages';
import { findColumn } from './columns.ts';

/** The columns that a template names: `{Last name} {@C}`; `{{` and `}}` are braces. */
export function templateRefs(text: string): readonly string[] {
  return [...text.matchAll(/\{\{|\}\}|\{([^{}]*)\}/g)].flatMap(([, ref]) => (ref === undefined || ref.trim() === '' ? [] : [ref.trim()]));
}

/** What is still wrong with a template; null where each of its columns is in the file. */
export function templateProblem(text: string, columns: readonly Column[]): string | null {
  if (text.trim() === '') return m.mapping_problem_template_empty();
  const refs = templateRefs(text);
  if (refs.length === 0) return m.mapping_problem_template_no_column();
  const missing = refs.find((ref) => findColumn(columns, ref) === undefined);
  return missing === undefined ? null : m.mapping_problem_template_unknown({ column: missing });
}
