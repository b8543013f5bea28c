import { Fault } from '#contract/faults.ts';
import { rowStates, type RowState } from '#contract/job.ts';
import type { Chunk, ChunkState } from './chunks.ts';
import { countOf, encodeRuns, type Run } from './runs.ts';

/** The platform takes no more in one request. */
const profilesAtMost = 10_000;

/** What the rows of a chunk can be while it is open. A row alone says which: of a chunk that is final it may be anything. */
const openStates: Readonly<Record<ChunkState, readonly RowState[] | null>> = {
  planned: ['ready', 'unknown'],
  unknown: ['unknown', 'ready'],
  sending: ['sending'],
  answered: null,
  split: null,
  'given-up': null,
  queued: ['queued'],
};

/** It goes into a header. */
const requestIdForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Whether a chunk can have been written by this program for these rows, `states` as they are stored; marks its rows in
 * `taken` while it is open. `members` is the text its runs were read from. Fault job-unreadable.
 */
export function mustBePossible(chunk: Chunk, members: string, states: Uint8Array, taken: Uint8Array): void {
  const problem = problemOf(chunk, members, states, taken);
  if (problem !== null) throw new Fault('job-unreadable', { reason: `chunk-${chunk.id}: ${problem}` });
}

function problemOf(chunk: Chunk, members: string, states: Uint8Array, taken: Uint8Array): string | null {
  if (!Object.hasOwn(openStates, chunk.state)) return 'state';
  if (chunk.requestId !== null && !requestIdForm.test(chunk.requestId)) return 'request-id';
  if (!areRising(chunk.members, states.length) || encodeRuns(chunk.members) !== members) return 'rows';
  if (chunk.profiles !== countOf(chunk.members) || chunk.profiles < 1 || chunk.profiles > profilesAtMost) return 'row-count';
  const allowed = openStates[chunk.state]?.map((state) => rowStates.indexOf(state));
  if (allowed === undefined) return null;
  for (const { from, to } of chunk.members) {
    for (let at = from - 1; at < to; at += 1) {
      if (taken[at] === 1) return 'rows-twice';
      if (!allowed.includes(states[at] ?? 0)) return 'row-states';
      taken[at] = 1;
    }
  }
  return null;
}

/** Before any of them is counted or walked through: a run may claim to have billions. */
function areRising(runs: readonly Run[], rows: number): boolean {
  let last = 0;
  for (const { from, to } of runs) {
    if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from <= last || to < from || to > rows) return false;
    last = to;
  }
  return true;
}
