import { Fault } from '#contract/faults.ts';
import type { JobStatus, PauseReason } from '#contract/job.ts';
import { isoTime, systemClock } from '#engine/jobs/clock.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { recoverInFlight } from '#engine/jobs/recover.ts';
import { nextJobState, type JobEvent } from '#engine/jobs/transitions.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { lockJob } from '#engine/store/lock.ts';

/** What becomes of a job that does not run. Faults of all: job-busy, job-state. */

/** Rows not sent stay not sent, unknown ones unknown; nothing is sent any more. */
export const cancelResting = (file: JobFile): JobStatus => moved(file, 'cancel', 'asked', () => void recoverInFlight(file));

/** It waits for another job; were the program to end now, the file says why it stands still. */
export const markQueued = (file: JobFile): JobStatus => moved(file, 'queue', 'queued');

/** Its operator has taken it out again: what was never sent is ready as before. */
export const markUnqueued = (file: JobFile): JobStatus => (file.attempts.totals().attempts === 0 ? moved(file, 'unqueue', null) : moved(file, 'queue', 'asked'));

function moved(file: JobFile, event: JobEvent, reason: PauseReason | null, before: () => void = () => undefined): JobStatus {
  const lock = lockJob(file.path);
  try {
    before();
    file.transaction(() => {
      const job = file.job.read();
      if (job === null) throw new Fault('job-state', { state: 'preparing' });
      const pause = reason === null ? null : { reason, httpStatus: null, code: null, text: null, at: isoTime(systemClock) };
      file.job.setState(nextJobState(job.state, event), pause);
    });
  } finally {
    lock.release();
  }
  return jobStatus(file, null);
}
