import { Fault } from '#contract/faults.ts';
import type { JobCounts, JobStatus, Pause, StreamStatus } from '#contract/job.ts';
import type { JobFile } from '../store/jobFile.ts';
import type { JobRecord } from '../store/jobTable.ts';
import { isLocked } from '../store/lock.ts';
import type { StateCounts } from '../store/states.ts';
import type { Pace } from './pace.ts';

export interface Live {
  readonly streams: readonly StreamStatus[];
  readonly pace: Pace;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * The job as it stands, built from its file alone; `live` adds the figures of the run that asks. A job that
 * says "running" while no process holds it was interrupted, and is shown as such. Fault job-unreadable.
 */
export function jobStatus(file: JobFile, live: Live | null): JobStatus {
  const job = file.job.read();
  if (job === null) throw new Fault('job-state', { state: 'preparing', event: 'status' });
  const counts = countsOf(job.rowsRead, file.states.count());
  const { attempts, replayed } = file.attempts.totals();
  const { request } = job.recipe;
  return {
    ...standing(file, job, live),
    counts,
    countsAddUp: addUp(counts),
    round: job.round,
    chunks: file.chunks.counts(),
    attempts,
    replayed,
    source: job.source,
    request: { dbId: request.db_id, matching: request.matching, skipTriggers: request.skip_triggers ?? false },
    server: job.server,
    createdAt: job.createdAt,
    live:
      live === null
        ? null
        : {
            streams: [...live.streams],
            rowsPerSecond: live.pace.rowsPerSecond(live.now),
            secondsLeft: live.pace.secondsLeft(counts.notSent + counts.sending + counts.unknown, live.now),
          },
  };
}

function standing(file: JobFile, job: JobRecord, live: Live | null): { readonly state: JobStatus['state']; readonly pause: Pause | null } {
  if (job.state !== 'running' || live !== null || isLocked(file.path)) return { state: job.state, pause: job.pause };
  return { state: 'paused', pause: { reason: 'interrupted', httpStatus: null, code: null, text: null, at: job.createdAt } };
}

export function countsOf(read: number, states: StateCounts): JobCounts {
  const { empty, invalid, duplicate, accepted, failed, unknown, sending, ready } = states;
  return { read, empty, invalid, duplicate, accepted, failed, unknown, notSent: ready, sending, ready };
}

/** read = empty + invalid + duplicate + accepted + failed + unknown + notSent + sending. */
export function addUp(counts: JobCounts): boolean {
  const { read, empty, invalid, duplicate, accepted, failed, unknown, notSent, sending } = counts;
  return read === empty + invalid + duplicate + accepted + failed + unknown + notSent + sending;
}
