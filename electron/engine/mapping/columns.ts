import { m } from '#messages';
import { columnIndex, type Column } from '#contract/cells.ts';
import { difference, skeleton } from '#contract/alphabets.ts';
import { orList } from '#contract/recipe/basics.ts';
import { foldedText, visibleText } from '#contract/sameText.ts';
import type { Problem } from './problem.ts';
import { similarity } from './suggest/similarity.ts';

export type FoundColumn = { readonly ok: true; readonly column: Column } | { readonly ok: false; readonly problem: Problem };
export type ColumnFinder = (ref: string) => FoundColumn;

const nearestShown = 3;
const headersShown = 10;

/**
 * Finds columns by what a recipe calls them: the header as a person sees it, else the header apart from letter case and
 * white space where only one fits, or `@` and a letter. The problem of a miss says what to write instead.
 */
export function columnFinder(columns: readonly Column[]): ColumnFinder {
  return (ref) => {
    const name = visibleText(ref);
    const index = name.startsWith('@') ? columnIndex(name.slice(1)) : -1;
    const exact = columns.filter(({ header }) => visibleText(header) === name);
    if (index >= 0) return byLetter(columns, index) ?? one(exact) ?? miss(() => beyond(name, columns));
    const found = one(exact) ?? (exact.length === 0 ? one(columns.filter(({ header }) => header !== '' && foldedText(header) === foldedText(name))) : null);
    return found ?? miss(() => absent(name, columns));
  };
}

function byLetter(columns: readonly Column[], index: number): FoundColumn | null {
  const column = columns.find((candidate) => candidate.index === index);
  return column === undefined ? null : { ok: true, column };
}

/** The only one, a problem where there are several, null where there is none. */
function one(found: readonly Column[]): FoundColumn | null {
  const [column, second] = found;
  if (column === undefined) return null;
  if (second === undefined) return { ok: true, column };
  const letters = found.map(({ letter }) => `@${letter}`);
  return miss(() => m.recipe_fit_several({ header: column.header, count: found.length, letters: orList(letters) }));
}

function miss(problem: Problem): FoundColumn {
  return { ok: false, problem };
}

function beyond(name: string, columns: readonly Column[]): string {
  const last = columns.at(-1);
  return last === undefined ? m.recipe_fit_no_columns({ name }) : m.recipe_fit_beyond({ name, last: last.letter });
}

function absent(name: string, columns: readonly Column[]): string {
  // Nobody means what an earlier export of this program has written.
  const headers = [...new Set(columns.flatMap(({ header, own }) => (header === '' || own === true ? [] : [header])))];
  const twin = headers.find((header) => skeleton(header) === skeleton(name));
  if (twin !== undefined) return m.recipe_fit_twin({ name, twin, difference: difference(twin, name) });
  const near = headers
    .map((header) => ({ header, score: similarity(foldedText(header), foldedText(name)) }))
    .filter(({ score }) => score >= 0.5)
    .sort((a, b) => b.score - a.score)
    .slice(0, nearestShown)
    .map(({ header }) => quote(header));
  if (near.length > 0) return m.recipe_fit_near({ name, headers: near.join(', ') });
  if (headers.length === 0) return m.recipe_fit_headless({ name });
  const rest = headers.length > headersShown ? ' …' : '';
  return m.recipe_fit_absent({ name, headers: `${headers.slice(0, headersShown).map(quote).join(', ')}${rest}` });
}

const quote = (text: string): string => m.recipe_fit_quoted({ text });
