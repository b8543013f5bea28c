import { Fault } from '#contract/faults.ts';
import type { JobFile } from '../store/jobFile.ts';
import { lockJob } from '../store/lock.ts';
import { runsOf } from '../store/runs.ts';
import { nextJobState, nextRowState } from './transitions.ts';
import { recoverInFlight } from './recover.ts';

/** Which rows go into the new round; all failed ones when nothing narrows it. */
export interface RetryChoice {
  /** Only failures with one of these codes. */
  readonly codes?: readonly number[] | undefined;
  /** Only these sheet rows. */
  readonly rows?: readonly number[] | undefined;
  /** All unknown rows instead, whose outcome can no longer be asked for: they may be applied a second time. */
  readonly unknown?: boolean | undefined;
}

/**
 * Marks rows for the next run as a new numbered round: only they are sent, in new chunks with new ids.
 * Gives the number of rows marked. Faults: nothing-to-retry, job-state, job-busy.
 */
export function retryRound(file: JobFile, choice: RetryChoice): { readonly rows: number; readonly round: number } {
  const lock = lockJob(file.path);
  try {
    recoverInFlight(file);
    return file.transaction(() => mark(file, choice));
  } finally {
    lock.release();
  }
}

function mark(file: JobFile, choice: RetryChoice): { readonly rows: number; readonly round: number } {
  const job = file.job.read();
  if (job === null) throw new Fault('job-state', { state: 'preparing', event: 'retry' });
  const state = nextJobState(job.state === 'running' ? 'paused' : job.state, 'retry');
  const positions = choice.unknown === true ? [...file.states.positions(new Set(['unknown'] as const))] : failedPositions(file, choice);
  if (positions.length === 0) throw new Fault('nothing-to-retry');
  file.states.change(runsOf(positions), (present) => nextRowState(present, 'retry'));
  for (const position of positions) file.failures.remove(position);
  if (choice.unknown === true) giveUpChunks(file);
  file.job.setRound(job.round + 1);
  file.job.setState(state, state === 'paused' ? (job.pause ?? null) : null);
  return { rows: positions.length, round: job.round + 1 };
}

function failedPositions(file: JobFile, { codes, rows }: RetryChoice): readonly number[] {
  const wanted = rows === undefined ? null : new Set(file.blocks.positionsOfRows(new Set(rows)));
  return file.failures
    .positions()
    .filter(({ code }) => codes === undefined || (code !== null && codes.includes(code)))
    .map(({ position }) => position)
    .filter((position) => wanted === null || wanted.has(position));
}

/** Their rows are in the new round now; nothing is left to settle. */
function giveUpChunks(file: JobFile): void {
  for (const chunk of file.chunks.inState('unknown')) file.chunks.setState(chunk.id, 'given-up');
}
