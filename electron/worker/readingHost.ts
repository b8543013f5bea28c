import { existsSync } from 'node:fs';
import { Fault } from '#contract/faults.ts';
import { hasAnnounced } from '#files/announcedJobs.ts';
import type { KeptStatus, StoredJob } from '#engine/store/catalogue.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import type { JobStatus } from '#contract/job.ts';
import type { HostSurroundings, ReadingHost } from './host.ts';
import { lookAtKept } from './keptStatus.ts';
import { summariesOf } from './listedJob.ts';
import { openJobsBeside, type JobsBeside } from './readableJobs.ts';
import { createReadings } from './readings.ts';

/**
 * What is only read of jobs, over the folder of the process that writes them, which has made the catalogue. Faults as there;
 * also where a job would have to be written first, so whoever asks goes to the one that writes then.
 */
export function createReadingHost({ home, announced, emit }: Pick<HostSurroundings, 'home' | 'announced' | 'emit'>): ReadingHost {
  const jobs = openJobsBeside(home);
  const readings = createReadings(jobs, emit);
  /** What was seen last of jobs that have changed since the process that writes has kept it. */
  const seen = new Map<string, KeptStatus>();
  return {
    ...readings.commands,
    jobStatus: ({ jobId }) => jobs.read(jobId, (file) => jobStatus(file, null)),
    listJobs({ kept }) {
      // Only the process that writes takes them into the list.
      if (kept !== true && announced !== undefined && hasAnnounced(announced)) throw new Fault('job-busy');
      const listed = jobs.catalogue.jobs();
      const { statuses, anew } = lookAtKept({ keptStatuses: () => newestOf(jobs.catalogue.keptStatuses(), seen) }, listed, kept === true ? (job) => statusOrNull(jobs, job) : (job) => settledStatus(jobs, job));
      for (const each of anew) seen.set(each.jobId, each);
      return summariesOf(listed, statuses, jobs.catalogue);
    },
    async releaseJob({ jobId }) {
      await readings.end(jobId);
      jobs.release(jobId);
      return null;
    },
    async shutdown() {
      await readings.stop();
      jobs.close();
      return null;
    },
  };
}

/** Of two that were kept of a job, the one of its file as it is now counts; which one that is tells its stamp, so the later look goes first. */
function newestOf(kept: ReadonlyMap<string, KeptStatus>, seen: ReadonlyMap<string, KeptStatus>): ReadonlyMap<string, KeptStatus> {
  return new Map([...kept, ...seen]);
}

/** Fault job-busy where the process that writes has to look, as at a job that cannot be read without being written. */
function settledStatus(jobs: JobsBeside, job: StoredJob): JobStatus | null {
  const status = statusOrNull(jobs, job);
  if (status === null && existsSync(job.path)) throw new Fault('job-busy');
  return status;
}

/** A list must come up whatever has become of one of its files. */
function statusOrNull(jobs: JobsBeside, job: StoredJob): JobStatus | null {
  try {
    return jobs.look(job);
  } catch {
    return null;
  }
}
