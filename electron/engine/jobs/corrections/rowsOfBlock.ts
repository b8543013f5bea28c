import { rowStates, type RowState } from '#contract/job.ts';
import type { StoredRow } from '../../store/blocks.ts';
import type { RowWas } from '../../store/corrections.ts';
import type { JobFile } from '../../store/jobFile.ts';
import type { Correcting } from './correcting.ts';
import { lostMarks } from './lostMarks.ts';
import { flawOf } from './settleRows.ts';

/** So many rows of a block of so many are read one by one; more faster together. */
export const isFew = (rows: number, of = 0): boolean => rows <= 150 || rows * 3 <= of;

/** Rows of one block, by their rising positions. Fault job-corrupt. */
export function rowsOfBlock(file: JobFile, positions: readonly number[]): readonly StoredRow[] {
  const { states } = file.states.blockAt(positions[0] ?? 1);
  return [...file.blocks.rowsAt(positions, { few: isFew(positions.length, states.length) })];
}

/** The states of the rows of the block that holds a position, which is read once. */
export function statesFrom(file: JobFile, inside: number): (position: number) => RowState {
  const { first, states } = file.states.blockAt(inside);
  return (position) => rowStates[states[position - first] ?? 0] ?? 'empty';
}

/** What undoing gives back of a row beside its state. */
export function rowWas({ file, job }: Pick<Correcting, 'file' | 'job'>, position: number, state: RowState): RowWas {
  const flaw = flawOf(file, position, state);
  const lost = lostMarks({ file, job }, position).map(({ row, column, header, field, value }) => ({ row, column, header, field, value, reason: 'correction-lost' as const }));
  const failure = state === 'failed' ? file.failures.at(position) : null;
  return { ...(flaw === undefined ? {} : { flaw }), ...(lost.length === 0 ? {} : { lost }), ...(failure === null ? {} : { failure }) };
}
