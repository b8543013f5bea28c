import { basename } from 'node:path';
import type { EngineInput, EngineOutput } from '#contract/engine.ts';
import type { EngineEvent } from '#contract/events.ts';
import type { ExportChoice, ExportWritten } from '#contract/exports.ts';
import { Fault } from '#contract/faults.ts';
import { exportRows, type ExportOptions } from '#engine/jobs/exports/exportRows.ts';
import { openJob } from '#engine/jobs/recover.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import type { JobRegistry } from './jobRegistry.ts';
import { createUnderWay } from './underWay.ts';

/** Exports into files of the operator's choice. */
export interface Exports {
  /** Faults as exportRows, job-missing. */
  write(input: EngineInput<'exportTo'>): Promise<EngineOutput<'exportTo'>>;
  /** Stops those of a job; nothing is left of them. */
  cancel(jobId: string): void;
  /** Stops those under way and waits until what they wrote is gone. */
  stop(): Promise<void>;
}

export function createExports(registry: JobRegistry, emit: (event: EngineEvent) => void): Exports {
  const underWay = createUnderWay();
  const aborts = new Map<AbortController, string>();

  async function write({ jobId, rows, path, ...options }: EngineInput<'exportTo'>): Promise<EngineOutput<'exportTo'>> {
    // A connection of its own: its rows are read one by one, and a run must not wait for that.
    const file = openJob(registry.pathOf(jobId));
    const abort = new AbortController();
    aborts.set(abort, jobId);
    try {
      return await exportTo(file, rows, path, { ...options, signal: abort.signal, onProgress: (progress) => emit({ kind: 'exporting', jobId, ...progress }) });
    } finally {
      aborts.delete(abort);
      file.close();
    }
  }

  return {
    write: (input) => underWay.track(write(input)),
    cancel(jobId) {
      for (const [abort, of] of aborts) if (of === jobId) abort.abort();
    },
    async stop() {
      for (const abort of aborts.keys()) abort.abort();
      await underWay.settled();
    },
  };
}

/** Exports to a path the operator has agreed to replace; a failure leaves the old file as it was. Faults as exportRows. */
async function exportTo(file: JobFile, choice: ExportChoice, path: string, options: Omit<ExportOptions, 'replace'>): Promise<ExportWritten & { readonly name: string }> {
  const name = basename(path);
  try {
    return { name, ...(await exportRows(file, choice, path, { ...options, replace: true })) };
  } catch (error) {
    if (error instanceof Fault) throw new Fault(error.code, { ...error.detail, name }, { cause: error });
    throw new Fault('output-unwritable', { name }, { cause: error });
  }
}
