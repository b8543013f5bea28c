import { resolve } from 'node:path';
import { setLanguage } from '#contract/language.ts';
import type { Transport } from '#engine/api/transport.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { jobFigures } from '#engine/jobs/jobFigures.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { retryRound } from '#engine/jobs/retryRound.ts';
import { notify } from '#files/notices.ts';
import { sharedPlace } from '#files/sharedPlace.ts';
import { createComparisons } from './comparisons.ts';
import { createCorrections, type Corrections } from './corrections.ts';
import { discoveryCommands } from './discovery.ts';
import { createExports, type Exports } from './exports.ts';
import { createHandovers } from './handovers.ts';
import { duplicateCommands } from './duplicates.ts';
import type { EngineHost, HostSurroundings } from './host.ts';
import { createMemory } from './memory.ts';
import { createMendings } from './mendings.ts';
import { createReadings, type Readings } from './readings.ts';
import { recipeCommands } from './recipes.ts';
import { createRuns, type Runs } from './runs.ts';
import { openJobRegistry, type JobRegistry } from './jobRegistry.ts';
import { createRepairs, type Repairs } from './repairs.ts';
import { makeSample } from './samples.ts';
import { createSimulations } from './simulations.ts';
import { createSources, type Sources } from './sources.ts';
import { createUndoWorkbooks } from './undoWorkbooks.ts';
import { workbookCommands } from './workbooks.ts';

/** The engine over one folder: catalogue, job files, and the jobs that run. Faults as opening the catalogue gives them. */
export function createEngineHost({ home, memoryFolder = home, announced, transport: given, emit, reader }: HostSurroundings): EngineHost {
  const registry = openJobRegistry(home, announced);
  // A run closes its transport with itself; this one is shared by all and closed with the host.
  const transport: Transport = { send: (request) => given.send(request), close: () => Promise.resolve() };
  const sources = createSources(registry, emit, reader);
  const memory = createMemory(memoryFolder, registry, sources);
  const runs = createRuns({ registry, transport, emit, onEnd: memory.learn });
  const simulations = createSimulations(registry);
  const exports = createExports(registry, emit);
  const handovers = createHandovers(registry, emit);
  const repairs = createRepairs(registry, reader);
  const corrections = createCorrections(registry, runs, emit);
  const readings = createReadings(registry, emit);
  const mendings = createMendings(registry, corrections, emit);
  const comparisons = createComparisons(registry, transport, emit);
  const undoWorkbooks = createUndoWorkbooks(registry, runs, emit);
  return {
    ...sourceCommands(sources),
    ...readings.commands,
    ...catalogueCommands(registry),
    ...recipeCommands(registry.catalogue),
    ...memory.commands,
    ...listCommands(registry, exports),
    ...jobCommands(registry, { runs, reading: [readings, mendings, comparisons], corrections }, emit),
    simulateInto(input) {
      runs.mustRest(input.jobId);
      return simulations.write(input);
    },
    ...repairCommands(repairs, runs, corrections),
    ...corrections.commands,
    ...mendings.commands,
    ...comparisons.commands,
    ...undoWorkbooks.commands,
    ...workbookCommands({ registry, sources, corrections, emit }),
    ...duplicateCommands(corrections),
    // Nothing stays open in this process that is only read.
    releaseJob: () => null,
    handOverTo(input) {
      runs.mustRest(input.jobId);
      corrections.release(input.jobId);
      return handovers.give(input);
    },
    sourceOnlyOf: ({ jobId }) => ({ path: registry.sourceOnlyOf(jobId) }),
    restingSince: ({ moment }) => registry.restingSince(moment),
    jobFigures: () => jobFigures(registry.catalogue),
    makeSample: () => makeSample(home, sources),
    useLanguage({ language }) {
      setLanguage(language);
      return null;
    },
    ...discoveryCommands(registry.catalogue.known, transport),
    async shutdown({ waitMs }) {
      await Promise.all([sources.stop(), simulations.stop(), exports.stop(), repairs.stop(), handovers.stop(waitMs), corrections.stop(), readings.stop(), mendings.stop(), comparisons.stop(), undoWorkbooks.stop(), runs.stop(waitMs)]);
      await given.close();
      memory.close();
      registry.catalogue.close();
      return null;
    },
  };
}

/** A job in a place where it can come to harm is opened and run all the same: who put it there may know why. */
function tellPlace(path: string): void {
  const place = sharedPlace(resolve(path));
  if (place !== null) notify({ kind: 'shared', path, place });
}

