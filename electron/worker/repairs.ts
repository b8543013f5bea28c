import type { EngineInput, EngineOutput } from '#contract/engine.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { checkJob } from '#engine/jobs/repair/checkJob.ts';
import { repairJob } from '#engine/jobs/repair/repairJob.ts';
import type { HostSurroundings } from './host.ts';
import type { JobRegistry } from './jobRegistry.ts';
import { createStoppable } from './underWay.ts';

/** Looking at damaged jobs and saving what is left of them. */
export interface Repairs {
  /** Faults as checkJob, job-missing. */
  check(input: EngineInput<'checkJob'>): EngineOutput<'checkJob'>;
  /** The new job comes into the list. Faults as repairJob. */
  repair(input: EngineInput<'repairTo'>): Promise<EngineOutput<'repairTo'>>;
  /** Stops those under way and waits until what they wrote is gone. */
  stop(): Promise<void>;
}

export function createRepairs(registry: JobRegistry, reader: HostSurroundings['reader']): Repairs {
  const { signal, track, stop } = createStoppable();

  async function repair({ jobId, path, source }: EngineInput<'repairTo'>): Promise<EngineOutput<'repairTo'>> {
    const { note } = await repairJob({ job: registry.pathOf(jobId), out: path, source: source ?? undefined, clock: systemClock, reader, signal });
    return { job: registry.adopt(path), note };
  }

  return { check: ({ jobId }) => checkJob(registry.pathOf(jobId)), repair: (input) => track(repair(input)), stop };
}
