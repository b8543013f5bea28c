import { rowStates, type RowState } from '#contract/job.ts';
import { makeInvalid, type RowError } from '#contract/rowErrors.ts';
import type { MappedRow } from '../../mapping/types.ts';
import type { StoredRow } from '../../store/blocks.ts';
import { rowWasSchema } from '../../store/corrections.ts';
import type { JobFile } from '../../store/jobFile.ts';
import type { JobRecord } from '../../store/jobTable.ts';
import { loadError } from '../../store/problems.ts';
import type { Salvage } from '../../store/salvage/salvage.ts';
import { cellUses } from '../rows/cellUses.ts';
import { lost } from './decide.ts';
import type { JudgedCorrections } from './judgedCorrections.ts';

/** What a row's cells are compared with: its item as it was saved, which is what its last correction gave. */
export interface Proof {
  readonly file: JobFile;
  readonly saved: Salvage;
  readonly job: JobRecord;
  /** States as preparing gave them, and as they were stored; `lost` where nothing tells. */
  readonly prepared: Uint8Array | null;
  readonly states: Uint8Array;
  readonly isSaved: (position: number) => boolean;
  readonly hasCells: (position: number) => boolean;
  /** Whether nothing says that its item as it was saved is of an earlier time than another part of the file. */
  readonly isOfNow: (position: number) => boolean;
  readonly map: (row: StoredRow) => MappedRow;
}

/** A row of which a correction was lost, or may have been. */
export interface LostCorrection {
  /** Of which cells, and what was to be sent of them, where that is known. */
  readonly marks: readonly RowError[];
  /** What else is wrong with its cells as they are now. */
  readonly others: readonly RowError[];
  /** Its item is the one that its last correction gave. */
  readonly hasItem: boolean;
}

const valueAtMost = 200;

function markOf(row: number, more: Partial<RowError> = {}): RowError {
  return { row, column: null, header: null, field: 'row', value: '', reason: 'correction-lost', ...more };
}

/** Of a row of which nothing more is known than that; its item is another one. */
export function rowLost(row: number): LostCorrection {
  return { marks: [markOf(row)], others: [], hasItem: false };
}

/** Rows that a repair before has marked, and nobody has put right since. */
export function lostBefore({ errors, items }: Salvage): ReadonlyMap<number, LostCorrection> {
  const found = new Map<number, LostCorrection>();
  for (const [position, list] of errors) {
    const told = list.map(loadError).map(({ leftOut: _, ...error }) => error);
    const marks = told.filter(({ reason }) => reason === 'correction-lost');
    if (marks.length === 0) continue;
    const hasItem = [...items.values()].some(({ first, ends }) => position >= first && position < first + ends.length / 4);
    found.set(position, { marks, others: told.filter(({ reason }) => reason !== 'correction-lost'), hasItem });
  }
  return found;
}

/** Where nothing can be mapped, so that nothing is proved. */
export function allLost(file: JobFile, positions: readonly number[]): ReadonlyMap<number, LostCorrection> {
  return new Map(positions.map((position) => [position, { marks: [markOf(file.blocks.rowNumber(position))], others: [], hasItem: true }]));
}

/**
 * Decides of batches whose records were lost, or are of another time, whether they count: as the items of their rows say. Gives the
 * columns by position of rows of which nothing says it, as their items are lost, or may be of an earlier time, too.
 */
export function settleUndecided(proof: Proof, { undecided, batches }: JudgedCorrections, saved: Salvage): ReadonlyMap<number, ReadonlySet<number>> {
  const { corrections } = proof.file;
  const open = new Map<number, Set<number>>();
  for (const id of undecided.toReversed()) {
    const batch = batches[id - 1];
    const rows = saved.correctedRows.filter((row) => row.batch === id);
    const positions = [...new Set([...rows, ...saved.corrections.filter((cell) => cell.batch === id)].map(({ position }) => position))].sort((a, b) => a - b);
    if (batch === undefined || positions.length === 0) continue;
    const picked = rows.find(({ was }) => rowWasSchema.safeParse(JSON.parse(was)).data?.picked !== undefined);
    const isTold = picked !== undefined || positions.some((position) => proof.isSaved(position) && proof.hasCells(position));
    if (!isTold || !positions.every(proof.isOfNow)) {
      for (const position of positions) if (!open.has(position)) open.set(position, new Set());
      for (const { batch: of, position, col } of saved.corrections) if (of === id) open.get(position)?.add(col);
      continue;
    }
    const other = batch.state === 'applied' ? 'dropped' : 'applied';
    const fits = fitting(proof, positions);
    corrections.setBatchState(id, other, batch.chunk);
    const isOther = picked === undefined ? fitting(proof, positions) > fits : isDuplicate(proof, picked.position) === (batch.state === 'applied');
    if (!isOther) corrections.setBatchState(id, batch.state, batch.chunk);
  }
  return open;
}

