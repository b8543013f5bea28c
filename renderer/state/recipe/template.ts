import type { Column } from '#contract/cells.ts';
import { findColumn } from './columns.ts';

/** The columns that a template names: `{Last name} {@C}`; `{{` and `}}` are braces. */
export function templateRefs(text: string): readonly string[] {
  return [...text.matchAll(/\{\{|\}\}|\{([^{}]*)\}/g)].flatMap(([, ref]) => (ref === undefined || ref.trim() === '' ? [] : [ref.trim()]));
}

/** What is still wrong with a template; null where each of its columns is in the file. */
export function templateProblem(text: string, columns: readonly Column[]): string | null {
  if (text.trim() === '') return 'Write what is joined, with the columns in braces: {Last name} {First name}.';
  const refs = templateRefs(text);
  if (refs.length === 0) return 'No column is named; write it in braces, such as {First name}.';
  const missing = refs.find((ref) => findColumn(columns, ref) === undefined);
  return missing === undefined ? null : `This file has no column “${missing}”.`;
}