type Part<Name extends keyof EngineHost> = Pick<EngineHost, Name>;

type SourceName = 'registerSource' | 'inspectSource' | 'columnValues' | 'cancelColumnValues' | 'prepareJob' | 'cancelPrepare' | 'checkSource' | 'reopenSource';

function sourceCommands(sources: Sources): Part<SourceName> {
  return {
    registerSource: ({ path }) => sources.register(path),
    inspectSource: (input) => sources.inspect(input),
    columnValues: (input) => sources.values(input),
    cancelColumnValues({ sourceId }) {
      sources.cancelValues(sourceId);
      return null;
    },
    prepareJob: (input) => sources.prepare(input),
    checkSource: ({ jobId }) => sources.check(jobId),
    reopenSource: ({ jobId, sourceId }) => sources.reopen(jobId, sourceId),
    cancelPrepare({ sourceId }) {
      sources.cancelPrepare(sourceId);
      return null;
    },
  };
}

function repairCommands(repairs: Repairs, runs: Runs, corrections: Pick<Corrections, 'release'>): Part<'checkJob' | 'repairTo'> {
  return {
    checkJob(input) {
      corrections.release(input.jobId);
      return repairs.check(input);
    },
    repairTo(input) {
      runs.mustRest(input.jobId);
      corrections.release(input.jobId);
      return repairs.repair(input);
    },
  };
}

type CatalogueName = 'pinJob' | 'readConnections' | 'writeConnection' | 'removeConnection';

function catalogueCommands({ catalogue }: JobRegistry): Part<CatalogueName> {
  return {
    pinJob({ jobId, pinned }) {
      catalogue.pin(jobId, pinned);
      return null;
    },
    readConnections: () => catalogue.connections(),
    writeConnection(connection) {
      const before = catalogue.connections().find(({ connectionId }) => connectionId === connection.connectionId);
      // Another address is another platform; the practice server has a new one with each start and stays the same.
      if (before !== undefined && before.baseUrl !== connection.baseUrl && !connection.practice) catalogue.known.forget(connection.connectionId);
      catalogue.saveConnection(connection);
      return null;
    },
    removeConnection({ connectionId }) {
      catalogue.deleteConnection(connectionId);
      return null;
    },
  };
}

function listCommands(registry: JobRegistry, exports: Exports): Part<'listJobs' | 'openJobFile' | 'exportTo' | 'cancelExport'> {
  return {
    listJobs: () => registry.summaries(),
    openJobFile({ path }) {
      const job = registry.adopt(path);
      tellPlace(path);
      return job;
    },
    exportTo: (input) => exports.write(input),
    cancelExport({ jobId }) {
      exports.cancel(jobId);
      return null;
    },
  };
}

type JobName = 'jobStatus' | 'runningJobs' | 'queuedJobs' | 'runJob' | 'pauseJob' | 'cancelJob' | 'retryJob' | 'deleteJob';

interface JobParts {
  readonly runs: Runs;
  readonly reading: readonly Pick<Readings, 'end'>[];
  readonly corrections: Pick<Corrections, 'release'>;
}

function jobCommands(registry: JobRegistry, { runs, reading, corrections }: JobParts, emit: HostSurroundings['emit']): Part<JobName> {
  return {
    jobStatus: ({ jobId }) => runs.status(jobId),
    runningJobs: () => runs.running(),
    queuedJobs: () => runs.queued(),
    async runJob(settings) {
      tellPlace(registry.pathOf(settings.jobId));
      corrections.release(settings.jobId);
      await runs.start(settings);
      if (settings.connectionId !== undefined) registry.catalogue.keepSentBy(settings.jobId, settings.connectionId);
      return null;
    },
    pauseJob({ jobId, now }) {
      runs.pause(jobId, now);
      return null;
    },
    async cancelJob({ jobId }) {
      await runs.cancel(jobId);
      return null;
    },
    retryJob({ jobId, codes, rows, unknown, withBroker, adopt }) {
      runs.mustRest(jobId);
      const marked = registry.read(jobId, (file) => retryRound(file, { codes, rows, unknown, withBroker, adopt }, systemClock.now()));
      emit({ kind: 'job', jobId, status: registry.read(jobId, (file) => jobStatus(file, null)) });
      return { rows: marked.rows };
    },
    async deleteJob({ jobId }) {
      runs.mustRest(jobId);
      await Promise.all(reading.map(({ end }) => end(jobId)));
      corrections.release(jobId);
      registry.remove(jobId);
      return null;
    },
  };
}
