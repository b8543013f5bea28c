import { randomUUID } from 'node:crypto';
import { markUnder, usualMarks } from '#contract/connectionMark.ts';
import type { RunSettings } from '#contract/engine.ts';
import type { EngineEvent, QueuedJob } from '#contract/events.ts';
import { Fault, faultOf } from '#contract/faults.ts';
import type { JobStatus, PauseReason } from '#contract/job.ts';
import { mustBeConfirmed, profilesOfRun, type Confirmation } from '#contract/runSize.ts';
import type { Transport } from '#engine/api/transport.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { listenForPause } from '#engine/jobs/run/pauseAsked.ts';
import { queueWayTo } from '#engine/jobs/run/broker/queueWayTo.ts';
import { runJob } from '#engine/jobs/run/runJob.ts';
import { openJobFile, type JobFile } from '#engine/store/jobFile.ts';
import type { JobRegistry } from './jobRegistry.ts';
import type { EndedRun } from './memory.ts';
import { cancelResting, markQueued, markUnqueued } from './restingJobs.ts';
import { createRunQueue, type RunQueue } from './runQueue.ts';

/** The jobs that run in this process. */
export interface Runs {
  /** Resolves when the job runs, or waits for another one on its connection; what is compared before comes as events, and a pause cancels that. Faults as runJob gives them before the first request. */
  start(settings: RunSettings): Promise<void>;
  /** Takes no new chunk, and one that waits out of the queue; `now` also cuts off those in flight. Resolves at once: the end comes as an event. Fault job-state. */
  pause(jobId: string, now: boolean): void;
  /** Waits for the chunks in flight of a running job, then ends it for good. */
  cancel(jobId: string): Promise<void>;
  status(jobId: string): JobStatus;
  /** Their ids, and those of the jobs that wait. */
  running(): readonly string[];
  queued(): readonly QueuedJob[];
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
  /** Latest report; null before the first. */
  last: JobStatus | null;
}

interface Current {
  readonly run: Run;
  readonly connectionId: string | undefined;
  readonly ended: Promise<void>;
}

/** A run that stands still for one of these leaves its connection to the next; any other would stop that one too. */
const freeing: ReadonlySet<PauseReason> = new Set(['asked', 'queued', 'trial', 'rows-refused', 'refused', 'unsettled']);

export interface RunsParts {
  readonly registry: JobRegistry;
  readonly transport: Transport;
  readonly emit: (event: EngineEvent) => void;
  /** Told of a run that ended by itself, with the job's file still open; must not throw. */
  readonly onEnd?: ((ended: EndedRun) => void) | undefined;
}

/** By the mark that the connection bears now, whatever the page has shown. One that is not known any more is taken for the kind that asks most. */
function confirmationOf({ catalogue }: Pick<JobRegistry, 'catalogue'>, { connectionId, confirmed, productionLimit }: RunSettings): Confirmation {
  if (connectionId === undefined) return { above: null };
  const { mark } = catalogue.connections().find((connection) => connection.connectionId === connectionId) ?? { mark: usualMarks.production };
  return { above: markUnder(mark, productionLimit).askAbove, confirmed };
}

function send({ registry, transport, emit }: RunsParts, settings: RunSettings, file: JobFile, run: Run, onBegun: () => void): Promise<unknown> {
  const { jobId, access, streams, chunkProfiles, chunkBytes, trial, adopt, sendUnchanged, pauseWhenRefused } = settings;
  const confirmation = confirmationOf(registry, settings);
  return runJob({
    ...(access.queue === undefined ? { access, transport } : { queue: queueWayTo(access.queue, access.token) }),
    file,
    streams,
    trial,
    adopt,
    sendUnchanged,
    confirmation,
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
    onProgress(status) {
      run.last = status;
      if (status.state === 'running') emit({ kind: 'job', jobId, status });
    },
  });
}

interface Runner {
  readonly running: ReadonlyMap<string, Current>;
  readonly queue: RunQueue;
  readonly tellQueue: () => void;
  /** Resolves when the job runs. */
  readonly begin: (settings: RunSettings) => Promise<void>;
}

