import { setTimeout } from 'node:timers/promises';
import { m } from '#messages';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { askToPause, untilPaused } from '#engine/jobs/run/pauseAsked.ts';
import { withJob, type Command } from '../context.ts';
import { exitCodes } from '../exitCodes.ts';
import { result, say, statusWords } from '../output.ts';

/**
 * `pause J`: has whoever runs the job, another command line or the window, pause it, and waits so many seconds until that is
 * done. Fault job-busy where it takes longer: it is asked for all the same.
 */
export function pause({ job, wait }: { readonly job: string; readonly wait: number }): Command {
  return async ({ output, stop }) => {
    // What is no job is told before a file is put beside it.
    await withJob(job, (file) => jobStatus(file, null));
    if (askToPause(job)) await untilPaused(job, wait * 1_000, async (ms) => setTimeout(ms, undefined, { signal: stop }));
    else say(output, m.cli_pause_none());
    const status = await withJob(job, (file) => jobStatus(file, null));
    result(output, status, () => statusWords(status));
    return exitCodes.ok;
  };
}
