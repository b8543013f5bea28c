import type { EngineEvent } from '#contract/events.ts';
import type { JobStatus } from '#contract/job.ts';

/** How far the running jobs are, taken together. */
export interface RunLook {
  /** Jobs that run. */
  readonly running: number;
  /** Of the rows that they have to send, those that are answered: from 0 to 1. */
  readonly done: number;
  /** The source of the one that runs; null where none or several do. */
  readonly name: string | null;
}

/** A run that has ended, or stands still without having been asked to. */
export interface RunEnd {
  readonly jobId: string;
  /** Name of its source; null where it is not known. */
  readonly name: string | null;
  readonly kind: 'finished' | 'trial' | 'paused';
  /** Rows of the whole job. */
  readonly accepted: number;
  readonly failed: number;
  readonly unknown: number;
  readonly notSent: number;
}

/** Follows the runs by what the engine tells of them. */
export class RunWatch {
  readonly #running = new Map<string, JobStatus>();

  /** Takes an event in; gives the run that has ended with it, where somebody who looks elsewhere should hear of it. */
  see(event: EngineEvent): RunEnd | null {
    // Whatever ran in the process that died stands interrupted.
    if (event.kind === 'engine-restarted') return this.#lost();
    if (event.kind !== 'job') return null;
    const { jobId, status } = event;
    const ran = this.#running.has(jobId);
    if (status.state === 'running') {
      this.#running.set(jobId, status);
      return null;
    }
    this.#running.delete(jobId);
    return ran ? endOf(jobId, status) : null;
  }

  get look(): RunLook {
    const jobs = [...this.#running.values()];
    const sum = (of: (status: JobStatus) => number): number => jobs.reduce((sum, job) => sum + of(job), 0);
    const left = sum(({ counts }) => counts.ready + counts.sending);
    const answered = sum(({ counts }) => counts.accepted + counts.failed + counts.unknown);
    const name = jobs.length === 1 ? (jobs[0]?.source?.name ?? null) : null;
    return { running: jobs.length, done: left + answered === 0 ? 0 : answered / (left + answered), name };
  }

  #lost(): RunEnd | null {
    const [first] = this.#running;
    this.#running.clear();
    return first === undefined ? null : ended(first[0], first[1], 'paused');
  }
}

/** Nobody needs to be told of what they have asked for themselves. */
function endOf(jobId: string, status: JobStatus): RunEnd | null {
  if (status.state === 'finished') return ended(jobId, status, 'finished');
  if (status.state !== 'paused' || status.pause === null || status.pause.reason === 'asked' || status.pause.reason === 'closed') return null;
  return ended(jobId, status, status.pause.reason === 'trial' ? 'trial' : 'paused');
}

function ended(jobId: string, { source, counts: { accepted, failed, unknown, notSent } }: JobStatus, kind: RunEnd['kind']): RunEnd {
  return { jobId, name: source?.name ?? null, kind, accepted, failed, unknown, notSent };
}
