import { columnLetter, type Cell, type Column } from '#contract/cells.ts';
import type { FieldRule, Recipe } from '#contract/recipe.ts';
import type { RowErrorReason } from '#contract/rowErrors.ts';
import { compileRecipe, type MappedRow, type MappingSettings, type RowMapper } from '#engine/mapping/index.ts';

export const s = (v: string): Cell => ({ t: 's', v });
export const n = (v: number, text?: string, f?: string): Cell => ({ t: 'n', v, ...(text === undefined ? {} : { text }), ...(f === undefined ? {} : { f }) });
export const d = (v: string, text?: string): Cell => (text === undefined ? { t: 'd', v } : { t: 'd', v, text });
export const b = (v: boolean): Cell => ({ t: 'b', v });
export const e = (v: string): Cell => ({ t: 'e', v });

/** Columns as a reader would give them. */
export function columnsOf(...headers: readonly string[]): readonly Column[] {
  return headers.map((header, index) => {
    const letter = columnLetter(index);
    const unique = header !== '' && headers.filter((other) => other === header).length === 1;
    return { index, letter, header, ref: unique ? header : `@${letter}` };
  });
}

export type Rule = Omit<FieldRule, 'column' | 'columns' | 'value'>;

/** A recipe with the key in column "Key", and this beside it. */
export function keyed(fields: readonly FieldRule[], rest: Partial<Recipe> = {}): Recipe {
  return {
    version: 1,
    request: { db_id: 1, matching: 'custom', field_name: 'key' },
    fields: [{ field: 'key', type: 'int', column: 'Key' }, ...fields],
    ...rest,
  };
}

export function mapperOf(recipe: Recipe, columns: readonly Column[], settings?: MappingSettings): RowMapper {
  const compiled = compileRecipe(recipe, columns, settings);
  if (!compiled.ok) throw new Error(compiled.problems.map((problem) => problem()).join('\n'));
  return compiled.mapper;
}

export function problemsOf(recipe: Recipe, columns: readonly Column[]): readonly string[] {
  const compiled = compileRecipe(recipe, columns);
  return compiled.ok ? [] : compiled.problems.map((problem) => problem());
}

/** Row 2 with key 1 in its first cell. */
export function mapCells(recipe: Recipe, columns: readonly Column[], cells: readonly Cell[]): MappedRow {
  return mapperOf(recipe, columns).map({ row: 2, cells: [n(1), ...cells] });
}

/**
 * What one cell becomes: the JSON text of its value, `left out`, or the reason why it cannot be sent.
 */
export function outcome(rule: Rule, ...cells: readonly Cell[]): string {
  const headers = cells.map((_, index) => `Value ${index + 1}`);
  const source = cells.length === 1 ? { column: 'Value 1' } : { columns: headers };
  const mapped = mapCells(keyed([{ ...rule, ...source }]), columnsOf('Key', ...headers), cells);
  return told(mapped, `{"key":1,${JSON.stringify(rule.field)}:`);
}

function told(mapped: MappedRow, beginning: string): string {
  switch (mapped.kind) {
    case 'empty':
      return 'empty row';
    case 'invalid':
      return mapped.errors.map(({ reason }): RowErrorReason => reason).join(' ');
    case 'item':
      return mapped.json === '{"key":1}' ? 'left out' : mapped.json.slice(beginning.length, -1);
  }
}
