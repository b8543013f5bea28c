import type { EngineInput } from '#contract/engine.ts';
import type { EngineEvent } from '#contract/events.ts';
import type { FoundText } from '#contract/found.ts';
import { findText } from '#engine/jobs/findText.ts';
import type { EngineHost } from './host.ts';
import type { ReadableJobs } from './jobRegistry.ts';

/** Searches in the cells of jobs, one a job at most: the operator looks for one text at a time. */
export interface Finds {
  readonly commands: Pick<EngineHost, 'findText' | 'cancelFind'>;
  /** Ends a job's search, so that its file can be deleted. */
  end(jobId: string): Promise<void>;
  stop(): Promise<void>;
}

interface Work {
  readonly abort: AbortController;
  readonly done: Promise<FoundText>;
}

export function createFinds(jobs: ReadableJobs, emit: (event: EngineEvent) => void): Finds {
  const underWay = new Map<string, Work>();

  async function find({ jobId, ...wish }: EngineInput<'findText'>, signal: AbortSignal): Promise<FoundText> {
    // A connection of its own, which a run that ends meanwhile does not close.
    const file = jobs.open(jobId);
    try {
      return await findText(file, { ...wish, signal, onProgress: (progress) => emit({ kind: 'finding', jobId, ...progress }) });
    } finally {
      file.close();
    }
  }

  const end = async (works: readonly Work[]): Promise<void> => {
    for (const { abort } of works) abort.abort();
    await Promise.allSettled(works.map(({ done }) => done));
  };

  return {
    commands: {
      async findText(input) {
        underWay.get(input.jobId)?.abort.abort();
        const abort = new AbortController();
        const work = { abort, done: find(input, abort.signal) };
        underWay.set(input.jobId, work);
        try {
          return await work.done;
        } finally {
          if (underWay.get(input.jobId) === work) underWay.delete(input.jobId);
        }
      },
      cancelFind({ jobId }) {
        underWay.get(jobId)?.abort.abort();
        return null;
      },
    },
    async end(jobId) {
      const work = underWay.get(jobId);
      await end(work === undefined ? [] : [work]);
    },
    stop: () => end([...underWay.values()]),
  };
}
