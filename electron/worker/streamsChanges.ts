import { mostChanges, type JobStatus, type StreamsChange } from '#contract/job.ts';

/** Keeps when and why a run changed its number of streams, for whoever opens the job later. */
export interface StreamsChanges {
  /** A report with the changes so far; `now` in ms since 1970. */
  told(status: JobStatus, now: number): JobStatus;
}

export function streamsChanges(): StreamsChanges {
  let changes: readonly StreamsChange[] = [];
  let last: number | null = null;
  return {
    told(status, at) {
      const { live } = status;
      if (live === null) return status;
      const { limit, ceiling, reason } = live.tuning;
      // What a run begins with is no change.
      if (last !== null && limit !== last) changes = [...changes, { at, limit, ceiling, reason }].slice(-mostChanges);
      last = limit;
      return { ...status, live: { ...live, changes } };
    },
  };
}
