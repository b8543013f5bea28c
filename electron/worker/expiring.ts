import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { JobSummary } from '#contract/commands.ts';
import type { JobState } from '#contract/job.ts';
import type { ExpiringJob } from '#contract/retention.ts';
import type { Catalogue } from '#engine/store/catalogue.ts';

/** Nothing more is sent by these. */
const doneWith: ReadonlySet<JobState> = new Set(['finished', 'cancelled', 'handed-over']);

/**
 * Jobs that were not changed since a moment, by the time of their files, the oldest first. Those that lie outside of the
 * program's own folder were put there by somebody, and stay.
 */
export function restingJobs(catalogue: Pick<Catalogue, 'jobs'>, summaries: readonly JobSummary[], folder: string, moment: number): readonly ExpiringJob[] {
  const paths = new Map(catalogue.jobs().map(({ jobId, path }) => [jobId, path]));
  return summaries
    .flatMap(({ jobId, name, status, pinned }) => {
      const path = paths.get(jobId);
      if (path === undefined || resolve(dirname(path)) !== resolve(folder) || pinned === true || status === null || !doneWith.has(status.state)) return [];
      const changed = changedAt(path);
      return changed === null || changed > moment ? [] : [{ jobId, name, changedAt: new Date(changed).toISOString() }];
    })
    .sort((one, other) => one.changedAt.localeCompare(other.changedAt));
}

/** Of the file or its journal, whichever was later; null where there is none. */
function changedAt(path: string): number | null {
  const times = [path, `${path}-wal`].flatMap((each) => statSync(each, { throwIfNoEntry: false })?.mtimeMs ?? []);
  return times.length === 0 ? null : Math.max(...times);
}
