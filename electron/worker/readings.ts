import { mostFailureGroups } from '#contract/job.ts';
import type { EngineEvent } from '#contract/events.ts';
import { batches } from '#engine/jobs/corrections/undoBatch.ts';
import { duplicateRows, listDuplicates } from '#engine/jobs/duplicates/listDuplicates.ts';
import { previewItems } from '#engine/jobs/jobRows.ts';
import { jobRunFigures } from '#engine/jobs/runFigures.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { shownColumns } from '#engine/jobs/rows/listedColumns.ts';
import { rowDetails } from '#engine/jobs/rows/rowDetails.ts';
import { rowPosition, rowsAt } from '#engine/jobs/rows/rowsAt.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { createFilters } from './filters.ts';
import { createFinds, type Finds } from './finds.ts';
import type { EngineHost } from './host.ts';
import type { ReadableJobs } from './jobRegistry.ts';

type Names =
  | 'runFigures' | 'jobProblems' | 'jobFailures' | 'previewItems' | 'jobColumns' | 'filterRows' | 'rowsAt' | 'rowPosition' | 'rowDetails'
  | 'listCorrections' | 'listDuplicates' | 'duplicateRows' | 'findText' | 'cancelFind';

/** All that is only read of jobs, by whichever process. */
export interface Readings {
  readonly commands: Pick<EngineHost, Names>;
  /** Ends what is looked for in a job, so that its file can be deleted. */
  end(jobId: string): Promise<void>;
  stop(): Promise<void>;
}

export function createReadings(jobs: ReadableJobs, emit: (event: EngineEvent) => void): Readings {
  const filters = createFilters(jobs);
  const finds: Finds = createFinds(jobs, emit);
  /** Of one moment: another process may be writing. */
  const read = <Value>(jobId: string, work: (file: JobFile) => Value): Value => jobs.read(jobId, (file) => file.snapshot(() => work(file)));
  return {
    commands: {
      jobProblems: ({ jobId }) => read(jobId, (file) => file.problems.groups()),
      jobFailures: ({ jobId }) => read(jobId, (file) => file.failures.groups(mostFailureGroups)),
      runFigures: ({ jobId }) => read(jobId, (file) => jobRunFigures(file, systemClock.now())),
      previewItems: ({ jobId, limit }) => read(jobId, (file) => previewItems(file, limit).items),
      jobColumns: ({ jobId }) => read(jobId, shownColumns),
      rowsAt: ({ jobId, positions }) => read(jobId, (file) => rowsAt(file, positions)),
      rowDetails: ({ jobId, position }) => read(jobId, (file) => rowDetails(file, position)),
      rowPosition: ({ jobId, row }) => read(jobId, (file) => rowPosition(file, row)),
      listCorrections: ({ jobId }) => read(jobId, batches),
      listDuplicates: ({ jobId, ...wish }) => read(jobId, (file) => listDuplicates(file, wish)),
      duplicateRows: ({ jobId, ...wish }) => read(jobId, (file) => duplicateRows(file, wish)),
      ...filters.commands,
      ...finds.commands,
    },
    async end(jobId) {
      await Promise.all([filters.end(jobId), finds.end(jobId)]);
    },
    async stop() {
      await Promise.all([filters.stop(), finds.stop()]);
    },
  };
}
