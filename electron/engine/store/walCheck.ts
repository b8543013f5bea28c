import { closeSync, fstatSync, openSync } from 'node:fs';
import { z } from 'zod';
import { isOpenHere } from './openHere.ts';
import { readAtOnce } from './ownFile.ts';
import { commitSchema, type StoredCommit } from './placeRecord.ts';
import { recordsOnPage, pageBytes, type PageSource } from './salvage/pages.ts';
import { fixedColumns, liveColumns, sealOf, type Stored } from './seal.ts';
import { readAt, readWal, type WalLog, type WalState } from './walLog.ts';
import { stampOf } from './wholeImage.ts';

/**
 * Whether a -wal is the job's own: own, of another job, or of another time of the same job, such as one that was put
 * back from a backup. unknown: nothing of it says so.
 */
export type WalOrigin = 'own' | 'other-job' | 'other-time' | 'unknown';

/** Whether it must not be replayed. */
export function isForeign(origin: WalOrigin): origin is 'other-job' | 'other-time' {
  return origin === 'other-job' || origin === 'other-time';
}

export interface WalFound {
  readonly state: WalState;
  readonly origin: WalOrigin;
}

const tries = 3;

/**
 * Looks at the -wal of a job before SQLite opens it: SQLite replays whatever lies there, and a job would silently become
 * another one. The job's own is the one whose records of the job go on from the record in the job's own file; see
 * StoredCommit. Nothing that cannot be read is a fault here: opening tells it.
 */
export function findWal(jobPath: string): WalFound {
  const log = readWal(jobPath);
  // It was looked at when it was opened first.
  if (log.commits.length === 0 || isOpenHere(jobPath)) return { state: log.state, origin: 'own' };
  return { state: log.state, origin: originOf(jobPath, log) };
}

/** Another process may move pages of the log into the file meanwhile, and start it anew. */
function originOf(jobPath: string, first: WalLog): WalOrigin {
  let log = first;
  for (let round = 0; round < tries; round += 1) {
    const before = stampOf(jobPath);
    if (round > 0) log = readWal(jobPath);
    const origin = log.commits.length === 0 ? 'own' : readOrigin(jobPath, log);
    if (origin === 'own' || (stampOf(jobPath) === before && round > 0)) return origin;
  }
  return 'own';
}

function readOrigin(jobPath: string, log: WalLog): WalOrigin {
  const open: number[] = [];
  try {
    const file = openSync(jobPath, readAtOnce);
    open.push(file);
    const wal = openSync(`${jobPath}-wal`, readAtOnce);
    open.push(wal);
    return judge(file, wal, log);
  } catch {
    // Opening tells what is wrong with them.
    return 'own';
  } finally {
    for (const descriptor of open) closeSync(descriptor);
  }
}

function judge(file: number, wal: number, log: WalLog): WalOrigin {
  const main = pagesOf(file);
  // A file without a job is none of ours; SQLite says so.
  const found = main.count < jobPage ? null : traceAt(main);
  if (found === null) return 'own';
  if (log.pageBytes !== pageBytes) return 'other-job';
  const { trace, pages } = found;
  const versions = versionsOf(main, wal, log, pages);
  const origin = compared(trace, versions);
  // Pages of several times are those of a process that died while it moved them: some of them came from the log then.
  return origin === 'own' && !trace.proved && !isMovedFrom(main, wal, log, pages) ? 'other-time' : origin;
}

/** What a job's record says of the job and of its own time. */
interface JobTrace {
  readonly jobId: string;
  /** False while pages of it are of different times, as where a process died while it moved them; or where it is damaged. */
  readonly proved: boolean;
  readonly commit: StoredCommit | null;
  readonly mark: string | null;
  readonly markBefore: string | null;
}

/**
 * `main`: as it is in the file. `versions`: as each commit of the log left it that wrote to it, null where it cannot be
 * read; that of the last can be, if the log is the file's own. Pure.
 */
function compared(main: JobTrace, versions: readonly (JobTrace | null)[]): WalOrigin {
  // Every log begins with a commit that writes to the record, since commits have an id.
  if (versions.length === 0) return main.commit === null ? 'unknown' : 'other-time';
  const read = versions.filter((version) => version !== null);
  const [first] = read;
  if (first === undefined || read.some(({ jobId }) => jobId !== main.jobId)) return 'other-job';
  if (versions.at(-1) === null) return 'other-time';
  if (!main.proved) return 'own';
  const commits = [first.commit?.before ?? null, ...read.map(({ commit }) => commit?.id ?? null)];
  const marks = [first.markBefore, ...read.map(({ mark }) => mark)];
  return commits.includes(main.commit?.id ?? null) && marks.includes(main.mark) ? 'own' : 'other-time';
}

