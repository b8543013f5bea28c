import type { EngineInput } from '#contract/engine.ts';
import { filterRows } from '#engine/jobs/rows/filterRows.ts';
import type { EngineHost } from './host.ts';
import type { ReadableJobs } from './jobRegistry.ts';

/** Rows of jobs that a filter leaves, one look a job at most. */
export interface Filters {
  readonly commands: Pick<EngineHost, 'filterRows'>;
  /** Ends a job's filtering, so that its file can be deleted. */
  end(jobId: string): Promise<void>;
  /** Cancels filtering under way and waits for its end. */
  stop(): Promise<void>;
}

export function createFilters(jobs: ReadableJobs): Filters {
  const works = new Map<string, { readonly abort: AbortController; readonly done: Promise<unknown> }>();

  /** Over a connection of its own, which stays open while others have their turn. */
  async function filter({ jobId, filter: wanted }: EngineInput<'filterRows'>, signal: AbortSignal): Promise<Uint32Array> {
    const file = jobs.open(jobId);
    try {
      return await filterRows(file, wanted, signal);
    } finally {
      file.close();
    }
  }

  async function onlyOne(input: EngineInput<'filterRows'>): Promise<Uint32Array> {
    works.get(input.jobId)?.abort.abort();
    const abort = new AbortController();
    const done = filter(input, abort.signal);
    const work = { abort, done };
    works.set(input.jobId, work);
    try {
      return await done;
    } finally {
      if (works.get(input.jobId) === work) works.delete(input.jobId);
    }
  }

  async function end(ended: Iterable<{ readonly abort: AbortController; readonly done: Promise<unknown> }>): Promise<void> {
    const all = [...ended];
    for (const { abort } of all) abort.abort();
    await Promise.allSettled(all.map(({ done }) => done));
  }

  return {
    commands: { filterRows: onlyOne },
    async end(jobId) {
      const work = works.get(jobId);
      await end(work === undefined ? [] : [work]);
    },
    stop: () => end(works.values()),
  };
}
