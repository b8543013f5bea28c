import type { JobStatus } from '#contract/job.ts';

/** Whether the list tells other things of a job than what is shown of it, as after another program went on with it. */
export function isAhead(listed: JobStatus | null, shown: JobStatus | null): boolean {
  if (listed === null || shown === null) return false;
  return listed.state !== shown.state || listed.attempts !== shown.attempts || listed.round !== shown.round || JSON.stringify(listed.counts) !== JSON.stringify(shown.counts);
}