function isMovedFrom(main: PageSource, wal: number, { commits }: WalLog, pages: ReadonlySet<number>): boolean {
  return commits.some((commit) => [...pages].some((page) => {
    const at = commit.get(page);
    return at !== undefined && page <= main.count && readAt(wal, at, pageBytes).equals(main.page(page));
  }));
}

/** The table job was the first to be made in every version: its one record lies on the page behind the schema's. */
const jobPage = 2;

/** As they are stored, in the order in which versions added them; those of seals came with the last. */
const storedColumns = [
  'only', 'job_id', 'created_at', 'state', 'pause', 'source', 'recipe', 'columns', 'rows_read', 'round', 'run', 'server', 'chunk_profiles', 'chunk_bytes',
  'bytes_learned', 'owner', 'format', 'notes', 'date1904', 'run_settings', 'place', 'run_started_at', 'handed_over', 'fixed_seal', 'live_seal',
] as const;

const placeSchema = z.object({ mark: z.string(), markBefore: z.string().nullable(), commit: commitSchema.optional() });

interface FoundTrace {
  readonly trace: JobTrace;
  /** Those that the record lies on. */
  readonly pages: ReadonlySet<number>;
}

function traceAt(source: PageSource): FoundTrace | null {
  const pages = new Set<number>();
  const noting: PageSource = { count: source.count, page: (number) => (pages.add(number), source.page(number)) };
  for (const { values } of recordsOnPage(noting, jobPage)) {
    const trace = traceOf(values);
    if (trace !== null) return { trace, pages };
  }
  return null;
}

function traceOf(values: readonly Stored[]): JobTrace | null {
  const row = new Map(storedColumns.map((name, index) => [name, values[index] ?? null]));
  const jobId = row.get('job_id');
  if (typeof jobId !== 'string') return null;
  const none = { jobId, commit: null, mark: null, markBefore: null };
  // Earlier versions had neither seals nor a place.
  if (values.length < storedColumns.length) return { ...none, proved: true };
  const fits = (columns: readonly (typeof storedColumns)[number][], seal: Stored | undefined): boolean => sealOf('job', columns.map((name) => row.get(name) ?? null)) === seal;
  const place = row.get('place') ?? null;
  const read = typeof place === 'string' ? placeSchema.safeParse(jsonOf(place)).data : undefined;
  const proved = fits(fixedColumns, row.get('fixed_seal')) && fits(liveColumns, row.get('live_seal')) && (place === null || read !== undefined);
  return proved && read !== undefined ? { jobId, proved, commit: read.commit ?? null, mark: read.mark, markBefore: read.markBefore } : { ...none, proved };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Pages behind the file's end are empty. */
function pagesOf(file: number): PageSource {
  return {
    count: Math.floor(fstatSync(file).size / pageBytes),
    page: (number) => readAt(file, (number - 1) * pageBytes, pageBytes),
  };
}

/**
 * The job's record as each commit of the log left it that wrote to one of its pages; `pages`: those of the file's own.
 * Where the file's pages are of a later time already, an earlier one may not be readable; then the file's own record is
 * of that later time too.
 */
function versionsOf(main: PageSource, wal: number, { commits }: WalLog, pages: ReadonlySet<number>): readonly (JobTrace | null)[] {
  const latest = new Map<number, number>();
  const empty = Buffer.alloc(pageBytes);
  const source: PageSource = {
    count: Number.MAX_SAFE_INTEGER,
    page(number) {
      const at = latest.get(number);
      if (at === undefined) return number <= main.count ? main.page(number) : empty;
      return readAt(wal, at, pageBytes);
    },
  };
  const versions: (JobTrace | null)[] = [];
  let watched = pages;
  for (const commit of commits) {
    for (const [page, at] of commit) latest.set(page, at);
    if (!commit.has(jobPage) && ![...watched].some((page) => commit.has(page))) continue;
    const found = traceAt(source);
    watched = found?.pages ?? watched;
    versions.push(found?.trace ?? null);
  }
  return versions;
}
