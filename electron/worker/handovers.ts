import { setTimeout } from 'node:timers/promises';
import type { EngineInput, EngineOutput } from '#contract/engine.ts';
import type { EngineEvent } from '#contract/events.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { handOver } from '#engine/jobs/handOver.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { openJob } from '#engine/jobs/recover.ts';
import type { JobRegistry } from './jobRegistry.ts';
import { createUnderWay } from './underWay.ts';

/** Jobs on their way to files of the operator's choice. */
export interface Handovers {
  /** Faults as handOver, job-missing. */
  give(input: EngineInput<'handOverTo'>): Promise<EngineOutput<'handOverTo'>>;
  /** Waits so long for those under way: one that is cut off doubles nothing, but has to be asked for again. */
  stop(waitMs: number): Promise<void>;
}

export function createHandovers(registry: JobRegistry, emit: (event: EngineEvent) => void): Handovers {
  const underWay = createUnderWay();

  async function write({ jobId, path, adopt }: EngineInput<'handOverTo'>): Promise<EngineOutput<'handOverTo'>> {
    const file = openJob(registry.pathOf(jobId));
    try {
      const { to, at, step } = await handOver(file, { to: path, adopt, clock: systemClock });
      emit({ kind: 'job', jobId, status: jobStatus(file, null) });
      return { to, at, step };
    } finally {
      file.close();
    }
  }

  return {
    give: (input) => underWay.track(write(input)),
    async stop(waitMs) {
      await Promise.race([underWay.settled(), setTimeout(waitMs, null, { ref: false })]);
    },
  };
}
