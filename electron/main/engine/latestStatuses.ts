import type { EngineEvent } from '#contract/events.ts';
import type { JobStatus } from '#contract/job.ts';

/** What the engine has told of the jobs that run. */
export interface LatestStatuses {
  hear(event: EngineEvent): void;
  /**
   * A status that was read from the job's file, with the figures of its run, which are in no file. One that the engine has told
   * meanwhile is the newer one: an answer that comes behind it must not bring an ended run back.
   */
  newest(jobId: string, read: Promise<JobStatus>): Promise<JobStatus>;
}

export function latestStatuses(): LatestStatuses {
  const told = new Map<string, JobStatus>();
  /** Those that are asked for now, and what was told of their jobs since. */
  const asked = new Set<{ readonly jobId: string; status: JobStatus | null }>();

  return {
    hear(event) {
      if (event.kind === 'engine-restarted') told.clear();
      if (event.kind !== 'job') return;
      if (event.status.state === 'running') told.set(event.jobId, event.status);
      else told.delete(event.jobId);
      for (const each of asked) if (each.jobId === event.jobId) each.status = event.status;
    },
    async newest(jobId, read) {
      const asking = { jobId, status: null };
      asked.add(asking);
      try {
        const status = await read;
        return asking.status ?? (status.state === 'running' ? { ...status, live: told.get(jobId)?.live ?? null } : status);
      } finally {
        asked.delete(asking);
      }
    },
  };
}
