import { m } from '#messages';
import { systemClock } from '#engine/jobs/clock.ts';
import { handOver } from '#engine/jobs/handOver.ts';
import { announceJob } from '#files/announcedJobs.ts';
import { withJob, type Command } from '../context.ts';
import { exitCodes } from '../exitCodes.ts';
import { result } from '../output.ts';

/** `handover J TO`: the file at TO goes on with the job, wherever it is run first; J sends nothing any more. */
export function handover(job: string, to: string, adopt: boolean): Command {
  return ({ output }) =>
    withJob(job, async (file) => {
      const { to: made, at } = await handOver(file, { to, adopt, clock: systemClock });
      announceJob(made);
      result(output, { to: made, at }, () => m.cli_handed_over({ to: made }));
      return exitCodes.ok;
    });
}
