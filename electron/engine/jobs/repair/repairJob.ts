import { basename } from 'node:path';
import { Fault } from '#contract/faults.ts';
import type { JobStatus, RepairNote, SourceIdentity } from '#contract/job.ts';
import type { Recipe } from '#contract/recipe.ts';
import { seenNow } from '../../sheet/fingerprint.ts';
import { jobFileExists, openJobFile, type JobFile } from '../../store/jobFile.ts';
import { discardNewJobFile, lockNewJob, newJobFile } from '../../store/newJobFile.ts';
import type { FixedRow } from '../../store/jobRecord.ts';
import { mustHaveRoomForNames } from '../../store/openFaults.ts';
import type { Salvage } from '../../store/salvage/salvage.ts';
import { sourceSchema, storedRecipe } from '../../store/storedJson.ts';
import { isoTime, type Clock } from '../clock.ts';
import { jobStatus } from '../jobStatus.ts';
import { placeOf, rememberMade } from '../place.ts';
import type { BlockReader } from '../prepare/readBlocks.ts';
import { prepareJob } from '../prepare/prepareJob.ts';
import { checkOf } from './checkJob.ts';
import { completeRepair, liveOf } from './complete.ts';
import { readDamaged, withoutOutdated, type DamagedJob } from './damagedJob.ts';
import { repairedPlace } from './repairedPlace.ts';
import { writeSavedBlocks } from './savedBlocks.ts';

export interface RepairOptions {
  /** Path of the damaged job, which is only read. */
  readonly job: string;
  /** Path of the job to make. */
  readonly out: string;
  /** Path of the workbook that the job was made from: what is lost of rows is read from it again. */
  readonly source?: string | undefined;
  readonly clock: Pick<Clock, 'now'>;
  readonly reader?: BlockReader | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: { readonly rows: number; readonly bytesRead: number; readonly bytesTotal: number }) => void) | undefined;
}

export interface Repaired {
  readonly status: JobStatus;
  readonly note: RepairNote;
}

/**
 * Makes a new job of all that can be proved of a damaged one. Rows of which nothing proves that they were not sent are
 * unknown in it. What this computer knows of the job is held against the damaged file as before a run: see repairedPlace. Faults repair-needless, repair-impossible (nothing tells what job it was), repair-source (it is not the file that the job was
 * made from, or is read otherwise today), job-exists, job-missing, job-busy, those of the reader and of writing.
 */
export async function repairJob(options: RepairOptions): Promise<Repaired> {
  mustHaveRoomForNames(options.out);
  if (jobFileExists(options.out)) throw new Fault('output-exists', { file: basename(options.out) });
  const found = readDamaged(options.job);
  const { fixed } = found.saved;
  if (fixed === null) throw new Fault('repair-impossible', { name: basename(options.job) });
  // A second job that sends the same is the last thing wanted.
  if (!found.inDoubt && checkOf(found).whole) throw new Fault('repair-needless', { name: basename(options.job) });
  const job = { ...found, saved: withoutOutdated(found) };
  const recipe = storedRecipe(fixed.recipe);
  return options.source === undefined ? withoutSource(options, job, fixed) : fromSource({ ...options, source: options.source }, job, fixed, recipe);
}

async function withoutSource({ job: path, out, clock }: RepairOptions, job: DamagedJob, fixed: FixedRow): Promise<Repaired> {
  const lock = lockNewJob(out);
  try {
    discardNewJobFile(out);
    const made = newJobFile(out);
    const at = isoTime(clock);
    try {
      const identity = made.identity();
      const place = repairedPlace(job, fixed.job_id, placeOf(out, identity, 'prepared', at, null));
      const note = made.file.transaction(() => {
        made.file.job.restore(fixed, liveOf(job.saved));
        made.file.job.setPlace(place);
        writeSavedBlocks(made.file, job.saved, fixed.rows_read);
        return completeRepair(made.file, job, { prepared: null, fixed, at, from: basename(path) });
      });
      await made.publish();
      rememberMade(fixed.job_id, place, identity);
      return { status: statusOf(out), note };
    } finally {
      made.discard();
    }
  } finally {
    lock.release();
  }
}

function statusOf(path: string): JobStatus {
  const file = openJobFile(path, { create: false });
  try {
    return jobStatus(file, null);
  } finally {
    file.close();
  }
}

async function fromSource(options: RepairOptions & { readonly source: string }, job: DamagedJob, fixed: FixedRow, recipe: Recipe): Promise<Repaired> {
  const { source, out, clock, reader, signal, onProgress } = options;
  const wanted = identityOf(fixed);
  const file = basename(source);
  const other = (): Fault => new Fault('repair-source', { file, name: wanted?.name ?? '', reason: 'other' });
  if (wanted === null || (await seenNow(source)).bytes !== wanted.bytes) throw other();
  let note: RepairNote | null = null;
  const status = await prepareJob({
    source,
    // A sheet that was chosen by itself is the one that was read.
    recipe: { ...recipe, source: { ...recipe.source, sheet: recipe.source?.sheet ?? wanted.sheet } },
    job: out,
    jobId: fixed.job_id,
    clock,
    reader,
    signal,
    onProgress,
    completing(made, found) {
      if (found.sha256 !== wanted.sha256) throw other();
      if (!isReadAlike(made, job.saved, fixed)) throw new Fault('repair-source', { file, name: wanted.name, reason: 'otherwise' });
      const prepared = made.states.bytes();
      made.job.restore(fixed, liveOf(job.saved));
      const place = made.job.place();
      if (place !== null) made.job.setPlace(repairedPlace(job, fixed.job_id, place));
      note = completeRepair(made, job, { prepared, fixed, at: isoTime(clock), from: basename(options.job) });
    },
  });
  if (note === null) throw new Fault('internal', { name: 'repair-not-completed' });
  return { status, note };
}

function identityOf({ source }: FixedRow): SourceIdentity | null {
  return source === null ? null : (sourceSchema.safeParse(JSON.parse(source)).data ?? null);
}

/** Another version of this program could read or map the same file in another way: then old and new rows do not belong together. */
function isReadAlike(made: JobFile, { items }: Salvage, fixed: FixedRow): boolean {
  const job = made.job.read();
  if (job === null || job.rowsRead !== fixed.rows_read || JSON.stringify(job.columns) !== fixed.columns) return false;
  const seals = made.items.seals();
  // Of a block with corrected rows the items are others.
  return [...items.values()].every(({ first, seal, version }) => version > 1 || seals.get(first) === seal);
}
