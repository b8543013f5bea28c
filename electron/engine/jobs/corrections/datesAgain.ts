import type { Cell } from '#contract/cells.ts';
import type { RowState } from '#contract/job.ts';
import type { RowError } from '#contract/rowErrors.ts';
import type { DatesTold } from '#contract/reopenedWords.ts';
import type { Some } from '#contract/some.ts';
import type { MappedRow } from '../../mapping/types.ts';
import type { StoredRow } from '../../store/blocks.ts';
import type { Correcting } from './correcting.ts';
import type { Turned } from './dateProof.ts';
import { lostMarks, withMarks } from './lostMarks.ts';
import { rowsOfBlock, statesFrom } from './rowsOfBlock.ts';
import { flawOf } from './settleRows.ts';
import { Told } from './workbook/some.ts';

/** Not sent yet, or refused, so that it may be sent again. */
const waiting: ReadonlySet<RowState> = new Set(['ready', 'duplicate', 'failed', 'invalid'] as const);

/** A row whose cells stay, and are read otherwise now. */
export interface RowAgain {
  readonly stored: StoredRow;
  readonly state: RowState;
  readonly mapped: MappedRow;
  /** Those whose dates are read otherwise. */
  readonly columns: readonly Turned[];
}

/**
 * Rows whose dates were corrected before and can be read both ways, where a batch has brought the proof that they were read in the wrong order, or has
 * taken the last one away: they are refused then with date-order-open, or not any more. Block by block, rising. Rows that were sent stay as they are.
 * `isTouched`: rows that the batch itself has changed.
 */
export function* datesAgain(c: Pick<Correcting, 'file' | 'job' | 'open' | 'dates'>, isTouched: (position: number) => boolean): Generator<readonly RowAgain[]> {
  const found = c.dates.turned();
  const positions = [...found.keys()].filter((position) => !isTouched(position)).sort((a, b) => a - b);
  for (let at = 0; at < positions.length; ) {
    const { first, states } = c.file.states.blockAt(positions[at] ?? 1);
    let end = at + 1;
    while ((positions[end] ?? Infinity) < first + states.length) end += 1;
    const piece = positions.slice(at, end);
    const stateAt = statesFrom(c.file, first);
    yield rowsOfBlock(c.file, piece).flatMap((stored) => rowAgain(c, stored, stateAt(stored.position), found.get(stored.position) ?? []));
    at += piece.length;
  }
}

function rowAgain(c: Pick<Correcting, 'file' | 'job' | 'open' | 'dates'>, stored: StoredRow, state: RowState, columns: readonly Turned[]): readonly RowAgain[] {
  const { position, row, cells } = stored;
  if (!waiting.has(state) || c.open[position] === 1) return [];
  const flaw = flawOf(c.file, position, state);
  const mapped = withMarks(c.dates.map({ row, cells, ...(flaw === undefined ? {} : { flaw }) }, position), lostMarks(c, position));
  // A row that was refused is not made ready by it.
  if (state === 'failed' && mapped.kind !== 'invalid') return [];
  const [before, after] = [c.file.problems.errorsAt(position), errorsOf(mapped)];
  const turned = columns.filter(({ letter }) => isOpenIn(before, letter) !== isOpenIn(after, letter));
  return turned.length === 0 ? [] : [{ stored, state, mapped, columns: turned }];
}

function errorsOf(mapped: MappedRow): readonly RowError[] {
  return mapped.kind === 'invalid' ? mapped.errors : mapped.kind === 'item' ? (mapped.leftOut ?? []) : [];
}

const isOpenIn = (errors: readonly RowError[], letter: string): boolean => errors.some(({ column, reason }) => column === letter && reason === 'date-order-open');

/** Whether its dates are refused now, and were not before. */
export function isReopened({ mapped, columns }: RowAgain): boolean {
  return columns.some(({ letter }) => isOpenIn(errorsOf(mapped), letter));
}

/** Looks, before anything is changed, at what reopenDates would do beside corrections. */
export class DatesAhead {
  readonly #look: Parameters<typeof datesAgain>[0];
  readonly #touched = new Set<number>();

  constructor(look: Parameters<typeof datesAgain>[0]) {
    this.#look = look;
  }

  /** Takes a cell in that would be written; only cells of columns whose dates can be read both ways are kept. */
  add({ position, row }: Pick<StoredRow, 'position' | 'row'>, column: number, after: Cell): void {
    const { dates } = this.#look;
    if (!dates.concerns(column)) return;
    dates.wrote({ position, column, after }, row);
    this.#touched.add(position);
  }

  /** Other rows whose dates would be read otherwise. To be asked once all were added. */
  told(): DatesTold {
    const [reopened, readAgain] = [new Told<number>(), new Told<number>()];
    for (const rows of datesAgain(this.#look, (position) => this.#touched.has(position))) for (const row of rows) (isReopened(row) ? reopened : readAgain).add(row.stored.row);
    return toldDates(reopened, readAgain);
  }
}

/** Those of whom there are none are left out. Pure. */
export function toldDates(reopened: Some<number>, readAgain: Some<number>): DatesTold {
  const some = ({ count, first }: Some<number>): Some<number> => ({ count, first });
  return { ...(reopened.count === 0 ? {} : { reopened: some(reopened) }), ...(readAgain.count === 0 ? {} : { readAgain: some(readAgain) }) };
}
