import { setImmediate } from 'node:timers/promises';
import { Fault } from '#contract/faults.ts';
import { rowStates } from '#contract/job.ts';
import type { ProblemFilter, RowFilter } from '#contract/rowFilter.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { isSendable } from '../../store/problems.ts';

/** Rows that are looked at before others get their turn. */
const rowsPerTurn = 2_000;

/**
 * Positions of the rows that a filter leaves, rising, four bytes each. The rows are looked at part by part, and what is
 * written meanwhile may show in the later ones. Faults cancelled, job-corrupt.
 */
export async function filterRows(file: JobFile, filter: RowFilter, signal?: AbortSignal): Promise<Uint32Array> {
  const states = file.states.bytes();
  const found = new Uint32Array(states.length);
  let count = 0;
  for (let from = 1; from <= states.length; from += rowsPerTurn) {
    if (from > 1) await setImmediate();
    if (signal?.aborted === true) throw new Fault('cancelled');
    const to = Math.min(states.length, from + rowsPerTurn - 1);
    const fits = filterOf(file, filter, states, from, to);
    for (let position = from; position <= to; position += 1) {
      if (fits(position)) found[count++] = position;
    }
  }
  return found.slice(0, count);
}

type Fits = (position: number) => boolean;

/** Whether a row between two positions fits. */
function filterOf(file: JobFile, { states: wanted, problem, failure, corrected }: RowFilter, states: Uint8Array, from: number, to: number): Fits {
  const parts: Fits[] = [];
  if (wanted !== undefined) {
    const isWanted = rowStates.map((state) => wanted.includes(state));
    parts.push((position) => isWanted[states[position - 1] ?? 0] === true);
  }
  if (problem !== undefined) parts.push(among(withProblem(file, problem, states, from, to)));
  if (failure !== undefined) {
    const refused = file.failures.positionsWith(from, to, failure);
    // What a row that is sent again was refused with is kept until the next answer.
    parts.push((position) => refused.has(position) && rowStates[states[position - 1] ?? 0] === 'failed');
  }
  if (corrected === true) parts.push(among(file.corrections.positionsBetween(from, to)));
  return (position) => parts.every((fits) => fits(position));
}

const among = (positions: ReadonlySet<number>): Fits => (position) => positions.has(position);

/** Values left out are asked for as the groups of problems count them: of rows that are sent, or were, alone. One that was sent whole, and of which a repair has only lost a correction, is asked for by that reason. */
function withProblem(file: JobFile, { column, field, reason, leftOut }: ProblemFilter, states: Uint8Array, from: number, to: number): ReadonlySet<number> {
  const found = file.problems.positionsWith(from, to, { column, field, reason, leftOut });
  if (leftOut !== true) return found;
  const isLost = reason === undefined ? file.problems.lostRows() : new Set<number>();
  return new Set([...found].filter((position) => isSendable(states[position - 1] ?? 0) && !isLost.has(position)));
}
