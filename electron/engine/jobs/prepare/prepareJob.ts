import { basename } from 'node:path';
import { columnLetter, type Column } from '#contract/cells.ts';
import { Fault } from '#contract/faults.ts';
import type { JobStatus, SourceIdentity } from '#contract/job.ts';
import type { JobPlace } from '#contract/place.ts';
import type { Recipe } from '#contract/recipe.ts';
import type { CsvReading, Guess, SourceSeen } from '#contract/source.ts';
import { writeFault } from '#files/systemErrors.ts';
import { isSameFile, seenNow, type Fingerprint } from '../../sheet/fingerprint.ts';
import { deleteJobFile } from '../../store/deleteJobFile.ts';
import { jobFileExists, openJobFile, type JobFile } from '../../store/jobFile.ts';
import { discardNewJobFile, lockNewJob, newJobFile } from '../../store/newJobFile.ts';
import { mustHaveRoomForNames } from '../../store/openFaults.ts';
import { isoTime, type Clock } from '../clock.ts';
import { keepPicks } from '../corrections/keepPicks.ts';
import { inStep } from '../fullDisk.ts';
import { jobStatus } from '../jobStatus.ts';
import { placeOf, rememberMade } from '../place.ts';
import { nextJobState } from '../transitions.ts';
import { createJobWriter, type JobWriter } from './jobWriter.ts';
import type { BlockReader, ReadEvent } from './readBlocks.ts';
import { readHere } from './readHere.ts';

export interface PrepareOptions {
  /** Path of the workbook or CSV file. */
  readonly source: string;
  readonly recipe: Recipe;
  /** Path of the job file to make. */
  readonly job: string;
  readonly jobId: string;
  /** The source as it was looked at; whatever it is now is taken when left out. */
  readonly seen?: SourceSeen | undefined;
  readonly clock: Pick<Clock, 'now'>;
  /**
   * Earlier jobs: rows whose item is the last one they saw accepted for its key are left out as unchanged, and
   * the new job is bound to their server. Not with duplicates "all", where the order of a key's rows counts.
   */
  readonly unchangedSince?: readonly string[] | undefined;
  /** What the operator goes on with all the same; kept in the job. */
  readonly doubts?: readonly string[] | undefined;
  /** Where the source is read and mapped; in this thread when left out. */
  readonly reader?: BlockReader | undefined;
  /** For a repair: called when all is read and stored, in the transaction that makes it a job. What it throws, no job comes of. */
  readonly completing?: ((file: JobFile, source: SourceIdentity) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** How the source is read, once that is found out. */
  readonly onReading?: ((reading: { readonly csv: CsvReading | null; readonly header: Guess<number> }) => void) | undefined;
  /** Rows taken in and bytes of the source read so far, at most five times a second. */
  readonly onProgress?: ((progress: { readonly rows: number; readonly bytesRead: number; readonly bytesTotal: number }) => void) | undefined;
}

/**
 * Reads, checks and stores a whole source as a job that is ready to run; nothing is sent. An unfinished
 * preparation of the same path is begun anew. Faults: those of the reader, source-changed (since it was seen, or while
 * it was read), recipe-columns, job-exists, job-busy, cancelled, disk-full; a job that could not be prepared leaves no file behind.
 */
export async function prepareJob(options: PrepareOptions): Promise<JobStatus> {
  mustHaveRoomForNames(options.job);
  const lock = lockToMake(options.job);
  try {
    clearUnfinished(options.job);
    const before = await seenNow(options.source);
    if (options.seen !== undefined && !isSameFile(options.seen, before)) throw new Fault('source-changed', { file: basename(options.source) });
    return await make(options, before);
  } catch (error) {
    throw inStep(error, 'prepare');
  } finally {
    lock.release();
  }
}

function lockToMake(path: string): { release(): void } {
  try {
    return lockNewJob(path);
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw writeFault(error, { file: basename(path) });
  }
}

/** A job that was ever ready is never overwritten; one that a crash left in preparation holds nothing worth keeping. */
function clearUnfinished(path: string): void {
  discardNewJobFile(path);
  if (!jobFileExists(path)) return;
  const file = openJobFile(path, { create: false });
  const state = file.job.read()?.state ?? 'preparing';
  file.close();
  // Earlier versions prepared a job under its own name.
  if (state !== 'preparing') throw new Fault('job-exists', { file: basename(path), state });
  deleteJobFile(path, { keepLock: true });
}

async function make(options: PrepareOptions, before: SourceSeen, again: AgainInput = {}): Promise<JobStatus> {
  const { reader = readHere, source, recipe, unchangedSince = [], signal } = options;
  const made = newJobFile(options.job);
  try {
    const table = await readUnchanged(source, before, () => take(made.file, reader({ source, recipe, unchangedSince, ...again }, signal), options));
    if (!('sheet' in table)) {
      made.discard();
      // What was told of the reading the first time is told.
      return await make({ ...options, onReading: undefined }, before, table);
    }
    const { sheet, headerRow } = table;
    const found: SourceIdentity = { name: basename(source), ...table.identity, sheet, headerRow };
    // Its rows and its sum could else be those of two files.
    if (!isSameFile(before, await seenNow(source))) throw new Fault('source-changed', { file: basename(source), during: 'reading' });
    const identity = made.identity();
    const place = finish(made.file, found, placeOf(options.job, identity, 'prepared', isoTime(options.clock), null), options.completing);
    await made.publish();
    rememberMade(options.jobId, place, identity);
  } finally {
    made.discard();
  }
  const file = openJobFile(options.job, { create: false });
  try {
    return jobStatus(file, null);
  } finally {
    file.close();
  }
}

/** What is wrong with a file that is being written to, such as half a workbook, is not what is wrong with the file. */
async function readUnchanged<Value>(source: string, before: SourceSeen, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Fault) || !ofContent.test(error.code)) throw error;
    const now = error.code === 'source-changed' ? null : await seenNow(source).catch(() => before);
    if (now !== null && isSameFile(before, now)) throw error;
    throw new Fault('source-changed', { file: basename(source), during: 'reading' }, { cause: error });
  }
}

