import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { JobSummary } from '#contract/commands.ts';
import { takeAnnounced } from '#files/announcedJobs.ts';
import type { Catalogue } from '#engine/store/catalogue.ts';

/**
 * Takes the jobs that the command line has told of into the list. One that came so leaves it with its file: who makes a job a day
 * and deletes it afterwards would else have a list of missing files. One on a drive that is away stays.
 */
export function followAnnounced(folder: string, catalogue: Pick<Catalogue, 'jobs' | 'announced' | 'keepAnnounced' | 'forgetJob'>, adopt: (path: string) => JobSummary): void {
  for (const path of takeAnnounced(folder)) {
    const known = new Set(catalogue.jobs().map(({ jobId }) => jobId));
    try {
      const { jobId } = adopt(path);
      if (!known.has(jobId)) catalogue.keepAnnounced(jobId);
    } catch {
      // It is gone or no job any more; the next command tells of it again.
    }
  }
  const announced = catalogue.announced();
  if (announced.size === 0) return;
  for (const { jobId, path } of catalogue.jobs()) {
    if (announced.has(jobId) && !existsSync(path) && existsSync(dirname(path))) catalogue.forgetJob(jobId);
  }
}
