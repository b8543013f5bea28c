import { m } from '#messages';
import type { WireFormat } from '#contract/job.ts';
import { simulateRun } from '#engine/jobs/run/simulateRun.ts';
import { withJob, type Command } from '../context.ts';
import { exitCodes } from '../exitCodes.ts';
import { result } from '../output.ts';

export interface SimulateCommandOptions {
  readonly job: string;
  readonly out: string;
  readonly chunkProfiles: number;
  readonly chunkBytes: number;
  readonly format: WireFormat;
}

/** `simulate J --out DIR`: every body and the plan, as a run would send them now. */
export function simulate({ job, out, chunkProfiles, chunkBytes, format }: SimulateCommandOptions): Command {
  return ({ output, stop }) =>
    withJob(job, async (file) => {
      const limits = { profiles: chunkProfiles, bytes: chunkBytes };
      const plan = await simulateRun(file, { limits, format, out, signal: stop });
      const { chunks, profiles, setAside } = plan;
      result(output, { out, requests: chunks.length, profiles, setAside }, () => {
        const words = { requests: m.units_requests({ count: chunks.length }), profiles: m.units_profiles({ count: profiles }), folder: out };
        return setAside === 0 ? m.cli_simulated(words) : m.cli_simulated_aside({ ...words, count: setAside });
      });
      return exitCodes.ok;
    });
}
