import type { EngineEvent } from '#contract/events.ts';
import type { JobState } from './job.svelte.ts';

/** What goes on with the rows of a job, beside its run. */
type JobProgress = Extract<EngineEvent, { readonly kind: 'mending' | 'comparing' | 'fetching' | 'correcting' | 'finding' | 'exporting' | 'undoing' }>;

/** Hands progress to the part of a job that shows it. */
export function hearProgress(job: Pick<JobState, 'mending' | 'nextRun' | 'comparison' | 'rows' | 'exporting' | 'undoing' | 'hearCorrecting'>, event: JobProgress): void {
  switch (event.kind) {
    case 'mending':
      return job.mending.hear(event);
    case 'comparing':
      return job.nextRun.hear(event);
    case 'fetching':
      return job.comparison.hear(event);
    case 'correcting':
      return job.hearCorrecting(event);
    case 'finding':
      return job.rows.find.hear(event);
    case 'exporting':
      return job.exporting.hear(event);
    case 'undoing':
      return job.undoing.hear(event);
  }
}