/** One that was picked stands back for no other row. */
const isDuplicate = ({ states }: Proof, position: number): boolean => states[position - 1] === rowStates.indexOf('duplicate');

/** How many of the rows have the item that their cells give. */
function fitting({ file, isSaved, hasCells, map }: Proof, positions: readonly number[]): number {
  const proved = positions.filter((position) => isSaved(position) && hasCells(position));
  const items = file.items.texts(proved);
  let fits = 0;
  for (const row of file.blocks.rowsAt(proved)) {
    const item = items.next();
    if (item.done !== true && item.value.json === jsonOf(map(row))) fits += 1;
  }
  return fits;
}

const jsonOf = (mapped: MappedRow): string => (mapped.kind === 'item' ? mapped.json : '');

/** Rows whose cells do not prove to be what was to be sent, of all that may have lost a correction. `open`: see settleUndecided. */
export function findLost(proof: Proof, judged: JudgedCorrections, open: ReadonlyMap<number, ReadonlySet<number>>): ReadonlyMap<number, LostCorrection> {
  const { file, isSaved, isOfNow } = proof;
  const found = new Map<number, LostCorrection>();
  const isSuspect = suspecting(proof, judged);
  const positions = judged.anywhere ? everywhere(proof, judged) : [...new Set([...judged.positions, ...judged.suspects])].sort((a, b) => a - b);
  const items = file.items.texts(positions);
  for (const row of file.blocks.rowsAt(positions)) {
    const item = items.next();
    const { position } = row;
    const state = stateOf(proof, position);
    if (state === 'hidden' || item.done === true) continue;
    const mapped = proof.hasCells(position) ? proof.map(row) : null;
    // One of an earlier time proves nothing.
    const proved = isSaved(position) && isOfNow(position) ? item.value.json : null;
    const columns = open.get(position);
    if (columns !== undefined) found.set(position, { marks: openMarks(proof, row.row, columns), others: errorsOf(mapped), hasItem: false });
    else if (!isProved({ mapped, proved, state, isSuspect: isSuspect(position) || (mapped === null && !isOfNow(position)) })) found.set(position, { marks: marksOf(proof, row, { mapped, proved }), others: errorsOf(mapped), hasItem: proved !== null });
  }
  return found;
}

/** Rows whose item is of an earlier time than what their cells give now, with that. What is wrong with them is written anew. */
export function replaceOutdated(proof: Proof, positions: readonly number[], lostOnes: ReadonlyMap<number, unknown>): ReadonlyMap<number, MappedRow['kind']> {
  const { file, states, isSaved, hasCells, isOfNow } = proof;
  const asked = positions.filter((position) => !lostOnes.has(position) && isSaved(position) && hasCells(position) && (!isOfNow(position) || states[position - 1] === lost));
  const stored = new Map(Array.from(file.items.texts(asked), ({ position, json }) => [position, json]));
  const found = new Map<number, MappedRow['kind']>();
  for (const row of file.blocks.rowsAt(asked, { few: true })) {
    const { position } = row;
    const mapped = proof.map(row);
    if (stored.get(position) === jsonOf(mapped)) continue;
    found.set(position, mapped.kind);
    file.items.replace(new Map([[position, mapped.kind === 'item' ? mapped.json : null]]));
    file.problems.removeErrors(position);
    file.problems.addErrors(position, errorsOf(mapped));
  }
  return found;
}

/** Of blocks that were never corrected no item was replaced; see ItemQueries.replace. */
function suspecting({ saved, job: { rowsRead }, isOfNow }: Proof, { anywhere, suspects }: JudgedCorrections): (position: number) => boolean {
  if (!anywhere) return (position) => suspects.has(position);
  const untouched = new Uint8Array(rowsRead + 1);
  for (const { first, ends, version } of saved.items.values()) if (version === 1 && isOfNow(first)) untouched.fill(1, first, first + ends.length / 4);
  return (position) => suspects.has(position) || untouched[position] !== 1;
}

function everywhere(proof: Proof, judged: JudgedCorrections): readonly number[] {
  const isSuspect = suspecting(proof, judged);
  const known = new Set(judged.positions);
  return Array.from({ length: proof.job.rowsRead }, (_, index) => index + 1).filter((position) => known.has(position) || isSuspect(position));
}

