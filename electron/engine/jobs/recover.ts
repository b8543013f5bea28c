import { Fault } from '#contract/faults.ts';
import type { JobFile } from '../store/jobFile.ts';
import type { PauseReason } from '#contract/job.ts';
import { lockJob } from '../store/lock.ts';
import { openJobFile } from '../store/jobFile.ts';
import { nextJobState, nextRowState } from './transitions.ts';

/**
 * Chunks that a dead process left in flight: whether they were applied is not known, so they become
 * unknown and are settled by the same body under the same Request-ID. Only with the job's lock in hand.
 */
export function recoverInFlight(file: JobFile): number {
  return file.transaction(() => {
    const left = file.chunks.inState('sending');
    for (const chunk of left) {
      file.states.change(chunk.members, (state) => nextRowState(state, 'lose'));
      file.chunks.markAppliedMaybe(chunk.id);
      file.chunks.setState(chunk.id, 'unknown');
    }
    return left.length;
  });
}

/**
 * As recoverInFlight, for a job that was found "running". Where the file is in doubt, what it holds as planned may have
 * been sent too: those chunks become unknown with their rows and ids, so that they are repeated as they are while the
 * platform remembers them, never planned anew, and left to the operator after that. Gives why the job stands still.
 */
export function recoverInterrupted(file: JobFile): PauseReason {
  return file.transaction(() => {
    recoverInFlight(file);
    const job = file.job.read();
    if (!file.inDoubt || job?.state !== 'running') return 'interrupted';
    for (const chunk of file.chunks.inState('planned')) {
      file.states.change(chunk.members, (state) => nextRowState(state, 'doubt'));
      file.chunks.doubt(chunk.id, job.runStartedAt ?? job.createdAt);
    }
    return 'journal-lost';
  });
}

/**
 * Opens a job to look at it. One that a dead process left "running" is first written down as interrupted, so
 * that status, rows and exports all say the same of it. Faults as openJobFile.
 */
export function openJob(path: string): JobFile {
  const file = openJobFile(path, { create: false });
  try {
    if (file.heldBack === null && file.job.state() === 'running') settleInterrupted(file);
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
}

/** Does nothing while a process runs the job, or where it cannot be written: then it is only shown as interrupted. */
function settleInterrupted(file: JobFile): void {
  let lock: ReturnType<typeof lockJob>;
  try {
    lock = lockJob(file.path, 0);
  } catch {
    return;
  }
  try {
    file.transaction(() => {
      const job = file.job.read();
      if (job === null || job.state !== 'running') return;
      const reason = recoverInterrupted(file);
      const at = file.attempts.totals().lastStartedAt ?? job.createdAt;
      file.job.setState(nextJobState(job.state, 'pause'), { reason, httpStatus: null, code: null, text: null, at });
    });
  } catch (error) {
    // What can be read can be looked at, also on a drive that has become full.
    if (!(error instanceof Fault) || !unwritten.has(error.code)) throw error;
  } finally {
    lock.release();
  }
}

const unwritten: ReadonlySet<string> = new Set(['disk-full', 'output-unwritable', 'file-failed']);
