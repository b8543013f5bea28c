import { randomUUID } from 'node:crypto';
import type { JobStatus, Tuning } from '#contract/job.ts';
import { outcomeWords, smallerWords, streamsWords } from '#contract/sentences.ts';
import { undiciTransport } from '#engine/api/undiciTransport.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { runJob } from '#engine/jobs/run/runJob.ts';
import { readAccess, type AccessOptions } from '../access.ts';
import { withJob, type Command, type CommandContext } from '../context.ts';
import { exitCodeOf } from '../exitCodes.ts';
import { result, say, statusWords } from '../output.ts';
import { showProgress, type Progress } from '../progress.ts';

export interface RunCommandOptions extends AccessOptions {
  readonly job: string;
  readonly streams: number;
  readonly chunkProfiles: number;
  readonly chunkBytes: number;
  /** Seconds. */
  readonly timeout: number;
  /** Send only the first so many rows that wait. */
  readonly trial?: number | undefined;
}

/** `run J --url U`: sends or resumes. */
export function run(options: RunCommandOptions): Command {
  return async (context) => {
    const access = readAccess(options, context.env);
    const progress = showProgress(context.output, 'sending', 'rows');
    const sayTuning = tuningTeller(context);
    const status = await withJob(options.job, (file) => {
      const before = jobStatus(file, null);
      if (before.state === 'finished') return before;
      return runJob({
        file,
        access,
        transport: undiciTransport(),
        limits: { profiles: options.chunkProfiles, bytes: options.chunkBytes },
        streams: options.streams,
        trial: options.trial,
        clock: systemClock,
        random: Math.random,
        newId: randomUUID,
        timeoutMs: options.timeout * 1_000,
        stop: context.stop,
        abort: context.abort,
        onProgress(now) {
          report(context, progress, now);
          if (now.live !== null) sayTuning(now.live.tuning);
        },
      });
    }).finally(() => progress.end());
    result(context.output, status, () => statusWords(status));
    return exitCodeOf(status);
  };
}

function report({ output }: CommandContext, progress: Progress, { counts, live }: JobStatus): void {
  const toSend = counts.read - counts.empty - counts.invalid - counts.duplicate;
  const settled = counts.accepted + counts.failed;
  if (live === null) return;
  const left = live.secondsLeft === null ? '' : `, ${live.secondsLeft} s left`;
  const { limit, ceiling } = live.tuning;
  const streams = ceiling > 1 ? `, ${limit} of ${ceiling} streams` : '';
  progress.update(settled, toSend, `${counts.accepted} accepted, ${counts.failed} failed, ${live.rowsPerSecond} rows/s${streams}${left}`);
  for (const { stream, activity, because, waitMs, attempt } of live.streams) {
    if (activity !== 'waiting' || because === null || waitMs < 1_000) continue;
    say(output, `stream ${stream} waits ${Math.ceil(waitMs / 1_000)} s after attempt ${attempt}: ${outcomeWords(because)}`);
  }
}

/** Says each change of streams or request size once, with its reason. */
function tuningTeller({ output }: CommandContext): (tuning: Tuning) => void {
  const said = new Set<string>();
  let last = '';
  return (tuning) => {
    const streams = streamsWords(tuning);
    if (streams !== last && tuning.reason.code !== 'as-set' && tuning.reason.code !== 'starting') say(output, streams);
    last = streams;
    const smaller = smallerWords(tuning);
    if (smaller === null || said.has(smaller)) return;
    said.add(smaller);
    say(output, smaller);
  };
}
