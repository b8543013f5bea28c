import { m } from '#messages';
import type { Column, SheetRow } from '#contract/cells.ts';
import type { Problem } from './problem.ts';
import { cellReader, Refusal, type MergedCells } from './values/reader.ts';
import { textReader } from './values/text.ts';

/** A piece of a template: text as it stands, or the column of a placeholder by its recipe name. */
export type TemplatePiece = { readonly text: string } | { readonly ref: string };

export type ParsedTemplate = { readonly ok: true; readonly pieces: readonly TemplatePiece[] } | { readonly ok: false; readonly problem: Problem };

/** Takes a template apart: `{Last name} {@C}`, with `{{` and `}}` for braces themselves. */
export function parseTemplate(template: string): ParsedTemplate {
  const pieces: TemplatePiece[] = [];
  for (const [token] of template.matchAll(/\{\{|\}\}|\{[^{}]*\}|[^{}]+|[{}]/g)) {
    if (token === '{{' || token === '}}') pieces.push({ text: token.charAt(0) });
    else if (token === '{' || token === '}') return { ok: false, problem: () => m.recipe_fit_brace({ brace: token }) };
    else if (!token.startsWith('{')) pieces.push({ text: token });
    else if (token.slice(1, -1).trim() === '') return { ok: false, problem: m.recipe_fit_empty_braces };
    else pieces.push({ ref: token.slice(1, -1).trim() });
  }
  if (pieces.some((piece) => 'ref' in piece)) return { ok: true, pieces };
  return { ok: false, problem: m.recipe_fit_no_column };
}

const readers = { skip: cellReader(textReader, 'skip'), value: cellReader(textReader, 'value') } as const;

/** A piece with its column found. */
export type TemplatePart = string | Column;

export type Composed = { readonly text: string } | { readonly column: Column; readonly refusal: Refusal };

/**
 * The text of a row: cells as shown between the template's own words. Empty where all its columns are, whatever the
 * words around them say; where some are, the white space they leave behind closes up. `whole`: empty where any is.
 */
export function composed(parts: readonly TemplatePart[], row: SheetRow, whole: boolean, merged: MergedCells): Composed {
  let text = '';
  let filled = 0;
  let empty = 0;
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const reading = readers[merged](row.cells[part.index] ?? null);
    if (reading instanceof Refusal) return { column: part, refusal: reading };
    if (reading === null) empty += 1;
    else filled += 1;
    text += reading ?? '';
  }
  if (filled === 0 || (whole && empty > 0)) return { text: '' };
  return { text: (empty === 0 ? text : text.replace(/\s{2,}/g, ' ')).trim() };
}