const ofContent = /^(?:source-(?!missing|unreadable)|sheet-|header-|csv-|recipe-columns)/;

type TableFound = Extract<ReadEvent, { kind: 'table' }>;
type TableRead = TableFound & { readonly identity: Fingerprint };
type AgainInput = Extract<ReadEvent, { kind: 'again' }>['input'];

/** Stores what is read; what is known now where it has to be read once more. */
async function take(file: JobFile, events: AsyncIterable<ReadEvent>, options: PrepareOptions): Promise<TableRead | AgainInput> {
  const writer = createJobWriter(file);
  const report = reporter(options, writer);
  let table: TableFound | null = null;
  let identity: Fingerprint | null = null;
  for await (const event of events) {
    switch (event.kind) {
      case 'table':
        table = event;
        options.onReading?.({ csv: event.csv, header: event.header });
        file.job.create({ jobId: options.jobId, createdAt: isoTime(options.clock), recipe: options.recipe, columns: event.columns });
        if (options.doubts !== undefined && options.doubts.length > 0) file.job.keepDoubts(options.doubts);
        if (event.server !== null) file.job.bindServer(event.server);
        if (event.compared.length > 0) file.job.keepCompared(event.compared);
        file.job.setDate1904(event.date1904);
        break;
      case 'again':
        return event.input;
      case 'block':
        writer.take(event.block);
        report(event.bytesRead, table?.bytesTotal ?? 0);
        break;
      case 'end':
        identity = event.identity;
        writer.end(event.superseded);
        file.job.setNotes(event.notes);
        file.job.setColumns(widened(event.columns, event.width));
        // A repair brings the job's own batches.
        if (options.completing === undefined) keepPicks(file, writer.picked, isoTime(options.clock));
        if (table !== null && event.rows === 0) throw new Fault('sheet-empty', { file: basename(options.source), sheet: table.sheet });
        if (event.rows !== writer.rows) throw new Fault('internal', { name: 'rows-lost' });
    }
  }
  if (table === null || identity === null) throw new Fault('internal', { name: 'no-table' });
  return { ...table, identity };
}

/** Cells beyond the columns known at the beginning get columns too: an export keeps every cell. */
function widened(columns: readonly Column[], width: number): readonly Column[] {
  const more = Array.from({ length: Math.max(0, width - columns.length) }, (_, index): Column => {
    const letter = columnLetter(columns.length + index);
    return { index: columns.length + index, letter, header: '', ref: `@${letter}` };
  });
  return [...columns, ...more];
}

function reporter({ onProgress, clock }: PrepareOptions, writer: JobWriter): (bytesRead: number, bytesTotal: number) => void {
  let reported = -Infinity;
  return (bytesRead, bytesTotal) => {
    const now = clock.now();
    if (onProgress === undefined || now - reported < 200) return;
    reported = now;
    onProgress({ rows: writer.rows, bytesRead, bytesTotal });
  };
}

/** From here on the job can be run; before, it is nothing. Gives the place that it has. */
function finish(file: JobFile, source: SourceIdentity, place: JobPlace, completing: PrepareOptions['completing']): JobPlace {
  return file.transaction(() => {
    const job = file.job.read();
    if (job === null) throw new Fault('internal', { name: 'no-record' });
    file.job.setSource(source);
    file.job.setPlace(place);
    file.job.setState(nextJobState(job.state, 'prepared'), null);
    completing?.(file, source);
    return file.job.place() ?? place;
  });
}
