import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { closeRead, openJobFileToRead } from '#engine/store/jobFile.ts';
import type { JobStatus } from '#contract/job.ts';
import type { HostSurroundings, ReadingHost } from './host.ts';
import { lookAtKept } from './keptStatus.ts';
import { summariesOf } from './listedJob.ts';
import { identityOf, openJobsBeside } from './readableJobs.ts';
import { createReadings } from './readings.ts';

/**
 * What is only read of jobs, over the folder of the process that writes them, which has made the catalogue. Faults as there;
 * also where a job would have to be written first, so whoever asks goes to the one that writes then.
 */
export function createReadingHost({ home, emit }: Pick<HostSurroundings, 'home' | 'emit'>): ReadingHost {
  const jobs = openJobsBeside(home);
  const readings = createReadings(jobs, emit);
  return {
    ...readings.commands,
    jobStatus: ({ jobId }) => jobs.read(jobId, (file) => jobStatus(file, null)),
    listJobs() {
      const listed = jobs.catalogue.jobs();
      const statuses = lookAtKept(jobs.catalogue, listed, statusOrNull).statuses;
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

/** A list must come up whatever has become of one of its files. */
function statusOrNull(path: string): JobStatus | null {
  try {
    const identity = identityOf(path);
    const file = openJobFileToRead(path);
    try {
      return jobStatus(file, null);
    } finally {
      closeRead(file, identity);
    }
  } catch {
    return null;
  }
}