/** As it was stored, else as preparing gave it. */
function stateOf({ states, prepared }: Proof, position: number): RowState | null {
  const stored = states[position - 1] ?? lost;
  return rowStates[stored === lost ? (prepared?.[position - 1] ?? lost) : stored] ?? null;
}

interface Compared {
  /** Null where its cells are lost. */
  readonly mapped: MappedRow | null;
  /** Its item; null where that is lost, empty where it has none. */
  readonly proved: string | null;
}

function isProved({ mapped, proved, state, isSuspect }: Compared & { readonly state: RowState | null; readonly isSuspect: boolean }): boolean {
  if (mapped === null) return !isSuspect;
  if (proved === null) return !isSuspect;
  if (proved !== jsonOf(mapped)) return false;
  // Without an item nothing says what the cells are that it lacks.
  return proved !== '' || !isSuspect || (mapped.kind === 'empty' && state === 'empty');
}

const errorsOf = (mapped: MappedRow | null): readonly RowError[] => (mapped?.kind === 'invalid' ? mapped.errors : mapped?.kind === 'item' ? (mapped.leftOut ?? []) : []);

/** Of cells of which nobody knows whether they count. */
function openMarks({ job }: Proof, row: number, columns: ReadonlySet<number>): readonly RowError[] {
  const marks = [...columns].flatMap((column): readonly RowError[] => {
    const { letter, header } = job.columns[column] ?? {};
    return letter === undefined ? [] : [markOf(row, { column: letter, header: header ?? null })];
  });
  return marks.length === 0 ? [markOf(row)] : marks;
}

/** One for each cell that gives something else than what was to be sent; one of the whole row where it has no two items to compare. */
function marksOf({ job }: Proof, { row }: StoredRow, { mapped, proved }: Compared): readonly RowError[] {
  if (proved === null || proved === '') return [markOf(row)];
  if (mapped?.kind !== 'item') return [markOf(row, { value: shortened(proved) })];
  const [was, is] = [proved, mapped.json].map((json) => cellUses(job.recipe, job.columns, json));
  const marks = new Map<number, RowError>();
  was?.forEach(({ column, field, sent }, index) => {
    if (sent === is?.[index]?.sent || marks.has(column)) return;
    const { letter = null, header = null } = job.columns[column] ?? {};
    marks.set(column, markOf(row, { column: letter, header, field, value: shortened(sent ?? '') }));
  });
  return marks.size === 0 ? [markOf(row, { value: shortened(proved) })] : [...marks.values()];
}

/** A text as it stands in a cell; cut, as values of errors are. */
function shortened(json: string): string {
  const value: unknown = json.startsWith('"') ? JSON.parse(json) : json;
  return (typeof value === 'string' ? value : json).slice(0, valueAtMost);
}

/** What rows in these states are is known to the platform, or may be. */
const isSent: ReadonlySet<number> = new Set((['accepted', 'unknown', 'queued'] as const).map((state) => rowStates.indexOf(state)));

/** Makes rows that lost a correction invalid, but for those that were sent, and takes items away that nothing proves. Their states are changed in `states`. */
export function holdBack(file: JobFile, found: ReadonlyMap<number, LostCorrection>, states: Uint8Array): void {
  let end = 0;
  let gone = new Map<number, null>();
  for (const [position, { hasItem }] of found) {
    if (position > end) {
      file.items.replace(gone);
      const block = file.states.blockAt(position);
      end = block.first + block.states.length - 1;
      gone = new Map();
    }
    const isKept = isSent.has(states[position - 1] ?? 0);
    if (!isKept) states[position - 1] = rowStates.indexOf('invalid');
    if (!isKept || !hasItem) gone.set(position, null);
  }
  file.items.replace(gone);
}

/** Writes the marks of rows down, once all else that is wrong with them is written. */
export function writeMarks(file: JobFile, found: ReadonlyMap<number, LostCorrection>, states: Uint8Array): void {
  const invalid = rowStates.indexOf('invalid');
  for (const [position, { marks, others }] of found) {
    const isInvalid = states[position - 1] === invalid;
    // Those of a repair before stand already.
    const before = file.problems.errorsAt(position).filter(({ reason }) => reason !== 'reason-lost' && reason !== 'correction-lost');
    const kept = isInvalid ? (makeInvalid(before) ? before : others) : before.filter(({ leftOut }) => leftOut === true);
    file.problems.removeErrors(position);
    file.problems.addErrors(position, [...marks.map((mark): RowError => (isInvalid ? mark : { ...mark, leftOut: true })), ...kept]);
  }
}
