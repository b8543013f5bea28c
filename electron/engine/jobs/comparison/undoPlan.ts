import { columnLetter, type Cell, type Column } from '#contract/cells.ts';
import type { LeftReason, UndoLeft } from '#contract/comparison.ts';
import type { ExportProgress } from '#contract/exports.ts';
import type { RowState } from '#contract/job.ts';
import type { FieldRule, Recipe } from '#contract/recipe.ts';
import { isMembers, type Members } from '../../api/profiles/profileKeys.ts';
import { compileRecipe, unfitFault } from '../../mapping/index.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { fieldColumns, type UndoColumn, type UndoRow } from './undoColumns.ts';
import { subscriptionColumns } from './undoSubscriptions.ts';

export interface UndoPlan {
  readonly headers: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly recipe: Recipe;
  /** What stays as the import has made it, by the reason: how many values of rows. */
  readonly left: UndoLeft;
}

/** States of rows of which an update was, or may have been, applied. */
export const wasSent: readonly RowState[] = ['accepted', 'unknown', 'queued', 'sending'];

/** Lets others have their turn, and tells how far it is. Fault cancelled. */
export type UndoTurn = (progress: ExportProgress) => Promise<void>;

/** Rows of which a profile is kept and an update was, or may have been, applied. Faults job-corrupt, job-state. */
export function undoRows(file: JobFile): readonly UndoRow[] {
  const sent = new Map(file.kept.all().filter(({ position }) => wasSent.includes(file.states.at(position))).map((kept) => [kept.position, kept.profile]));
  return [...file.items.texts(sent.keys())].flatMap(({ position, json }): readonly UndoRow[] => {
    const [item, profile] = [parsed(json), parsed(sent.get(position) ?? '')];
    return item === null || profile === null ? [] : [{ item, profile }];
  });
}

function parsed(json: string): Members | null {
  const value: unknown = JSON.parse(json);
  return isMembers(value) ? value : null;
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
 * A table and its recipe that give the profiles the values they had: of each row the fields and subscriptions that its item has, what was empty
 * emptied again by a word. What its own recipe does not read back as it was is left out, and counted. Faults
 * recipe-columns where no table can be made, cancelled.
 */
export async function undoPlan(recipe: Recipe, rows: readonly UndoRow[], turn: UndoTurn = () => Promise.resolve()): Promise<UndoPlan> {
  const key = keyOf(recipe, rows);
  const known = rows.filter((row) => isKey(key.valueOf(row)));
  const idMember = recipe.settings?.profileIdMember ?? 'profile_id';
  const word = unusedWord(known);
  const names = [...new Set(known.flatMap(({ item }) => Object.keys(item)))].filter((field) => field !== key.field && field !== 'subscriptions' && field !== idMember);
  const [fields, subscribed] = [fieldColumns(known, names, word), subscriptionColumns(known, word)];
  const left: Record<LeftReason, number> = { added: 0, subscription: subscribed.left.subscription ?? 0, value: fields.left.value ?? 0, email: 0, key: rows.length - known.length };
  const keyRule: FieldRule = { field: key.field, type: keyType(key.field, known.map((row) => key.valueOf(row))), column: key.field };
  const made: Recipe = {
    version: 2,
    request: key.request,
    fields: [keyRule, ...fields.fields],
    ...(subscribed.subscriptions.length === 0 ? {} : { subscriptions: [...subscribed.subscriptions] }),
    empty: 'skip',
    duplicates: 'all',
    ...(recipe.settings === undefined ? {} : { settings: recipe.settings }),
  };
  const columns = [...fields.columns, ...subscribed.columns];
  const cells = known.map((row) => columns.map((column): Cell => {
    const cell = column.cell(row);
    if (typeof cell !== 'string') return cell;
    left[cell] += 1;
    return null;
  }));
  const proved = await provedRows(made, { key: { header: key.field, cells: known.map((row) => keyCell(key.valueOf(row))) }, columns, cells, rows: known, left }, turn);
  return { headers: [key.field, ...columns.map(({ header }) => header)], rows: proved, recipe: made, left };
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

interface Made {
  readonly key: { readonly header: string; readonly cells: readonly Cell[] };
  readonly columns: readonly UndoColumn[];
  /** Of each row those of the columns. */
  readonly cells: readonly (readonly Cell[])[];
  readonly rows: readonly UndoRow[];
  readonly left: Record<LeftReason, number>;
}

/** Reads every row back by its own recipe: a cell that does not give what the profile had is emptied, so that it changes nothing. */
async function provedRows(recipe: Recipe, { key, columns, cells, rows, left }: Made, turn: UndoTurn): Promise<readonly (readonly Cell[])[]> {
  const headers = [key.header, ...columns.map(({ header }) => header)];
  const compiled = compileRecipe(recipe, headers.map((header, index): Column => ({ index, letter: columnLetter(index), header, ref: header })));
  if (!compiled.ok) throw unfitFault(compiled);
  const made: (readonly Cell[])[] = [];
  for (const [at, row] of cells.entries()) {
    await turn({ step: 'look', rows: at, total: cells.length });
    const keyOfRow = key.cells[at] ?? null;
    const undo = rows[at] ?? { item: {}, profile: {} };
    const proved = row.map((cell, index): Cell => {
      const column = columns[index];
      if (column === undefined || cell === null) return null;
      // By itself beside what it cannot do without: one cell that is wrong makes the whole row so.
      const alone = row.map((other, place) => (place === index || column.beside.includes(columns[place]?.header ?? '') ? other : null));
      const mapped = compiled.mapper.map({ row: at + 2, cells: [keyOfRow, ...alone] });
      if (column.isRestored(mapped.kind === 'item' ? (parsed(mapped.json) ?? {}) : {}, undo)) return cell;
      if (column.isContact !== true) left.value += 1;
      return null;
    });
    made.push([keyOfRow, ...withoutIdleContacts(columns, proved)]);
  }
  return made;
}

/** A contact without anything beside it would only say that the subscription is there. */
function withoutIdleContacts(columns: readonly UndoColumn[], cells: readonly Cell[]): readonly Cell[] {
  const needed = new Set(columns.flatMap(({ beside, isContact }, index) => (isContact !== true && cells[index] !== null ? beside : [])));
  return cells.map((cell, index) => (columns[index]?.isContact === true && !needed.has(columns[index].header) ? null : cell));
}
