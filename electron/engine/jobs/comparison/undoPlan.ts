import { columnLetter, type Cell, type Column } from '#contract/cells.ts';
import { Fault } from '#contract/faults.ts';
import type { FieldRule, Recipe } from '#contract/recipe.ts';
import { isMembers, type Members } from '../../api/profiles/profileKeys.ts';
import { isNothing, sameValue } from '../../api/profiles/sameValue.ts';
import { compileRecipe } from '../../mapping/index.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { undoType, type UndoType } from './undoTypes.ts';

/** Why something of a row is not taken back. */
export type LeftReason = 'subscription' | 'value' | 'email' | 'key';

export interface UndoPlan {
  readonly headers: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly recipe: Recipe;
  /** What stays as the import has made it, by the reason: how many fields of rows. */
  readonly left: Readonly<Record<LeftReason, number>>;
}

/** A row that was sent, with its profile as it was before. */
export interface UndoRow {
  readonly item: Members;
  readonly profile: Members;
}

/** Rows of which a profile is kept and an update was, or may have been, applied. Faults job-corrupt, job-state. */
export function undoRows(file: JobFile): readonly UndoRow[] {
  const sent = new Map(file.kept.all().filter(({ position }) => ['accepted', 'unknown', 'sending'].includes(file.states.at(position))).map((kept) => [kept.position, kept.profile]));
  return [...file.items.texts(sent.keys())].flatMap(({ position, json }): readonly UndoRow[] => {
    const [item, profile] = [parsed(json), parsed(sent.get(position) ?? '')];
    return item === null || profile === null ? [] : [{ item, profile }];
  });
}

function parsed(json: string): Members | null {
  const value: unknown = JSON.parse(json);
  return isMembers(value) ? value : null;
}

interface Place {
  readonly field: string;
  readonly type: UndoType;
}

/** The field by which each row finds its profile again: the job's own where an item has it alone, else the id that the platform told. */
function keyOf({ request }: Recipe, rows: readonly UndoRow[]): { readonly request: Recipe['request']; readonly field: string; readonly valueOf: (row: UndoRow) => unknown } {
  const { db_id, skip_triggers, skip_invalid_subscriptions, field_name: name = '', extra } = request;
  if (request.matching === 'custom') return { request, field: name, valueOf: ({ item }) => item[name] };
  const isByEmail = (request.matching === 'email' || request.matching === 'email_profile') && rows.every(({ item }) => typeof item['email'] === 'string');
  if (isByEmail) return { request, field: 'email', valueOf: ({ item }) => item['email'] };
  return {
    request: { db_id, matching: 'profile_id', ...(skip_triggers === undefined ? {} : { skip_triggers }), ...(skip_invalid_subscriptions === undefined ? {} : { skip_invalid_subscriptions }), ...(extra === undefined ? {} : { extra }) },
    field: 'profile_id',
    valueOf: ({ profile }) => profile['id'],
  };
}

/**
 * A table and its recipe that give the profiles the values they had: of each row the fields that its item has, what was empty
 * emptied again by a word. What its own recipe does not read back as it was is left out, and counted. Pure. Fault
 * recipe-columns where no table can be made.
 */
export function undoPlan(recipe: Recipe, rows: readonly UndoRow[]): UndoPlan {
  const left: Record<LeftReason, number> = { subscription: 0, value: 0, email: 0, key: 0 };
  const key = keyOf(recipe, rows);
  const known = rows.filter((row) => isKey(key.valueOf(row)));
  left.key = rows.length - known.length;
  const idMember = recipe.settings?.profileIdMember ?? 'profile_id';
  const fields = [...new Set(known.flatMap(({ item }) => Object.keys(item)))].filter((field) => field !== key.field && field !== 'subscriptions' && field !== idMember);
  for (const { item } of known) if (Array.isArray(item['subscriptions'])) left.subscription += item['subscriptions'].length;
  const places = fields.flatMap((field): readonly Place[] => {
    const type = undoType(field, known.filter(({ item }) => Object.hasOwn(item, field)).map(({ profile }) => profile[field]));
    if (type === null) left.value += known.filter(({ item }) => Object.hasOwn(item, field)).length;
    return type === null ? [] : [{ field, type }];
  });
  const word = unusedWord(known);
  const keyRule: FieldRule = { field: key.field, type: keyType(key.field, known.map((row) => key.valueOf(row))), column: key.field };
  const made: Recipe = {
    version: 2,
    request: key.request,
    fields: [keyRule, ...places.map(({ field, type }): FieldRule => ({ field, ...type.rule, column: field, ...(field === 'email' ? {} : { unsetWord: word }) }))],
    empty: 'skip',
    duplicates: 'all',
    ...(recipe.settings === undefined ? {} : { settings: recipe.settings }),
  };
  const headers = [key.field, ...places.map(({ field }) => field)];
  const cells = known.map((row) => [keyCell(key.valueOf(row)), ...places.map((place) => cellOf(row, place, word, left))]);
  return { headers, rows: provedRows(made, headers, { cells, rows: known, places, left }), recipe: made, left };
}

function isKey(value: unknown): value is string | number {
  return typeof value === 'number' || (typeof value === 'string' && value !== '');
}

function keyType(field: string, values: readonly unknown[]): FieldRule['type'] {
  if (field === 'email') return 'email';
  return values.every((value) => typeof value === 'number') ? 'int' : 'string';
}

const keyCell = (value: unknown): Cell => ({ t: 's', v: String(value) });

/** A word that no profile has anywhere. */
function unusedWord(rows: readonly UndoRow[]): string {
  const all = JSON.stringify(rows.map(({ profile }) => profile));
  let word = '[empty]';
  while (all.includes(word)) word = `[${word}]`;
  return word;
}

function cellOf({ item, profile }: UndoRow, { field, type }: Place, word: string, left: Record<LeftReason, number>): Cell {
  if (!Object.hasOwn(item, field)) return null;
  const before = Object.hasOwn(profile, field) ? profile[field] : undefined;
  if (!isNothing(before)) return type.cell(before);
  if (field !== 'email') return { t: 's', v: word };
  left.email += 1;
  return null;
}

interface Made {
  readonly cells: readonly (readonly Cell[])[];
  readonly rows: readonly UndoRow[];
  readonly places: readonly Place[];
  readonly left: Record<LeftReason, number>;
}

/** Reads every row back by its own recipe: a cell that does not give what the profile had is emptied, so that it changes nothing. */
function provedRows(recipe: Recipe, headers: readonly string[], { cells, rows, places, left }: Made): readonly (readonly Cell[])[] {
  const columns = headers.map((header, index): Column => ({ index, letter: columnLetter(index), header, ref: header }));
  const compiled = compileRecipe(recipe, columns);
  if (!compiled.ok) throw new Fault('recipe-columns', { problems: compiled.problems });
  return cells.map((row, at) => {
    const profile: Members = rows[at]?.profile ?? {};
    return row.map((cell, index): Cell => {
      const place = places[index - 1];
      if (place === undefined || cell === null) return cell;
      // By itself beside the key: one cell that is wrong makes the whole row so.
      const alone = row.map((other, column) => (column === 0 || column === index ? other : null));
      const mapped = compiled.mapper.map({ row: at + 2, cells: alone });
      const given = mapped.kind === 'item' ? parsed(mapped.json)?.[place.field] : undefined;
      const isUnset = isMembers(given) && given['action'] === 'unset';
      const before = profile[place.field];
      if (isUnset ? isNothing(before) : given !== undefined && sameValue(place.field, before, given).same) return cell;
      left.value += 1;
      return null;
    });
  });
}
