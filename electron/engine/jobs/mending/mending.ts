import { m } from '#messages';
import { basename } from 'node:path';
import type { Cell, Column, RowFlaw } from '#contract/cells.ts';
import type { RefusalReason } from '#contract/corrections.ts';
import { Fault } from '#contract/faults.ts';
import { usageFault } from '#contract/spokenFault.ts';
import type { MendOutcome, MendRequest, MendSelection } from '#contract/mends.ts';
import { rowStates, type RowState } from '#contract/job.ts';
import { makeInvalid, type RowError } from '#contract/rowErrors.ts';
import { columnFinder, createStatusless, mendsInCountry, statusRules, unfitFault } from '../../mapping/index.ts';
import { compileMends, type CellMend } from '../../mapping/mends/index.ts';
import type { MappedRow } from '../../mapping/types.ts';
import { cellText } from '../../store/corrections.ts';
import type { StoredRow } from '../../store/blocks.ts';
import { mustBeWritable, type JobFile } from '../../store/jobFile.ts';
import { mapCorrected, refusalOf } from '../corrections/applyBatch.ts';
import { lookAtKeys } from '../corrections/correcting.ts';
import { isFew } from '../corrections/rowsOfBlock.ts';
import { lostRows, saysValues } from '../corrections/lostMarks.ts';
import { jobMapping } from '../jobMapping.ts';
import { mustBeHere } from '../place.ts';
import { nextJobState } from '../transitions.ts';
import type { TurnOptions } from '../turns.ts';

/** Progress: rows looked at so far, of those selected. */
export interface MendingOptions extends TurnOptions<{ readonly rows: number; readonly total: number }> {
  /** Also rows that the platform has accepted, or others of their match keys. */
  readonly sendAgain?: boolean | undefined;
}

/** All that looking at rows through a mend needs; nothing is written by it. */
export interface Mending extends ReturnType<typeof lookAtKeys> {
  /** Rows that cannot be believed as a whole. */
  readonly flaws: ReadonlyMap<number, RowFlaw>;
  /** Rows of which a correction was lost. */
  readonly lost: ReadonlySet<number>;
  /** What rows are as they stand: several mends are tried on the same ones. */
  readonly known: WeakMap<StoredRow, MappedRow>;
}

/** Faults job-state while it is being prepared, recipe-columns, job-corrupt. */
export function beginMending(file: JobFile): Mending {
  const job = file.job.read();
  if (job === null || job.state === 'preparing') throw new Fault('job-state', { state: 'preparing', event: 'correct' });
  const made = jobMapping(file, job);
  if (!made.ok) throw unfitFault(made, { file: basename(file.path) });
  return { ...lookAtKeys(file, job, made.mapper), flaws: flawsOf(file), lost: lostRows(file, job), known: new WeakMap() };
}

/**
 * What is looked at is to be done: faults as correcting, but for those of a moment (job-busy) and of corrections themselves, where no row of
 * this file can be corrected. `adopt`: see mustBeHere.
 */
export function mustTakeCorrections(file: JobFile, { adopt }: { readonly adopt: boolean }): void {
  mustBeWritable(file);
  const job = file.job.read();
  if (job === null) throw new Fault('job-state', { state: 'preparing', event: 'correct' });
  mustBeHere(file, job, adopt);
  nextJobState(job.state === 'running' ? 'paused' : job.state, 'correct');
}

function flawsOf(file: JobFile): ReadonlyMap<number, RowFlaw> {
  const found = new Map<number, RowFlaw>();
  for (const position of file.problems.positionsOf({ column: null, reason: 'row-too-long' })) found.set(position, 'long');
  for (const position of file.problems.positionsOf({ column: null, reason: 'row-cut-off' })) found.set(position, 'cut');
  return found;
}

/** The column of a request. Fault usage where there is none, or it is one of our own export, of which nothing is sent. */
export function columnOf({ job }: Pick<Mending, 'job'>, index: number): Column {
  const column = job.columns[index];
  if (column === undefined) throw usageFault(() => m.cli_usage_no_job_column({ column: index + 1 }));
  return column;
}

/** Positions of the rows selected, rising, each once. */
export function positionsOf({ file, job }: Pick<Mending, 'file' | 'job'>, selection: MendSelection, column: Column): Uint32Array {
  switch (selection.kind) {
    case 'problem':
      return file.problems.positionsOf({ column: column.letter, ...selection });
    case 'rows':
      return Uint32Array.from(new Set(selection.positions.filter((position) => position <= job.rowsRead))).sort();
    case 'state':
      return Uint32Array.from(file.states.positions(new Set([selection.state])));
    case 'all':
      return Uint32Array.from({ length: job.rowsRead }, (_, index) => index + 1);
  }
}

