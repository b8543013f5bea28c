import { columnIndex } from '#contract/cells.ts';
import type { ListColumn, ListDifferences, ListMatch, RenamedColumn } from '#contract/memory.ts';
import { namedColumns } from '#contract/recipe/renamed.ts';
import type { Recipe } from '#contract/recipe.ts';
import { visibleText } from '#contract/sameText.ts';
import { headerKey, likeHeaders } from './likeHeaders.ts';

/** A column of the file at hand. */
export interface SeenColumn extends ListColumn {
  /** The field that it probably means; null where nothing says so. */
  readonly suggestion: string | null;
}

/** What a file is held against. */
export interface KnownList {
  readonly recipe: Recipe;
  /** As they were when the recipe was used; null for one that was saved without them. */
  readonly columns: readonly ListColumn[] | null;
}

/** Titles of the database's fields by their names, as far as they are known. */
export type FieldTitles = ReadonlyMap<string, string>;

interface Known extends ListColumn {
  /** What the recipe calls it beside `ref`. */
  readonly aliases: readonly string[];
  readonly fields: readonly string[];
  /** Also by a mend alone. */
  readonly isUsed: boolean;
}

type Pair = readonly [known: Known, seen: SeenColumn];

/** Columns that the recipe reads say more about a list than others. */
const weightOf = ({ isUsed }: Known): number => (isUsed ? 2 : 1);
const renamedShare = 0.7;
const addedWeight = 0.5;

/**
 * How the columns of a list, or of a saved recipe, are found in a file, and in what both differ. Order and small changes of
 * headers do not matter; what has another header is proposed and left to a person. Pure.
 */
export function matchList({ recipe, columns }: KnownList, seen: readonly SeenColumn[], titles: FieldTitles = new Map()): ListMatch {
  const known = usesOf(recipe, columns ?? columnsNamed(recipe));
  const same = samePairs(known, seen);
  const [lost, free] = [known.filter((column) => !same.some(([one]) => one === column)), seen.filter((column) => !same.some(([, other]) => other === column))];
  const renamed = renamedPairs(lost, free, titles);
  const gone = lost.filter((column) => !renamed.some(({ pair: [one] }) => one === column));
  const added = free.filter((column) => !renamed.some(({ pair: [, other] }) => other === column));
  const differences: ListDifferences = {
    renamed: renamed.map(({ pair: [{ ref, aliases, header, fields }, { ref: to }], why }) => ({ ref, aliases, header, to, why, fields })),
    gone: gone.map(({ ref, header, fields }) => ({ ref, header, fields })),
    added: columns === null ? null : added.map(({ ref, header, suggestion }) => ({ ref, header, suggestion })),
    retyped: same.filter(([one, other]) => one.isUsed && !mayBeSame(one.type, other.type)).map(([one, other]) => ({ ref: other.ref, header: other.header, was: one.type, now: other.type, fields: one.fields })),
  };
  return { score: scoreOf(known, seen, same, renamed.length === 0 ? [] : renamed.map(({ pair: [one] }) => one), columns === null ? 0 : added.length), same: same.flatMap(([{ ref, aliases }, { ref: to }]) => [ref, ...aliases].map((name) => ({ ref: name, to }))), differences };
}

function scoreOf(known: readonly Known[], seen: readonly SeenColumn[], same: readonly Pair[], renamed: readonly Known[], added: number): number {
  const used = same.filter(([{ isUsed }]) => isUsed);
  if (used.length === 0) return 0;
  // Without a single header nothing but the number of columns and their types could speak for a list.
  if (known.every(({ header }) => header === '')) {
    const alike = known.length === seen.length && same.length === known.length && same.every(([one, other]) => mayBeSame(one.type, other.type));
    return alike ? 0.7 : 0;
  }
  const sum = (columns: readonly Known[]): number => columns.reduce((total, column) => total + weightOf(column), 0);
  return (sum(same.map(([one]) => one)) + renamedShare * sum(renamed)) / (sum(known) + addedWeight * added);
}

/** What a recipe that was saved without its columns names. */
function columnsNamed(recipe: Recipe): readonly ListColumn[] {
  const refs = [...new Set(namedColumns(recipe).map(({ ref }) => ref))];
  return refs.map((ref) => (isLetter(ref) ? { ref, header: '', letter: ref.slice(1).toUpperCase(), type: null } : { ref, header: ref, letter: 'A', type: null }));
}

const isLetter = (ref: string): boolean => ref.startsWith('@') && columnIndex(ref.slice(1)) >= 0;

