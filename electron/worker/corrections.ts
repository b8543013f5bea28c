import type { EngineEvent } from '#contract/events.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { applyBatch, type CellChange } from '#engine/jobs/corrections/applyBatch.ts';
import type { CorrectingOptions } from '#engine/jobs/corrections/correcting.ts';
import { typedCell } from '#engine/jobs/corrections/typedCell.ts';
import { redoBatch, undoBatch } from '#engine/jobs/corrections/undoBatch.ts';
import { jobColumns } from '#engine/jobs/jobRows.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { createHeldJobs } from './heldJobs.ts';
import type { EngineHost } from './host.ts';
import type { JobRegistry } from './jobRegistry.ts';
import type { Runs } from './runs.ts';
import { createUnderWay } from './underWay.ts';

/** Corrections of jobs that rest. */
export interface Corrections {
  readonly commands: Pick<EngineHost, 'correctCells' | 'undoCorrections' | 'cancelCorrections'>;
  /** Work on a job that rests, with a connection of its own; cancelled as any correction. Fault job-busy. */
  withJob<Value>(jobId: string, adopt: boolean | undefined, work: (file: JobFile, options: CorrectingOptions) => Promise<Value>): Promise<Value>;
  /** Closes the job's file, which stays open for a while behind a correction: before it is run, handed over, repaired or deleted. */
  release(jobId: string): void;
  /** Cancels those under way, which change nothing then, and waits for their end. */
  stop(): Promise<void>;
}

export function createCorrections(registry: JobRegistry, runs: Runs, emit: (event: EngineEvent) => void): Corrections {
  const underWay = createUnderWay();
  const aborts = new Map<string, AbortController>();
  const jobs = createHeldJobs();

  /** A connection of its own: its transaction lasts, and others must not write into it. */
  async function correct<Value>(jobId: string, adopt: boolean | undefined, work: (file: JobFile, options: CorrectingOptions) => Promise<Value>): Promise<Value> {
    runs.mustRest(jobId);
    const file = jobs.take(jobId, registry.pathOf(jobId));
    const abort = new AbortController();
    aborts.set(jobId, abort);
    try {
      const result = await work(file, { clock: systemClock, adopt, signal: abort.signal, onProgress: (progress) => emit({ kind: 'correcting', jobId, ...progress }) });
      emit({ kind: 'job', jobId, status: jobStatus(file, null) });
      jobs.hold(jobId, file);
      return result;
    } catch (error) {
      file.close();
      throw error;
    } finally {
      if (aborts.get(jobId) === abort) aborts.delete(jobId);
    }
  }

  return {
    commands: {
      correctCells: ({ jobId, cells, sendAgain, adopt }) =>
        underWay.track(correct(jobId, adopt, (file, options) => {
          const changes = cells.map(({ position, column, value }): CellChange => ({ position, column, after: typedCell(value) })).sort((a, b) => a.position - b.position);
          return applyBatch(file, { ...options, origin: 'window', act: actOf(file, changes), cells: changes, total: cells.length, typed: true, sendAgain });
        })),
      undoCorrections: ({ jobId, redo, sendAgain, adopt }) => underWay.track(correct(jobId, adopt, (file, options) => (redo ? redoBatch : undoBatch)(file, { ...options, sendAgain }))),
      cancelCorrections({ jobId }) {
        aborts.get(jobId)?.abort();
        return null;
      },
    },
    release: (jobId) => { jobs.release(jobId); },
    withJob: (jobId, adopt, work) => underWay.track(correct(jobId, adopt, work)),
    async stop() {
      for (const abort of aborts.values()) abort.abort();
      await underWay.settled();
      jobs.releaseAll();
    },
  };
}

/** Named by the first cell. */
function actOf(file: JobFile, [first]: readonly CellChange[]): { readonly kind: 'edit'; readonly row: number; readonly column: string } {
  const { position = 1, column = 0 } = first ?? {};
  return { kind: 'edit', row: file.blocks.rowNumber(position), column: jobColumns(file)[column]?.letter ?? '' };
}
