import { filterRows } from '#engine/jobs/rows/filterRows.ts';
import { rowPosition, rowsAt } from '#engine/jobs/rows/rowsAt.ts';
import { jobColumns } from '#engine/jobs/jobRows.ts';
import { openJob } from '#engine/jobs/recover.ts';
import type { EngineHost } from './host.ts';
import type { JobRegistry } from './jobRegistry.ts';
import { createUnderWay } from './underWay.ts';

/** Rows of jobs, as the grid asks for them. */
export interface Rows {
  readonly commands: Pick<EngineHost, 'jobColumns' | 'filterRows' | 'rowsAt' | 'rowPosition'>;
  /** Cancels filtering under way and waits for its end. */
  stop(): Promise<void>;
}

export function createRows(registry: JobRegistry): Rows {
  const underWay = createUnderWay();
  const aborts = new Map<string, AbortController>();

  /** Over a connection of its own, which stays open while others have their turn. */
  async function filter({ jobId, filter: wanted }: Parameters<EngineHost['filterRows']>[0]): Promise<Uint32Array> {
    aborts.get(jobId)?.abort();
    const abort = new AbortController();
    const file = openJob(registry.pathOf(jobId));
    aborts.set(jobId, abort);
    try {
      return await filterRows(file, wanted, abort.signal);
    } finally {
      if (aborts.get(jobId) === abort) aborts.delete(jobId);
      file.close();
    }
  }

  return {
    commands: {
      jobColumns: ({ jobId }) => registry.read(jobId, jobColumns),
      filterRows: (input) => underWay.track(filter(input)),
      rowsAt: ({ jobId, positions }) => registry.read(jobId, (file) => rowsAt(file, positions)),
      rowPosition: ({ jobId, row }) => registry.read(jobId, (file) => rowPosition(file, row)),
    },
    async stop() {
      for (const abort of aborts.values()) abort.abort();
      await underWay.settled();
    },
  };
}
