import { parseTemplate } from './template.ts';

interface Rule {
  readonly column?: string | undefined;
  readonly columns?: readonly string[] | undefined;
  readonly template?: string | undefined;
}

/** Names of the columns that a rule takes its value from, as the recipe has them; those of the members of an object are theirs. Pure. */
export function columnRefs({ column, columns, template }: Rule): readonly string[] {
  if (column !== undefined) return [column];
  if (columns !== undefined) return columns;
  const parsed = template === undefined ? null : parseTemplate(template);
  return parsed?.ok === true ? parsed.pieces.flatMap((piece) => ('ref' in piece ? [piece.ref] : [])) : [];
}
