import { randomUUID } from 'node:crypto';
import type { RunSettings } from '#contract/engine.ts';
import type { EngineEvent } from '#contract/events.ts';
import { Fault, faultOf } from '#contract/faults.ts';
import type { JobStatus } from '#contract/job.ts';
import type { Transport } from '#engine/api/transport.ts';
import { isoTime, systemClock } from '#engine/jobs/clock.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { recoverInFlight } from '#engine/jobs/recover.ts';
import { runJob } from '#engine/jobs/run/runJob.ts';
import { nextJobState } from '#engine/jobs/transitions.ts';
import { openJobFile, type JobFile } from '#engine/store/jobFile.ts';
import { lockJob } from '#engine/store/lock.ts';
import type { JobRegistry } from './jobRegistry.ts';
import type { EndedRun } from './memory.ts';
import { streamsChanges, type StreamsChanges } from './streamsChanges.ts';

/** The jobs that run in this process. */
export interface Runs {
  /** Resolves when the job runs; what is compared before comes as events, and a pause cancels that. Faults as runJob gives them before the first request. */
  start(settings: RunSettings): Promise<void>;
  /** Takes no new chunk; `now` also cuts off those in flight. Resolves at once: the end comes as an event. Fault job-state. */
  pause(jobId: string, now: boolean): void;
  /** Waits for the chunks in flight of a running job, then ends it for good. */
  cancel(jobId: string): Promise<void>;
  status(jobId: string): JobStatus;
  /** Their ids. */
  running(): readonly string[];
  /** Fault job-busy while the job runs here: its lock would only be found taken after a second of waiting. */
  mustRest(jobId: string): void;
  /** Pauses all; chunks in flight get `waitMs`, then they are cut off. Resolves when every file is closed. */
  stop(waitMs: number): Promise<void>;
}

interface Run {
  /** The start has been answered; what goes wrong from here on has nobody waiting for it. */
  started: boolean;
  readonly stop: AbortController;
  readonly abort: AbortController;
  /** Who asked it to stop. */
  stoppedBy: 'asked' | 'closed';
  readonly changes: StreamsChanges;
  /** Latest report; null before the first. */
  last: JobStatus | null;
}

export interface RunsParts {
  readonly registry: JobRegistry;
  readonly transport: Transport;
  readonly emit: (event: EngineEvent) => void;
  /** Told of a run that ended by itself, with the job's file still open; must not throw. */
  readonly onEnd?: ((ended: EndedRun) => void) | undefined;
}

function send({ transport, emit }: RunsParts, settings: RunSettings, file: JobFile, run: Run, onBegun: () => void): Promise<unknown> {
  const { jobId, access, streams, chunkProfiles, chunkBytes, trial, adopt, sendUnchanged, pauseWhenRefused } = settings;
  return runJob({
    file,
    access,
    transport,
    streams,
    trial,
    adopt,
    sendUnchanged,
    pauseWhenRefused,
    stoppedBy: () => run.stoppedBy,
    limits: { profiles: chunkProfiles, bytes: chunkBytes },
    clock: systemClock,
    random: Math.random,
    newId: randomUUID,
    stop: run.stop.signal,
    abort: run.abort.signal,
    onBegun,
    onComparing: (progress) => emit({ kind: 'comparing', jobId, ...progress }),
    onProgress(progress) {
      const status = run.changes.told(progress, systemClock.now());
      run.last = status;
      if (status.state === 'running') emit({ kind: 'job', jobId, status });
    },
  });
}

export function createRuns(parts: RunsParts): Runs {
  const { registry, emit } = parts;
  const running = new Map<string, { readonly run: Run; readonly ended: Promise<void> }>();

  /** The last word on a run is read from the file after the run has let go of it, so that it is the same for everybody. */
  async function end({ jobId, connectionId }: RunSettings, run: Run, sending: Promise<unknown>, file: JobFile): Promise<void> {
    await sending.catch((error: unknown) => {
      if (run.started) emit({ kind: 'run-failed', jobId, fault: faultOf(error).data });
    });
    running.delete(jobId);
    try {
      const status = jobStatus(file, null);
      emit({ kind: 'job', jobId, status });
      parts.onEnd?.({ jobId, connectionId: connectionId ?? null, file, status });
    } catch {
      // A file that is broken by now is told to whoever opens it next.
    } finally {
      file.close();
    }
  }

  function mustRest(jobId: string): void {
    if (running.has(jobId)) throw new Fault('job-busy');
  }

  return {
    mustRest,
    async start(settings) {
      const { jobId } = settings;
      mustRest(jobId);
      const file = openJobFile(registry.pathOf(jobId), { create: false });
      const run: Run = { stop: new AbortController(), abort: new AbortController(), stoppedBy: 'asked', changes: streamsChanges(), last: null, started: false };
      let begin: () => void = () => undefined;
      const begun = new Promise<void>((resolve) => (begin = resolve));
      const sending = send(parts, settings, file, run, begin);
      running.set(jobId, { run, ended: end(settings, run, sending, file) });
      await Promise.race([sending, begun]);
      run.started = true;
    },
    pause(jobId, now) {
      const run = running.get(jobId)?.run;
      if (run === undefined) throw new Fault('job-state', { state: registry.read(jobId, (file) => jobStatus(file, null).state) });
      run.stop.abort();
      if (now) run.abort.abort();
    },
    async cancel(jobId) {
      const current = running.get(jobId);
      current?.run.stop.abort();
      await current?.ended;
      emit({ kind: 'job', jobId, status: registry.read(jobId, cancelResting) });
    },
    running: () => [...running.keys()],
    status: (jobId) => ({ ...registry.read(jobId, (file) => jobStatus(file, null)), live: running.get(jobId)?.run.last?.live ?? null }),
    stop: (waitMs) => stopAll([...running.values()], waitMs),
  };
}

/** Pauses runs since the program ends; what is in flight gets `waitMs`. */
async function stopAll(runs: readonly { readonly run: Run; readonly ended: Promise<void> }[], waitMs: number): Promise<void> {
  for (const { run } of runs) {
    // A pause that the operator asked for before stays one.
    if (!run.stop.signal.aborted) run.stoppedBy = 'closed';
    run.stop.abort();
  }
  const timer = setTimeout(() => {
    for (const { run } of runs) run.abort.abort();
  }, waitMs);
  await Promise.all(runs.map(({ ended }) => ended));
  clearTimeout(timer);
}

/** Rows not sent stay not sent, unknown ones unknown; nothing is sent any more. Faults job-busy, job-state. */
function cancelResting(file: JobFile): JobStatus {
  const lock = lockJob(file.path);
  try {
    recoverInFlight(file);
    file.transaction(() => {
      const job = file.job.read();
      if (job === null) throw new Fault('job-state', { state: 'preparing' });
      const pause = { reason: 'asked', httpStatus: null, code: null, text: null, at: isoTime(systemClock) } as const;
      file.job.setState(nextJobState(job.state, 'cancel'), pause);
    });
  } finally {
    lock.release();
  }
  return jobStatus(file, null);
}
