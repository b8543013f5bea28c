import { basename } from 'node:path';
import { Fault } from '#contract/faults.ts';
import type { JobStatus, SourceIdentity } from '#contract/job.ts';
import type { Recipe } from '#contract/recipe.ts';
import { compileRecipe } from '../../mapping/index.ts';
import type { RowMapper } from '../../mapping/types.ts';
import { fingerprint, openSource } from '../../sheet/index.ts';
import { deleteJobFile, jobFileExists, openJobFile, type JobFile } from '../../store/jobFile.ts';
import { lockJob } from '../../store/lock.ts';
import { isoTime, type Clock } from '../clock.ts';
import { jobStatus } from '../jobStatus.ts';
import { createKeyIndex } from './keyIndex.ts';
import { readKnownItems, type KnownItems } from './knownItems.ts';
import { openTable, type Table } from './openTable.ts';
import { createRowSink, type RowSink } from './rowSink.ts';
import { nextJobState } from '../transitions.ts';

export interface PrepareOptions {
  /** Path of the workbook or CSV file. */
  readonly source: string;
  readonly recipe: Recipe;
  /** Path of the job file to make. */
  readonly job: string;
  readonly jobId: string;
  readonly clock: Pick<Clock, 'now'>;
  /**
   * Earlier jobs: rows whose item is the last one they saw accepted for its key are left out as unchanged, and
   * the new job is bound to their server. Not with duplicates "all", where the order of a key's rows counts.
   */
  readonly unchangedSince?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Rows taken in and bytes of the source read so far, at most five times a second. */
  readonly onProgress?: ((progress: { readonly rows: number; readonly bytesRead: number; readonly bytesTotal: number }) => void) | undefined;
}

/**
 * Reads, checks and stores a whole source as a job that is ready to run; nothing is sent. An unfinished
 * preparation of the same path is begun anew. Faults: those of the reader, recipe-columns, job-exists,
 * job-busy, cancelled, disk-full; a job that could not be prepared leaves no file behind.
 */
export async function prepareJob(options: PrepareOptions): Promise<JobStatus> {
  const lock = lockNewJob(options.job);
  try {
    clearUnfinished(options.job);
    const source = await openSource(options.source);
    try {
      const read = { bytes: 0, total: source.bytes };
      const { sheet, headerRow } = options.recipe.source ?? {};
      const table = await openTable(source, { sheet, headerRow, signal: options.signal, onProgress: (bytes) => (read.bytes = bytes) });
      const compiled = compileRecipe(options.recipe, table.columns);
      if (!compiled.ok) throw new Fault('recipe-columns', { file: source.name, sheet: table.sheet, problems: compiled.problems });
      return await store(options, table, compiled.mapper, read);
    } finally {
      await source.close();
    }
  } finally {
    lock.release();
  }
}

interface ReadSoFar {
  bytes: number;
  readonly total: number;
}

function lockNewJob(path: string): { release(): void } {
  try {
    return lockJob(path);
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('output-unwritable', { file: basename(path) }, { cause: error });
  }
}

/** A job that was ever ready is never overwritten; one that a crash left in preparation holds nothing worth keeping. */
function clearUnfinished(path: string): void {
  if (!jobFileExists(path)) return;
  const file = openJobFile(path, { create: false });
  const state = file.job.read()?.state ?? 'preparing';
  file.close();
  if (state !== 'preparing') throw new Fault('job-exists', { file: basename(path), state });
  deleteJobFile(path, { keepLock: true });
}

async function store(options: PrepareOptions, table: Table, mapper: RowMapper, read: ReadSoFar): Promise<JobStatus> {
  const file = openJobFile(options.job, { create: true });
  let done = false;
  try {
    const { recipe, jobId, clock } = options;
    file.job.create({ jobId, createdAt: isoTime(clock), recipe, columns: table.columns });
    const identity = fingerprint(options.source);
    // Awaited at the end; a file that vanishes before must not be an error that nobody handles.
    identity.catch(() => undefined);
    const known = knownBefore(options);
    if (known !== null) file.job.bindServer(known.server);
    const sink = createRowSink(file, createKeyIndex(recipe.duplicates ?? 'last'), known);
    await readInto(sink, options, table, mapper, read);
    const source: SourceIdentity = { name: basename(options.source), ...(await identity), sheet: table.sheet, headerRow: table.headerRow };
    complete(file, sink, source);
    done = true;
    return jobStatus(file, null);
  } finally {
    file.close();
    if (!done) deleteJobFile(options.job, { keepLock: true });
  }
}

function knownBefore({ unchangedSince, recipe }: PrepareOptions): KnownItems | null {
  if (unchangedSince === undefined || unchangedSince.length === 0) return null;
  if (recipe.duplicates === 'all') throw new Fault('usage', { problem: 'unchanged rows cannot be told where all rows of a key are sent' });
  return readKnownItems(unchangedSince, recipe.request);
}

async function readInto(sink: RowSink, options: PrepareOptions, table: Table, mapper: RowMapper, read: ReadSoFar): Promise<void> {
  let last = table.headerRow;
  let reported = -Infinity;
  for await (const batch of table.rows) {
    if (options.signal?.aborted === true) throw new Fault('cancelled');
    for (const row of batch) {
      sink.addEmpty(last + 1, row.row - 1);
      sink.add(row, mapper.map(row));
      last = row.row;
    }
    const now = options.clock.now();
    if (options.onProgress === undefined || now - reported < 200) continue;
    reported = now;
    options.onProgress({ rows: sink.rows, bytesRead: read.bytes, bytesTotal: read.total });
  }
}

/** From here on the job can be run; before, it is nothing. */
function complete(file: JobFile, sink: RowSink, source: SourceIdentity): void {
  const rows = sink.finish();
  if (rows === 0) throw new Fault('sheet-empty', { file: source.name, sheet: source.sheet });
  file.transaction(() => {
    const job = file.job.read();
    if (job === null) throw new Fault('internal', { name: 'job record missing' });
    file.job.setSource(source);
    file.job.setState(nextJobState(job.state, 'prepared'), null);
  });
}