/** What runs and what waits for it. */
function createRunner(parts: RunsParts): Runner {
  const { registry, emit } = parts;
  const running = new Map<string, Current>();
  const queue = createRunQueue((connectionId) => [...running.values()].some((current) => current.connectionId === connectionId));
  const tellQueue = (): void => emit({ kind: 'queue', jobs: queue.list() });

  /** The last word on a run is read from the file after the run has let go of it, so that it is the same for everybody. */
  async function end({ jobId, connectionId }: RunSettings, run: Run, sending: Promise<unknown>, file: JobFile): Promise<void> {
    await sending.catch((error: unknown) => {
      if (run.started) emit({ kind: 'run-failed', jobId, fault: faultOf(error).data });
    });
    running.delete(jobId);
    try {
      const status = jobStatus(file, null);
      // Before the end is told: whoever hears that nothing runs may close the program.
      goOn(connectionId, status.state === 'paused' ? status.pause : null);
      emit({ kind: 'job', jobId, status });
      parts.onEnd?.({ jobId, connectionId: connectionId ?? null, file, status });
    } catch {
      // A file that is broken by now is told to whoever opens it next.
    } finally {
      file.close();
    }
  }

  /** Begins what waits for the connection; where the run ended for a reason that the next one would meet too, nothing begins. */
  function goOn(connectionId: string | undefined, pause: JobStatus['pause']): void {
    if (pause !== null && !freeing.has(pause.reason)) {
      if (connectionId !== undefined && queue.clear(connectionId).length > 0) tellQueue();
      return;
    }
    const next = queue.next(connectionId);
    if (next === null) return;
    tellQueue();
    begin(next).catch((error: unknown) => {
      emit({ kind: 'run-failed', jobId: next.jobId, fault: faultOf(error).data });
      goOn(connectionId, null);
    });
  }

  async function begin(settings: RunSettings): Promise<void> {
    const { jobId, connectionId } = settings;
    const file = openJobFile(registry.pathOf(jobId), { create: false });
    const run: Run = { stop: new AbortController(), abort: new AbortController(), stoppedBy: 'asked', last: null, started: false };
    let tell: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (tell = resolve));
    const asked = listenForPause(file.path, () => run.stop.abort());
    const sending = send(parts, settings, file, run, tell).finally(() => asked.release());
    running.set(jobId, { run, connectionId, ended: end(settings, run, sending, file) });
    await Promise.race([sending, begun]);
    run.started = true;
  }

  return { running, queue, tellQueue, begin };
}

export function createRuns(parts: RunsParts): Runs {
  const { registry, emit } = parts;
  const { running, queue, tellQueue, begin } = createRunner(parts);
  const tellStatus = (jobId: string, change: (file: JobFile) => JobStatus): void => emit({ kind: 'job', jobId, status: registry.read(jobId, change) });

  function mustRest(jobId: string): void {
    if (running.has(jobId) || queue.has(jobId)) throw new Fault('job-busy');
  }

  return {
    mustRest,
    async start(settings) {
      mustRest(settings.jobId);
      if (!queue.mustWait(settings)) return begin(settings);
      mustBeConfirmed(profilesOfRun(registry.read(settings.jobId, (file) => jobStatus(file, null)), settings.trial), confirmationOf(registry, settings));
      tellStatus(settings.jobId, markQueued);
      queue.add(settings);
      tellQueue();
    },
    pause(jobId, now) {
      if (queue.remove(jobId)) {
        tellQueue();
        return tellStatus(jobId, markUnqueued);
      }
      const run = running.get(jobId)?.run;
      if (run === undefined) throw new Fault('job-state', { state: registry.read(jobId, (file) => jobStatus(file, null).state) });
      run.stop.abort();
      if (now) run.abort.abort();
    },
    async cancel(jobId) {
      if (queue.remove(jobId)) tellQueue();
      const current = running.get(jobId);
      current?.run.stop.abort();
      await current?.ended;
      emit({ kind: 'job', jobId, status: registry.read(jobId, cancelResting) });
    },
    running: () => [...running.keys(), ...queue.list().map(({ jobId }) => jobId)],
    queued: () => queue.list(),
    status: (jobId) => ({ ...registry.read(jobId, (file) => jobStatus(file, null)), live: running.get(jobId)?.run.last?.live ?? null }),
    stop(waitMs) {
      // They stand paused, with the reason, in their files already.
      queue.clear();
      return stopAll([...running.values()], waitMs);
    },
  };
}

/** Pauses runs since the program ends; what is in flight gets `waitMs`. */
async function stopAll(runs: readonly Current[], waitMs: number): Promise<void> {
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
