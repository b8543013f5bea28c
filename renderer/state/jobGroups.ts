import type { JobSummary } from '#contract/commands.ts';

/** Jobs of a list as they are shown, one below the other. */
export interface JobGroups {
  readonly running: readonly JobSummary[];
  /** With rows that can be sent, or whose outcome is to be asked for. */
  readonly unfinished: readonly JobSummary[];
  readonly done: readonly JobSummary[];
}

/** Parts the jobs that a search leaves; pinned ones come first, else they keep their order. Pure. */
export function groupJobs(jobs: readonly JobSummary[], search: string): JobGroups {
  const found = jobs.filter((job) => isFound(job, search)).toSorted((one, other) => Number(other.pinned ?? false) - Number(one.pinned ?? false));
  return {
    running: found.filter(({ status }) => status?.state === 'running'),
    unfinished: found.filter(isUnfinished),
    done: found.filter((job) => job.status?.state !== 'running' && !isUnfinished(job)),
  };
}

/** Something of it is still to be done. A job of which no row is fit to be sent is none that could go on. */
export function isUnfinished({ status }: JobSummary): boolean {
  if (status === null || (status.state !== 'ready' && status.state !== 'paused')) return false;
  const { ready, unknown, sending } = status.counts;
  return ready > 0 || (status.state === 'paused' && (unknown > 0 || sending > 0));
}

/** Every word of the search stands in its name, its source, its server or the number of its database. */
function isFound({ name, status }: JobSummary, search: string): boolean {
  const text = [name, status?.source?.name, status?.server, status?.request === null || status?.request === undefined ? undefined : String(status.request.dbId)]
    .filter((part) => typeof part === 'string')
    .join('\n')
    .toLowerCase();
  return search.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}