function usesOf(recipe: Recipe, columns: readonly ListColumn[]): readonly Known[] {
  const uses = new Map<ListColumn, string[]>();
  const named = new Map<ListColumn, Set<string>>();
  for (const { ref, field } of namedColumns(recipe)) {
    const column = listColumn(columns, ref);
    if (column === undefined) continue;
    uses.set(column, [...(uses.get(column) ?? []), field]);
    if (ref !== column.ref) named.set(column, (named.get(column) ?? new Set()).add(ref));
  }
  return columns.map((column) => {
    const fields = uses.get(column);
    return { ...column, aliases: [...(named.get(column) ?? [])], isUsed: fields !== undefined, fields: [...new Set((fields ?? []).filter((field) => field !== ''))] };
  });
}

/** The columns of a list with the fields that its recipe fills from them. */
export function listFields({ recipe, columns }: KnownList): readonly { readonly column: ListColumn; readonly fields: readonly string[] }[] {
  return usesOf(recipe, columns ?? columnsNamed(recipe)).map(({ fields, ...column }) => ({ column, fields }));
}

/** The column that a recipe calls so. */
export function listColumn<Column extends ListColumn>(columns: readonly Column[], ref: string): Column | undefined {
  const name = visibleText(ref);
  const byRef = columns.find((column) => column.ref === ref) ?? columns.find((column) => visibleText(column.ref) === name);
  if (byRef !== undefined) return byRef;
  if (isLetter(name)) return columns.find(({ letter }) => letter === name.slice(1).toUpperCase());
  return columns.find(({ header }) => header !== '' && headerKey(header) === headerKey(name));
}

/** A column without a header is known by its place alone. */
const keyOf = ({ header, letter }: ListColumn): string => (header === '' ? `@${letter}` : headerKey(header));

function samePairs(known: readonly Known[], seen: readonly SeenColumn[]): readonly Pair[] {
  const waiting = new Map<string, SeenColumn[]>();
  for (const column of seen) waiting.set(keyOf(column), [...(waiting.get(keyOf(column)) ?? []), column]);
  const take = (key: string, fits: (column: SeenColumn) => boolean): SeenColumn | undefined => {
    const there = waiting.get(key) ?? [];
    const at = there.findIndex(fits);
    return at < 0 ? undefined : there.splice(at, 1)[0];
  };
  const pairs: Pair[] = [];
  const pairUp = (columns: readonly Known[], fits: (one: Known, other: SeenColumn) => boolean): readonly Known[] =>
    columns.filter((column) => {
      const found = take(keyOf(column), (other) => fits(column, other));
      if (found !== undefined) pairs.push([column, found]);
      return found === undefined;
    });
  // Of several with one key, those that are written the same belong together.
  const rest = pairUp(known, (one, other) => visibleText(one.header) === visibleText(other.header));
  pairUp(rest, () => true);
  return pairs;
}

interface Candidate {
  readonly pair: Pair;
  readonly score: number;
  readonly why: RenamedColumn['why'];
}

function renamedPairs(lost: readonly Known[], free: readonly SeenColumn[], titles: FieldTitles): readonly Candidate[] {
  const candidates = lost.flatMap((known) => free.flatMap((seen) => candidateOf(known, seen, titles))).sort((one, other) => other.score - one.score);
  const taken = new Set<ListColumn>();
  return candidates.filter(({ pair: [known, seen] }) => {
    if (taken.has(known) || taken.has(seen)) return false;
    taken.add(known).add(seen);
    return true;
  });
}

function candidateOf(known: Known, seen: SeenColumn, titles: FieldTitles): readonly Candidate[] {
  if (seen.header === '' || known.header === '') return [];
  const pair = [known, seen] as const;
  const like = mayBeSame(known.type, seen.type) ? likeHeaders(known.header, seen.header) : 0;
  if (like > 0) return [{ pair, score: like, why: 'alike' }];
  const key = headerKey(seen.header);
  const isNamed = known.fields.some((field) => headerKey(field) === key || headerKey(titles.get(field) ?? '') === key);
  if (isNamed) return [{ pair, score: 0.9, why: 'field' }];
  return seen.suggestion !== null && known.fields.includes(seen.suggestion) ? [{ pair, score: 0.7, why: 'field' }] : [];
}

/** Types whose values can pass for one another, as the guess of a column depends on the rows at its top. */
const families: readonly (readonly ListColumn['type'][])[] = [['int', 'float', 'phones', 'phone'], ['date', 'datetime'], ['string', 'enum', 'tags', 'gender', 'country', 'timezone'], ['int', 'bool'], ['string', 'int']];

function mayBeSame(one: ListColumn['type'], other: ListColumn['type']): boolean {
  return one === null || other === null || one === other || families.some((family) => family.includes(one) && family.includes(other));
}
