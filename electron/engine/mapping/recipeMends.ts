import { m } from '#messages';
import type { Cell, Column, SheetRow } from '#contract/cells.ts';
import type { ItemSink } from '#contract/jsonText.ts';
import type { MendRule, Recipe } from '#contract/recipe.ts';
import { makeInvalid, type RowError } from '#contract/rowErrors.ts';
import { columnFinder, type ColumnFinder } from './columns.ts';
import { compileMends, type CellMend } from './mends/index.ts';
import { mendsInCountry } from './phoneCountriesOf.ts';
import { at, type Problem } from './problem.ts';
import { isBlank, ItemString } from './rowMapper.ts';
import type { Mapped, RowMapper } from './types.ts';
import { isPhoneCountry } from './values/phones.ts';

/** A mend of the recipe, fitted to the columns. */
interface ColumnMend {
  readonly index: number;
  readonly letter: string;
  readonly mend: CellMend;
}

/** The mends of a recipe, in its order. */
export interface RecipeMends {
  readonly always: readonly ColumnMend[];
  /** Of cells that are wrong. */
  readonly invalid: readonly ColumnMend[];
}

type MendedRecipe = Pick<Recipe, 'fields' | 'subscriptions' | 'mends'>;

/** Fits the mends of a recipe to the columns; adds what is wrong with them to `problems`. */
export function compileRecipeMends(recipe: MendedRecipe, find: ColumnFinder, problems: Problem[]): RecipeMends {
  const rules: readonly MendRule[] = recipe.mends ?? [];
  const made: { readonly always: ColumnMend[]; readonly invalid: ColumnMend[] } = { always: [], invalid: [] };
  rules.forEach(({ column: ref, do: mends, when = 'invalid' }, number) => {
    const found = find(ref);
    if (!found.ok) problems.push(at(`mends[${number}].column`, found.problem));
    mends.forEach((mend, index) => {
      const country = 'country' in mend ? mend.country : undefined;
      if (country !== undefined && !isPhoneCountry(country)) problems.push(at(`mends[${number}].do[${index}].country`, () => m.recipe_fit_country({ country })));
    });
    if (found.ok) made[when].push({ index: found.column.index, letter: found.column.letter, mend: compileMends(mendsInCountry(mends, recipe, find, found.column.index)) });
  });
  return made;
}

/** A row as everything else is to see it: with the mends that are always done. Empty rows stay empty, and what cannot be believed stays as it is. */
export function alwaysMended(row: SheetRow, { always }: RecipeMends): SheetRow {
  if (always.length === 0 || row.flaw !== undefined || row.cells.every(isBlank)) return row;
  let cells = row.cells;
  for (const rule of always) cells = mendedBy(rule, cells) ?? cells;
  return cells === row.cells ? row : { ...row, cells };
}

/** What a cell of a column is to the recipe: with the mends that are always done. The recipe must fit the columns. */
export function alwaysMendedCell(recipe: MendedRecipe, columns: readonly Column[], index: number, cell: Cell): Cell {
  const { always } = compileRecipeMends(recipe, columnFinder(columns), []);
  let made = cell;
  for (const { index: of, mend } of always) if (of === index) made = mend(made) ?? made;
  return made;
}

/**
 * The mapper of a recipe with mends: a row with wrong cells is mapped again with each of them mended, and a mended cell
 * counts only where nothing is wrong with it any more. Good rows cost nothing more.
 */
export function withMends(mapper: RowMapper, mends: RecipeMends): RowMapper {
  if (mends.always.length === 0 && mends.invalid.length === 0) return mapper;
  const mapInto = (row: SheetRow, out: ItemSink): Mapped => {
    const start = out.mark();
    const first = alwaysMended(row, mends);
    const mapped = mapper.mapInto(first, out);
    if (mends.invalid.length === 0 || row.flaw !== undefined || errorsOf(mapped).length === 0) return mapped;
    return mendWrong({ mapper, rules: mends.invalid, out, start }, first, mapped);
  };
  return {
    mapInto,
    map(row) {
      const out = new ItemString();
      const mapped = mapInto(row, out);
      return mapped.kind === 'item' ? { ...mapped, json: out.value } : mapped;
    },
  };
}

interface Mapping {
  readonly mapper: RowMapper;
  readonly rules: readonly ColumnMend[];
  readonly out: ItemSink;
  /** Where the row's item begins. */
  readonly start: number;
}

/** Each rule in its turn, as they would be done by hand; once more where one has shown what is wrong behind it. */
function mendWrong({ mapper, rules, out, start }: Mapping, row: SheetRow, first: Mapped): Mapped {
  let kept = { cells: row.cells, mapped: first };
  let written = first;
  const write = (cells: readonly Cell[]): Mapped => {
    out.back(start);
    // Row 0 is no row of the sheet: what is tried says nothing about how the texts of its columns are to be read.
    return mapper.mapInto({ row: 0, cells }, out);
  };
  const left = new Set(rules);
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    for (const rule of left) {
      const cells = isWrong(kept.mapped, rule) ? mendedBy(rule, kept.cells) : null;
      if (cells === null) continue;
      written = write(cells);
      if (isWrong(written, rule) || wrongness(written) > wrongness(kept.mapped)) continue;
      kept = { cells, mapped: written };
      left.delete(rule);
      isChanged = true;
    }
  }
  if (written !== kept.mapped) write(kept.cells);
  return kept.mapped === first ? first : ofRow(kept.mapped, row.row);
}

/** null where the rule changes nothing. */
function mendedBy({ index, mend }: ColumnMend, cells: readonly Cell[]): readonly Cell[] | null {
  const after = mend(cells[index] ?? null);
  if (after === undefined) return null;
  const made = [...cells];
  while (made.length <= index) made.push(null);
  made[index] = after;
  return made;
}

function errorsOf(mapped: Mapped): readonly RowError[] {
  return mapped.kind === 'invalid' ? mapped.errors : mapped.kind === 'item' ? (mapped.leftOut ?? []) : [];
}

function isWrong(mapped: Mapped, { letter }: ColumnMend): boolean {
  return errorsOf(mapped).some(({ column }) => column === letter);
}

/** 2: not sent, 1: sent without a value, 0: nothing is wrong. */
function wrongness(mapped: Mapped): number {
  return mapped.kind === 'invalid' && makeInvalid(mapped.errors) ? 2 : errorsOf(mapped).length > 0 ? 1 : 0;
}

function ofRow(mapped: Mapped, row: number): Mapped {
  const named = (errors: readonly RowError[]): readonly RowError[] => errors.map((error) => ({ ...error, row }));
  if (mapped.kind === 'invalid') return { ...mapped, errors: named(mapped.errors) };
  return mapped.kind === 'item' && mapped.leftOut !== undefined ? { ...mapped, leftOut: named(mapped.leftOut) } : mapped;
}
