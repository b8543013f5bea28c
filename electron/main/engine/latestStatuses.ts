import type { JobSummary } from '#contract/commands.ts';
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
  /** The same for a list of jobs. */
  listed(read: Promise<readonly JobSummary[]>): Promise<readonly JobSummary[]>;
}

export function latestStatuses(): LatestStatuses {
  const told = new Map<string, JobStatus>();
  /** What was told since lists were asked for. */
  const lists = new Set<Map<string, JobStatus>>();
  /** Those that are asked for now, and what was told of their jobs since. */
  const asked = new Set<{ readonly jobId: string; status: JobStatus | null }>();

  return {
    hear(event) {
      if (event.kind === 'engine-restarted') told.clear();
      if (event.kind !== 'job') return;
      if (event.status.state === 'running') told.set(event.jobId, event.status);
      else told.delete(event.jobId);
      for (const since of lists) since.set(event.jobId, event.status);
      for (const each of asked) if (each.jobId === event.jobId) each.status = event.status;
    },
    async listed(read) {
      const since = new Map<string, JobStatus>();
      lists.add(since);
      try {
        return (await read).map((job) => {
          const status = since.get(job.jobId) ?? (job.status?.state === 'running' ? told.get(job.jobId) : undefined);
          return status === undefined ? job : { ...job, status };
        });
      } finally {
        lists.delete(since);
      }
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
