import type { EngineInput, EngineOutput } from '#contract/engine.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { checkJob } from '#engine/jobs/repair/checkJob.ts';
import { repairJob } from '#engine/jobs/repair/repairJob.ts';
import type { HostSurroundings } from './host.ts';
import type { JobRegistry } from './jobRegistry.ts';

/** Looking at damaged jobs and saving what is left of them. */
export interface Repairs {
  /** Faults as checkJob, job-missing. */
  check(input: EngineInput<'checkJob'>): EngineOutput<'checkJob'>;
  /** The new job comes into the list. Faults as repairJob. */
  repair(input: EngineInput<'repairTo'>): Promise<EngineOutput<'repairTo'>>;
}

export function createRepairs(registry: JobRegistry, reader: HostSurroundings['reader']): Repairs {
  return {
    check: ({ jobId }) => checkJob(registry.pathOf(jobId)),
    async repair({ jobId, path, source }) {
      const { note } = await repairJob({ job: registry.pathOf(jobId), out: path, source: source ?? undefined, clock: systemClock, reader });
      return { job: registry.adopt(path), note };
    },
  };
}
