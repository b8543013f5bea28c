import { m } from '#messages';
import { randomUUID } from 'node:crypto';
import { basename, resolve } from 'node:path';
import { usualRefusedPercent, type JobStatus, type KeptSettings } from '#contract/job.ts';
import type { QueueAccess } from '#contract/queueAddress.ts';
import { practiceServer } from '#contract/url.ts';
import type { PlatformAccess } from '#engine/api/client.ts';
import { isPracticeServer } from '#engine/api/practice.ts';
import { isoTime, systemClock } from '#engine/jobs/clock.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { defaultChunkBytes, defaultChunkProfiles } from '#engine/jobs/run/plan.ts';
import { listenForPause } from '#engine/jobs/run/pauseAsked.ts';
import { queueWayTo } from '#engine/jobs/run/broker/queueWayTo.ts';
import { runJob } from '#engine/jobs/run/runJob.ts';
import { readyWords } from '#contract/leftOutWords.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { announceJob } from '#files/announcedJobs.ts';
import { sharedPlaceWarning } from '#files/sharedPlace.ts';
import { askedAbove } from '../askedAbove.ts';
import { openTransport, readAccess, type AccessOptions } from '../access.ts';
import { withJob, type Command, type CommandContext } from '../context.ts';
import { sayElsewhere } from '../elsewhere.ts';
import { exitCodeOf } from '../exitCodes.ts';
import { result, statusWords, say } from '../output.ts';
import { queueTrust, readQueueAccess, type QueueOptions } from '../queue.ts';
import { showProgress } from '../progress.ts';
import { showRun } from '../runProgress.ts';

export interface RunCommandOptions extends AccessOptions, QueueOptions, Partial<Omit<KeptSettings, 'format' | 'pauseWhenRefused'>> {
  /** Percent. */
  readonly pauseWhenRefused?: number | 'off' | undefined;
  readonly job: string;
  /** Seconds. */
  readonly timeout: number;
  /** Send only the first so many rows that wait. */
  readonly trial?: number | undefined;
  /** Go on with this file although it is a copy. */
  readonly adopt?: boolean | undefined;
  /** Send rows left out as unchanged too. */
  readonly sendUnchanged?: boolean | undefined;
  /** How many profiles are sent, where the connection that the window has for the server asks for it. */
  readonly confirm?: number | undefined;
}

/** `run J --url U`: sends or resumes; with `--queue AMQPS` through the platform's queue. */
export function run(options: RunCommandOptions): Command {
  return async (context) => {
    const shared = sharedPlaceWarning(resolve(options.job));
    if (shared !== null) say(context.output, shared);
    const access = readAccess(options, context);
    const queue = readQueueAccess(options, context);
    const { status, told } = await withJob(options.job, async (file) => {
      announceJob(options.job);
      const before = jobStatus(file, null);
      // Told before anything is sent, as in the window.
      const without = readyWords(before.counts);
      if (without !== null) say(context.output, without);
      // Of a finished job nothing more is sent: that is refused, not left out in silence.
      if (before.state !== 'finished' || (options.sendUnchanged === true && before.counts.unchanged > 0)) {
        const after = await send(file, options, { access, queue }, before, context);
        if (after.state === 'finished') await learn(file, after);
        return { status: after, told: before.notes };
      }
      say(context.output, m.cli_run_finished_before());
      sayElsewhere(context.output, file);
      return { status: before, told: before.notes };
    });
    result(context.output, status, () => statusWords(status, told));
    return exitCodeOf(status);
  };
}

/** The next file of this list is known by it, here and in the window. Never fails. */
async function learn(file: JobFile, { counts, source }: JobStatus): Promise<void> {
  if (counts.accepted === 0 || source === null) return;
  // Loaded for this alone, when all has been sent.
  const [{ learnList }, { openMemory }, { memoryPath }] = await Promise.all([import('#engine/jobs/memory/learnList.ts'), import('#engine/store/memory.ts'), import('../memoryPath.ts')]);
  const memory = openMemory(memoryPath());
  learnList(memory, file, counts.accepted, { name: basename(source.name).replace(/\.[A-Za-z]{3,4}$/, ''), connectionId: null, at: isoTime(systemClock) });
  memory.close();
}

interface Accesses {
  readonly access: PlatformAccess;
  readonly queue: QueueAccess | undefined;
}

/** What is not said now is as in the run before. */
async function send(file: JobFile, options: RunCommandOptions, { access, queue }: Accesses, { runSettings: kept, server }: JobStatus, context: CommandContext): Promise<JobStatus> {
  const { pauseWhenRefused: share = kept === null ? usualRefusedPercent : (kept.pauseWhenRefused ?? 'off') } = options;
  const progress = showRun(context.output);
  const comparing = showProgress(context.output, 'compare');
  const transport = await openTransport(options, access, context);
  // Where nothing answers nothing can be told, and nothing is sent.
  const asked = new AbortController();
  const listener = listenForPause(options.job, () => asked.abort());
  // A queue is told by its own name.
  const practice = queue === undefined && ((await isPracticeServer(transport, access.baseUrl)) ?? server === practiceServer);
  const way = queue === undefined ? { access: { ...access, practice, format: access.format ?? kept?.format }, transport } : { queue: queueWayTo(queue, access.token, queueTrust(options, queue, context)) };
  try {
    return await runJob({
      ...way,
      file,
      limits: {
        profiles: options.chunkProfiles ?? kept?.chunkProfiles ?? defaultChunkProfiles,
        bytes: options.chunkBytes ?? kept?.chunkBytes ?? defaultChunkBytes,
      },
      streams: options.streams ?? kept?.streams ?? 2,
      pauseWhenRefused: share === 'off' ? null : share,
      trial: options.trial,
      adopt: options.adopt,
      sendUnchanged: options.sendUnchanged,
      confirmation: { above: () => askedAbove(access.baseUrl, practice, context.settings.values.productionLimit), confirmed: options.confirm },
      clock: systemClock,
      random: Math.random,
      newId: randomUUID,
      timeoutMs: options.timeout * 1_000,
      stop: AbortSignal.any([context.stop, asked.signal]),
      abort: context.abort,
      stoppedBy: () => (asked.signal.aborted ? 'asked' : context.stoppedBy()),
      onComparing: ({ rows, total }) => comparing.update(rows, total, m.unchanged_progress_words()),
      onBegun: () => comparing.end(),
      onProgress: (status) => progress.tell(status),
    });
  } finally {
    listener.release();
    comparing.end();
    progress.end();
  }
}
