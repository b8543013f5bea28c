import { basename } from 'node:path';
import { Fault } from '#contract/faults.ts';
import { sameServer, serverOf } from '#contract/url.ts';
import type { PlatformAccess } from '../../api/client.ts';
import type { JobFile } from '../../store/jobFile.ts';
import type { JobRecord } from '../../store/jobTable.ts';

/** The queue that is meant, where the job belongs to nothing or to it; Fault job-other-server. What has gone one way never goes on over another by itself. */
export function queueForJob(file: Pick<JobFile, 'path'>, job: Pick<JobRecord, 'server'>, queue: string): string {
  if (job.server !== null && job.server !== queue) throw new Fault('job-other-server', { name: basename(file.path), server: job.server, asked: 'queue' });
  return queue;
}

/** The server that is meant, where the job belongs to none or to this one; Fault job-other-server. */
export function serverForJob(file: Pick<JobFile, 'path'>, job: Pick<JobRecord, 'server'>, { baseUrl, practice }: Pick<PlatformAccess, 'baseUrl' | 'practice'>): string {
  const server = serverOf(baseUrl, practice);
  // The very address is the same server, also where it could not be told before that it is the practice one.
  const isSame = job.server === null || sameServer(job.server, server) || job.server === serverOf(baseUrl);
  if (!isSame) throw new Fault('job-other-server', { name: basename(file.path), server: job.server ?? '' });
  return server;
}
