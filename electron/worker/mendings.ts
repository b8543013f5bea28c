import type { EngineEvent } from '#contract/events.ts';
import { applyMend } from '#engine/jobs/mending/applyMend.ts';
import type { MendingOptions } from '#engine/jobs/mending/mending.ts';
import { previewMend } from '#engine/jobs/mending/previewMend.ts';
import { listProposals } from '#engine/jobs/mending/proposals.ts';
import { openJob } from '#engine/jobs/recover.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import type { Corrections } from './corrections.ts';
import type { EngineHost } from './host.ts';
import type { JobRegistry } from './jobRegistry.ts';

/** Mends of jobs: looks at what they would do, one a job at most, and doing them. */
export interface Mendings {
  readonly commands: Pick<EngineHost, 'previewMend' | 'applyMend' | 'listProposals' | 'cancelMending'>;
  /** Ends a job's look, so that its file can be deleted. */
  end(jobId: string): Promise<void>;
  stop(): Promise<void>;
}

interface Work {
  readonly abort: AbortController;
  readonly done: Promise<unknown>;
}

export function createMendings(registry: JobRegistry, corrections: Pick<Corrections, 'withJob'>, emit: (event: EngineEvent) => void): Mendings {
  const underWay = new Map<string, Work>();

  /** A connection of its own, which a run that ends meanwhile does not close. */
  async function open<Value>(jobId: string, signal: AbortSignal, work: (file: JobFile, options: MendingOptions) => Promise<Value>): Promise<Value> {
    const file = openJob(registry.pathOf(jobId));
    try {
      return await work(file, { signal, onProgress: (progress) => emit({ kind: 'mending', jobId, ...progress }) });
    } finally {
      file.close();
    }
  }

  async function look<Value>(jobId: string, work: (file: JobFile, options: MendingOptions) => Promise<Value>): Promise<Value> {
    underWay.get(jobId)?.abort.abort();
    const abort = new AbortController();
    const done = open(jobId, abort.signal, work);
    const own = { abort, done };
    underWay.set(jobId, own);
    try {
      return await done;
    } finally {
      if (underWay.get(jobId) === own) underWay.delete(jobId);
    }
  }

  const end = async (works: readonly Work[]): Promise<void> => {
    for (const { abort } of works) abort.abort();
    await Promise.allSettled(works.map(({ done }) => done));
  };

  return {
    commands: {
      previewMend: ({ jobId, ...request }) => look(jobId, (file, options) => previewMend(file, request, options)),
      listProposals: ({ jobId, ...choice }) => look(jobId, (file, options) => listProposals(file, { ...options, ...choice })),
      applyMend: ({ jobId, sendAgain, adopt, ...request }) => corrections.withJob(jobId, adopt, (file, options) => applyMend(file, request, { ...options, origin: 'window', sendAgain })),
      cancelMending({ jobId }) {
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
