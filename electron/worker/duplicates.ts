import { pickRow } from '#engine/jobs/corrections/pickRow.ts';
import { fillDuplicates, previewFill } from '#engine/jobs/duplicates/fillDuplicates.ts';
import type { Corrections } from './corrections.ts';
import type { EngineHost } from './host.ts';

/** Cells of a preview told one by one. */
const cellsTold = 20;

/** Rows with the same match key: which of them is sent, and filling it from the others. */
export function duplicateCommands({ withJob }: Pick<Corrections, 'withJob'>): Pick<EngineHost, 'pickDuplicate' | 'previewFill' | 'fillDuplicates'> {
  return {
    pickDuplicate: ({ jobId, adopt, ...choice }) => withJob(jobId, adopt, (file, options) => pickRow(file, { ...options, ...choice, origin: 'window' })),
    previewFill: ({ jobId, ...choice }) => withJob(jobId, undefined, (file, { signal }) => previewFill(file, { ...choice, limit: cellsTold, signal })),
    fillDuplicates: ({ jobId, adopt, ...choice }) => withJob(jobId, adopt, (file, options) => fillDuplicates(file, { ...options, ...choice, origin: 'window' })),
  };
}
