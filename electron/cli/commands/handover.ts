import { systemClock } from '#engine/jobs/clock.ts';
import { handOver } from '#engine/jobs/handOver.ts';
import { withJob, type Command } from '../context.ts';
import { exitCodes } from '../exitCodes.ts';
import { result } from '../output.ts';

/** `handover J TO`: the file at TO goes on with the job, wherever it is run first; J sends nothing any more. */
export function handover(job: string, to: string, adopt: boolean): Command {
  return ({ output }) =>
    withJob(job, async (file) => {
      const { to: made, at } = await handOver(file, { to, adopt, clock: systemClock });
      result(output, { to: made, at }, () => `handed over to ${made}: run it there; this file sends nothing any more and can be exported and deleted`);
      return exitCodes.ok;
    });
}
