import { readCommands, type EngineInput, type EngineName, type EngineOutput } from '#contract/engine.ts';
import { Fault } from '#contract/faults.ts';
import type { JobSummary } from '#contract/commands.ts';
import type { JobStatus } from '#contract/job.ts';
import { createEngine, type Engine, type EngineParts } from './engine.ts';
import type { EngineChild } from './engineProcess.ts';
import { latestStatuses } from './latestStatuses.ts';

export interface EngineWithReadingParts extends EngineParts {
  /** The process that only reads jobs. */
  readonly forkReading: () => EngineChild;
}

export interface EngineWithReading extends Engine {
  /** The status of a job, with the figures of its run. Faults as the command. */
  status(jobId: string): Promise<JobStatus>;
  /** The list of jobs, with what was told of them since it was asked for. */
  list(input: EngineInput<'listJobs'>): Promise<readonly JobSummary[]>;
}

/** For these a job's file is moved, replaced or deleted: nobody may have it open. */
const alone: ReadonlySet<EngineName> = new Set(['deleteJob', 'handOverTo', 'repairTo']);
const read: ReadonlySet<EngineName> = new Set(readCommands);

/**
 * The engine, with a process beside it that answers what is only read of jobs: a page never waits for an answer of the
 * platform that is being recorded. Whatever that process cannot answer, whyever, the engine is asked: its word counts.
 */
export function createEngineWithReading({ forkReading, onEvent, ...parts }: EngineWithReadingParts): EngineWithReading {
  const statuses = latestStatuses();
  const engine = createEngine({
    ...parts,
    onEvent(event) {
      statuses.hear(event);
      onEvent(event);
    },
  });
  const reading = createEngine({
    fork: forkReading,
    httpSend: () => Promise.resolve({ ok: false, failure: { kind: 'refused', systemCode: 'none' } }),
    // Nothing was lost with it: what it was asked for, the engine was.
    onEvent: (event) => void (event.kind === 'engine-restarted' || onEvent(event)),
  });
  const left = leftFiles((jobId) => reading.request('releaseJob', { jobId }));

  async function answer<Name extends EngineName>(name: Name, input: EngineInput<Name>): Promise<EngineOutput<Name>> {
    try {
      return await reading.request(name, input);
    } catch (error) {
      // A look that a newer one has ended was not asked for any more.
      if (error instanceof Fault && error.code === 'cancelled') throw error;
      return engine.request(name, input);
    }
  }

  const lists = listsWithFirst((input) => ('kept' in input || 'look' in input ? answer('listJobs', input) : engine.request('listJobs', input)));

  return {
    start() {
      reading.start();
      lists.begin();
    },
    async request(name, input) {
      const jobId = jobOf(input);
      if (jobId !== null && alone.has(name)) return left.alone(jobId, () => engine.request(name, input));
      if (name === 'listJobs' && ('kept' in input || 'look' in input)) return answer(name, input);
      if (name === 'cancelFind') await reading.request(name, input).catch(() => null);
      if (!read.has(name) || (jobId !== null && left.has(jobId))) return engine.request(name, input);
      return answer(name, input);
    },
    status: (jobId) => statuses.newest(jobId, left.has(jobId) ? engine.request('jobStatus', { jobId }) : answer('jobStatus', { jobId })),
    list: (input) => statuses.listed(lists.ask(input)),
    async stop(bounds) {
      await Promise.all([reading.stop(bounds), engine.stop(bounds)]);
    },
  };
}

interface LeftFiles {
  has(jobId: string): boolean;
  alone<Value>(jobId: string, work: () => Promise<Value>): Promise<Value>;
}

/** Jobs whose files are to be left alone now; `release` has the process that reads close one. */
function leftFiles(release: (jobId: string) => Promise<unknown>): LeftFiles {
  /** With how many ask for that. */
  const left = new Map<string, number>();
  return {
    has: (jobId) => left.has(jobId),
    async alone(jobId, work) {
      left.set(jobId, (left.get(jobId) ?? 0) + 1);
      try {
        await release(jobId).catch(() => null);
        return await work();
      } finally {
        const more = (left.get(jobId) ?? 1) - 1;
        if (more > 0) left.set(jobId, more);
        else left.delete(jobId);
      }
    },
  };
}

interface Lists {
  begin(): void;
  ask(input: EngineInput<'listJobs'>): Promise<readonly JobSummary[]>;
}

/** The list as it was seen last is what the page asks for first: it is read while the page starts. */
function listsWithFirst(ask: Lists['ask']): Lists {
  let first: ReturnType<Lists['ask']> | null = null;
  return {
    begin() {
      first = ask({ kept: true });
      first.catch(() => undefined);
    },
    ask(input) {
      const ready = 'kept' in input ? first : null;
      first = null;
      return ready ?? ask(input);
    },
  };
}

function jobOf(input: object): string | null {
  return 'jobId' in input && typeof input.jobId === 'string' ? input.jobId : null;
}
