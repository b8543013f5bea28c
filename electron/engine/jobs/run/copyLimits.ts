import { m } from '#messages';
import { basename } from 'node:path';
import type { WireFormat } from '#contract/job.ts';
import { usageFault } from '#contract/spokenFault.ts';
import type { JobFile } from '../../store/jobFile.ts';
import type { JobRecord } from '../../store/jobTable.ts';
import { keptLimits } from '../../store/placeMarks.ts';
import { defaultChunkBytes, defaultChunkProfiles, type ChunkLimits } from './plan.ts';

/** A job that was never planned, while this computer has planned another file of it, is the copy's other half. */
export function isCopy(job: JobRecord, adopted: boolean): boolean {
  return adopted || (limitsStored(job) === null && keptLimits(job.jobId) !== null);
}

function limitsStored({ chunkProfiles: profiles, chunkBytes: bytes }: JobRecord): ChunkLimits | null {
  return profiles === null || bytes === null ? null : { profiles, bytes };
}

/**
 * How a job is planned that was taken over from a copy: as the other file has planned it, here or as
 * this file knows, or would without being told otherwise; whatever is asked for now. Other limits make other requests with other ids, and what the other file sent
 * would be applied once more. The form holds as long as anything is planned in it. Fault usage: a trial cuts
 * requests of its own, and all behind them differently.
 */
export function limitsOfCopy(file: JobFile, job: JobRecord, { trial, format }: { readonly trial?: number | undefined; readonly format?: WireFormat | undefined }): { readonly limits: ChunkLimits; readonly format: WireFormat | undefined } {
  if (trial !== undefined) throw usageFault(() => m.cli_usage_trial_of_copy({ file: basename(file.path) }));
  const limits = limitsStored(job) ?? keptLimits(job.jobId) ?? { profiles: defaultChunkProfiles, bytes: defaultChunkBytes };
  const { planned, sending, unsettled, queued = 0 } = file.chunks.counts();
  return { limits, format: planned + sending + unsettled + queued > 0 ? job.format : format };
}
