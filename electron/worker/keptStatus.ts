import { statSync } from 'node:fs';
import { z } from 'zod';
import type { JobStatus } from '#contract/job.ts';
import type { Catalogue, KeptStatus, StoredJob } from '#engine/store/catalogue.ts';

/** Changes with the shape of a status, so that none of another version is shown. */
const shape = 'status 2';

/** Written by this module alone; whatever else stands there is no status and is read anew. */
const statusSchema = z.custom<JobStatus>((value) => typeof value === 'object' && value !== null && 'counts' in value && 'state' in value);

/**
 * The status of each job for the list: the one kept, where the file and its -wal are as they were when it was taken,
 * else what `look` finds, which is kept. A job that ran then is looked at each time: whether its process still lives is
 * in no file. `look` gives null for a job that cannot be read; that is not kept.
 */
export function keptStatuses(catalogue: Catalogue, jobs: readonly StoredJob[], look: (job: StoredJob) => JobStatus | null): readonly (JobStatus | null)[] {
  const { statuses, anew } = lookAtKept(catalogue, jobs, look);
  if (anew.length > 0) catalogue.keepStatuses(anew);
  return statuses;
}

/** The same, keeping nothing; `anew`: what is to be kept. */
export function lookAtKept(
  catalogue: Pick<Catalogue, 'keptStatuses'>,
  jobs: readonly StoredJob[],
  look: (job: StoredJob) => JobStatus | null,
): { readonly statuses: readonly (JobStatus | null)[]; readonly anew: readonly KeptStatus[] } {
  const kept = catalogue.keptStatuses();
  const anew: KeptStatus[] = [];
  const statuses = jobs.map((job) => {
    const { jobId, path } = job;
    const known = kept.get(jobId);
    const before = stampOf(path);
    const parsed = known !== undefined && known.stamp === before ? statusSchema.safeParse(jsonOf(known.status)) : null;
    if (parsed?.success === true) return parsed.data;
    const status = look(job);
    const stamp = stampOf(path);
    if (status !== null && status.state !== 'running' && stamp !== null) anew.push({ jobId, stamp, status: JSON.stringify(status) });
    return status;
  });
  return { statuses, anew };
}

/** Size and time of the file and of its -wal; null where there is no such file. */
function stampOf(path: string): string | null {
  const parts = [path, `${path}-wal`].map((each) => {
    try {
      return statSync(each, { bigint: true, throwIfNoEntry: false });
    } catch {
      return undefined;
    }
  });
  if (parts[0] === undefined) return null;
  return [shape, ...parts.map((stat) => (stat === undefined ? 'none' : `${stat.size} ${stat.mtimeNs} ${stat.ino}`))].join('; ');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
