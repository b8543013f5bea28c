import { randomUUID } from 'node:crypto';
import { accessSync, constants, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { ReopenedSource, SourceCheck, SourceRef } from '#contract/commands.ts';
import type { EngineInput } from '#contract/engine.ts';
import type { EngineEvent } from '#contract/events.ts';
import { Fault } from '#contract/faults.ts';
import type { RequestFrame } from '#contract/recipe.ts';
import type { ColumnValues, ReadingWish, SourceInspection } from '#contract/source.ts';
import { otherThanFile } from '#files/systemErrors.ts';
import { sameServer, serverOf } from '#contract/url.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { checkSource } from '#engine/jobs/prepare/checkSource.ts';
import { columnValues } from '#engine/jobs/prepare/columnValues.ts';
import { inspectSource } from '#engine/jobs/prepare/inspectSource.ts';
import { sameTarget } from '#engine/jobs/prepare/knownItems.ts';
import { prepareJob } from '#engine/jobs/prepare/prepareJob.ts';
import type { BlockReader } from '#engine/jobs/prepare/readBlocks.ts';
import type { JobRegistry } from './jobRegistry.ts';

/** Files of the operator's choice, by ids that hold for the life of this process. */
export interface Sources {
  register(path: string): SourceRef;
  /** Where a source lies. Fault source-missing. */
  pathOf(sourceId: string): string;
  inspect(input: EngineInput<'inspectSource'>): Promise<SourceInspection>;
  /** As it was looked at last; null before. Fault source-missing. */
  looked(sourceId: string): Looked | null;
  /** Counts the values of a column; a count of the same source under way is cancelled. */
  values(input: EngineInput<'columnValues'>): Promise<ColumnValues>;
  cancelValues(sourceId: string): void;
  prepare(input: EngineInput<'prepareJob'>): Promise<{ readonly jobId: string }>;
  /** Whether the file that the job was made from is still the same. */
  check(jobId: string): Promise<SourceCheck>;
  /** Takes that file anew, or the one chosen in its place. Faults source-missing, source-unreadable. */
  reopen(jobId: string, sourceId?: string): ReopenedSource;
  /** Stops a preparation; its unfinished job is deleted. Nothing happens when there is none. */
  cancelPrepare(sourceId: string): void;
  /** Stops all preparations and counts and waits until their files are gone or closed. */
  stop(): Promise<void>;
}

/** A source as it was looked at, and the wish that it was looked at by. */
export interface Looked {
  readonly path: string;
  readonly wish: ReadingWish;
  readonly inspection: SourceInspection;
}

/** How many values of a column are worth showing. */
const valuesShown = 1_000;

/** Work on a source that can be stopped: a preparation, a count. */
interface Work {
  readonly abort: AbortController;
  readonly done: Promise<unknown>;
}

export function createSources(registry: JobRegistry, emit: (event: EngineEvent) => void, reader?: BlockReader): Sources {
  const paths = new Map<string, string>();
  const preparations = new Map<string, Work>();
  const counts = createCounts();

  function pathOf(sourceId: string): string {
    const path = paths.get(sourceId);
    if (path === undefined) throw new Fault('source-missing');
    return path;
  }

  async function prepare({ sourceId, recipe, name, unchangedOn, connectionId, seen, doubts }: EngineInput<'prepareJob'>, signal: AbortSignal): Promise<{ readonly jobId: string }> {
    const jobId = randomUUID();
    const path = registry.newPath(jobId);
    const source = pathOf(sourceId);
    const status = await prepareJob({
      source,
      seen,
      recipe,
      job: path,
      jobId,
      clock: systemClock,
      unchangedSince: unchangedOn === undefined ? [] : earlierJobs(registry, unchangedOn, recipe.request),
      doubts,
      reader,
      signal,
      onProgress: (progress) => emit({ kind: 'preparing', sourceId, ...progress }),
    });
    registry.catalogue.saveJob({ jobId, name, path, createdAt: status.createdAt, sourcePath: resolve(source) });
    if (connectionId !== undefined) registry.catalogue.keepSentBy(jobId, connectionId);
    emit({ kind: 'job', jobId, status });
    return { jobId };
  }

  function register(path: string): SourceRef {
    const bytes = sizeOf(path);
    const sourceId = randomUUID();
    paths.set(sourceId, path);
    return { sourceId, name: basename(path), bytes };
  }

  return {
    register,
    pathOf,
    ...sourcesOfJobs(registry, register, pathOf),
    ...lookingAt(pathOf),
    values: (input) => counts.start(pathOf(input.sourceId), input),
    cancelValues: (sourceId) => counts.cancel(sourceId),
    async prepare(input) {
      if (preparations.has(input.sourceId)) throw new Fault('job-busy', { name: basename(pathOf(input.sourceId)) });
      return stoppable(preparations, input.sourceId, (signal) => prepare(input, signal));
    },
    cancelPrepare: (sourceId) => preparations.get(sourceId)?.abort.abort(),
    stop: () => stopWork(preparations, counts),
  };
}

function lookingAt(pathOf: Sources['pathOf']): Pick<Sources, 'inspect' | 'looked'> {
  const looks = new Map<string, Looked>();
  return {
    async inspect({ sourceId, ...wish }) {
      const path = pathOf(sourceId);
      const inspection = await inspectSource(path, wish);
      looks.set(sourceId, { path, wish, inspection });
      return inspection;
    },
    looked(sourceId) {
      pathOf(sourceId);
      return looks.get(sourceId) ?? null;
    },
  };
}

/** Does the work, which stands under its source's id as long as it lasts. */
async function stoppable<Value>(underWay: Map<string, Work>, sourceId: string, work: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
  const abort = new AbortController();
  const done = work(abort.signal);
  underWay.set(sourceId, { abort, done });
  try {
    return await done;
  } finally {
    if (underWay.get(sourceId)?.abort === abort) underWay.delete(sourceId);
  }
}

async function stopWork(preparations: ReadonlyMap<string, Work>, counts: ReturnType<typeof createCounts>): Promise<void> {
  for (const { abort } of preparations.values()) abort.abort();
  await Promise.allSettled([counts.stop(), ...[...preparations.values()].map(({ done }) => done)]);
}

/** The files that jobs were made from, as far as it is known where they lie. */
function sourcesOfJobs(registry: JobRegistry, register: (path: string) => SourceRef, pathOf: Sources['pathOf']): Pick<Sources, 'check' | 'reopen'> {
  return {
    async check(jobId) {
      const path = registry.sourceOf(jobId);
      const identity = registry.read(jobId, (file) => file.job.read()?.source ?? null);
      return path === null || identity === null ? { verdict: 'unknown', modified: null } : checkSource(path, identity);
    },
    reopen(jobId, sourceId) {
      const path = sourceId === undefined ? registry.sourceOf(jobId) : pathOf(sourceId);
      const job = registry.read(jobId, (file) => file.job.read());
      if (path === null || job === null) throw new Fault('source-missing', { name: job?.source?.name ?? '' });
      return { source: register(path), recipe: job.recipe };
    },
  };
}

/** The counts of columns' values under way, one a source at most: the operator looks at one column at a time. */
function createCounts() {
  const underWay = new Map<string, Work>();
  return {
    async start(path: string, { sourceId, ...options }: EngineInput<'columnValues'>): Promise<ColumnValues> {
      underWay.get(sourceId)?.abort.abort();
      return stoppable(underWay, sourceId, (signal) => columnValues(path, { ...options, limit: valuesShown, signal }));
    },
    cancel: (sourceId: string) => underWay.get(sourceId)?.abort.abort(),
    async stop(): Promise<void> {
      for (const { abort } of underWay.values()) abort.abort();
      await Promise.allSettled([...underWay.values()].map(({ done }) => done));
    },
  };
}

/** Paths of the list's jobs that were sent to the connection's server for the same profiles. Fault connection-missing. */
function earlierJobs(registry: JobRegistry, connectionId: string, request: RequestFrame): readonly string[] {
  const connection = registry.catalogue.connections().find((known) => known.connectionId === connectionId);
  if (connection === undefined) throw new Fault('connection-missing');
  const server = serverOf(connection.baseUrl, connection.practice);
  return registry.summaries().flatMap(({ jobId, status }) => {
    if (status === null || status.attempts === 0 || status.server === null || !sameServer(status.server, server)) return [];
    const same = registry.read(jobId, (file) => sameTarget(file.job.read()?.recipe.request ?? request, request));
    return same ? [registry.pathOf(jobId)] : [];
  });
}

/** Bytes of a regular file that may be read. Faults source-missing, source-unreadable. */
function sizeOf(path: string): number {
  const name = basename(path);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new Fault('source-missing', { name });
  if (!stats.isFile()) throw new Fault('source-unreadable', { name, reason: otherThanFile(stats) });
  try {
    accessSync(path, constants.R_OK);
  } catch (error) {
    throw new Fault('source-unreadable', { name }, { cause: error });
  }
  return stats.size;
}