/** A cell that a mend changes, with what becomes of its row. */
export interface MendedRow {
  readonly position: number;
  /** The sheet's number. */
  readonly row: number;
  readonly before: Cell;
  readonly after: Cell;
  readonly outcome: MendOutcome;
  /** What is wrong with the row then. */
  readonly errors: readonly RowError[];
  /** Nothing is wrong with the cell any more, and something was. */
  readonly isFixed: boolean;
  /** A subscription whose status comes of the cell has none then: the platform chooses it. */
  readonly isStatusless: boolean;
  /** What it is now, and what its cells give then. */
  readonly state: RowState;
  readonly mapped: MappedRow;
  /** Why it cannot be corrected; null where it can. */
  readonly refusal: RefusalReason | null;
}

export type MendWish = Pick<MendRequest, 'column' | 'mends' | 'onlyFixing' | 'onlyValid'>;

/** What a request does to a cell: mends of phones that say no country take the column's. */
export function mendOf({ job: { recipe, columns } }: Pick<Mending, 'job'>, { column, mends }: Pick<MendRequest, 'column' | 'mends'>): CellMend {
  return compileMends(mendsInCountry(mends, recipe, columnFinder(columns), column));
}

/** Reads some rows of one block or of several through a mend. Pure but for reading. */
export function createLook(job: Mending, { column, mends, onlyFixing, onlyValid = false }: MendWish, sendAgain = false): (row: StoredRow) => MendedRow | null {
  const mend = mendOf(job, { column, mends });
  const { letter } = columnOf(job, column);
  const statusless = createStatusless(statusRules(job.job.recipe, job.job.columns, column));
  const isBlind = !saysValues({ kind: 'mend', column: letter, mends });
  return (row) => {
    const before = row.cells[column] ?? null;
    const after = mend(before);
    if (after === undefined || cellText(after) === cellText(before)) return null;
    const state = stateAt(job, row.position);
    const was = asItStands(job, row);
    if (onlyValid && hasErrors(was, letter)) return null;
    const is = mapCorrected(job, row, [{ column, after }], job.flaws.get(row.position));
    const isFixed = hasErrors(was, letter) && !hasErrors(is, letter);
    if (onlyFixing && !isFixed) return null;
    const refusal = refusalOf(job, { position: row.position, state, columns: [column], mapped: is, sendAgain, isLost: isBlind && job.lost.has(row.position) });
    const isStatusless = statusless(is);
    return { position: row.position, row: row.row, before, after, outcome: outcomeOf(was, is, isStatusless), errors: errorsOf(is), isFixed, isStatusless, state, mapped: is, refusal };
  };
}

export function stateAt({ states }: Pick<Mending, 'states'>, position: number): RowState {
  return rowStates[states[position - 1] ?? 0] ?? 'empty';
}

function asItStands({ dates, flaws, known }: Mending, row: StoredRow): MappedRow {
  const earlier = known.get(row);
  if (earlier !== undefined) return earlier;
  const flaw = flaws.get(row.position);
  const mapped = dates.mapAsBefore({ row: row.row, cells: row.cells, ...(flaw === undefined ? {} : { flaw }) }, row.position);
  known.set(row, mapped);
  return mapped;
}

function errorsOf(mapped: MappedRow): readonly RowError[] {
  return mapped.kind === 'invalid' ? mapped.errors : mapped.kind === 'item' ? (mapped.leftOut ?? []) : [];
}

/** A row that is wrong as a whole, such as one that is too long, counts for each of its columns. */
function hasErrors(mapped: MappedRow, letter: string): boolean {
  return errorsOf(mapped).some(({ column }) => column === letter || column === null);
}

/** 2: not sent, 1: sent without a value, 0: nothing is wrong. */
function wrongness(mapped: MappedRow): number {
  return mapped.kind === 'invalid' && makeInvalid(mapped.errors) ? 2 : errorsOf(mapped).length > 0 ? 1 : 0;
}

function outcomeOf(was: MappedRow, is: MappedRow, isStatusless: boolean): MendOutcome {
  if (is.kind === 'empty' && was.kind !== 'empty') return 'empty';
  const [before, after] = [wrongness(was), wrongness(is)];
  if (after < before) return after > 0 || isStatusless ? 'sendable' : 'right';
  return after > before ? 'wrong' : 'same';
}

/** So many rows are read between two turns of others. */
const piece = 500;

/** Rows of rising positions, in pieces, between which others have their turn. */
export function* pieces(positions: Uint32Array): Generator<Uint32Array> {
  for (let at = 0; at < positions.length; at += piece) yield positions.subarray(at, at + piece);
}

/** The rows of a piece; where they lie close together whole blocks are read at once. */
export function rowsOfPiece(file: JobFile, positions: Uint32Array): Generator<StoredRow> {
  const span = (positions.at(-1) ?? 0) - (positions[0] ?? 0) + 1;
  return file.blocks.rowsAt(positions, { few: isFew(positions.length) || positions.length * 10 < span });
}
