import { counted } from '#contract/counted.ts';
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
      const aside = setAside === 0 ? '' : `; ${counted(setAside, 'row is', 'rows are')} too large for these limits`;
      result(output, { out, requests: chunks.length, profiles, setAside }, () => `${counted(chunks.length, 'request')} with ${counted(profiles, 'profile')} written to ${out}; nothing was sent${aside}`);
      return exitCodes.ok;
    });
}
