import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { JobSummary } from '#contract/commands.ts';
import { Fault } from '#contract/faults.ts';
import type { ExpiringJob } from '#contract/retention.ts';
import { makeOwnFolder } from '#files/owner.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { clearLeftovers } from '#engine/jobs/leftovers.ts';
import { openCatalogue, type Catalogue, type StoredJob } from '#engine/store/catalogue.ts';
import { openJob } from '#engine/jobs/recover.ts';
import { withSqliteFaults } from '#engine/store/database.ts';
import { deleteJobFile, hasRest } from '#engine/store/deleteJobFile.ts';
import { jobFileExists, type JobFile } from '#engine/store/jobFile.ts';
import { settleNewJobFile } from '#engine/store/newJobFile.ts';
import { jobInTheMaking, restOfJob } from '#engine/store/jobNames.ts';
import { lockJob } from '#engine/store/lock.ts';
import { followAnnounced } from './followAnnounced.ts';
import { keptStatuses } from './keptStatus.ts';
import { listedAs, nameAmong, summariesOf } from './listedJob.ts';
import { restingJobs } from './expiring.ts';

const extension = '.importjob';

/** Reading jobs by the ids that the list gives them. */
export interface ReadableJobs {
  /** Has the job's file open for the work, and closed behind it, if not at once, so that it can be copied or moved. */
  read<Value>(jobId: string, work: (file: JobFile) => Value): Value;
  /** A connection of its own for work that takes its time; the caller closes it. */
  open(jobId: string): JobFile;
}

/** The jobs of this workstation: which there are, where their files lie, and opening one for a moment. */
export interface JobRegistry extends ReadableJobs {
  readonly catalogue: Catalogue;
  /** Path for a new job's file. */
  newPath(jobId: string): string;
  /** Fault job-missing. */
  pathOf(jobId: string): string;
  /** Where the file lay that the job was made from; null where that is not known here. Fault job-missing. */
  sourceOf(jobId: string): string | null;
  summaries(): readonly JobSummary[];
  /** Takes a job file from elsewhere into the list, as an entry of its own unless one leads to this very file. Faults job-missing, job-unreadable, job-newer. */
  adopt(path: string): JobSummary;
  /** The source of a job, unless another one of the list has the same; null where that is not known here. */
  sourceOnlyOf(jobId: string): string | null;
  /** Jobs of our own folder that are done with, not pinned, and were not changed since that moment (ms since 1970), the oldest first. */
  restingSince(moment: number): readonly ExpiringJob[];
  /** Deletes the job's file and forgets it; one whose file is gone is only forgotten. Fault job-busy. */
  remove(jobId: string): void;
}

/** Opens the catalogue in `home`, making both if missing; `announced`: the folder in which the command line tells of jobs. */
export function openJobRegistry(home: string, announced?: string): JobRegistry {
  const jobsFolder = join(home, 'jobs');
  makeOwnFolder(home);
  makeOwnFolder(jobsFolder);
  const catalogue = openCatalogue(join(home, 'catalogue.sqlite'));

  function find(jobId: string): StoredJob {
    const found = catalogue.jobs().find((job) => job.jobId === jobId);
    if (found === undefined) throw new Fault('job-missing');
    return found;
  }

  const pathOf = (jobId: string): string => find(jobId).path;

  function adopt(path: string): JobSummary {
    const file = openJob(path);
    try {
      const job = file.job.read();
      if (job === null || job.state === 'preparing') throw new Fault('job-unreadable', { name: basename(path) });
      const jobs = catalogue.jobs();
      const { jobId, path: listed } = listedAs(jobs, path, job);
      const known = jobs.find((each) => each.jobId === jobId && each.path === listed);
      const name = known?.name ?? nameAmong(jobs, jobId, nameOf(path, job.source?.name), listed);
      const summary = { jobId, name, createdAt: job.createdAt };
      catalogue.saveJob({ ...summary, path: listed, sourcePath: null });
      return { ...summary, status: jobStatus(file, null) };
    } finally {
      file.close();
    }
  }

  const registry: JobRegistry = {
    catalogue,
    newPath: (jobId) => join(jobsFolder, jobId + extension),
    pathOf,
    sourceOf: (jobId) => find(jobId).sourcePath,
    read: (jobId, work) => readFile(pathOf(jobId), work),
    open: (jobId) => openJob(pathOf(jobId)),
    summaries() {
      if (announced !== undefined) followAnnounced(announced, catalogue, adopt);
      const jobs = catalogue.jobs();
      return summariesOf(jobs, keptStatuses(catalogue, jobs, statusOrNull), catalogue);
    },
    adopt,
    sourceOnlyOf(jobId) {
      const path = find(jobId).sourcePath;
      return catalogue.jobs().some((job) => job.jobId !== jobId && job.sourcePath === path) ? null : path;
    },
    restingSince: (moment) => restingJobs(catalogue, registry.summaries(), jobsFolder, moment),
    remove(jobId) {
      const path = pathOf(jobId);
      if (jobFileExists(path) || hasRest(path)) deleteLocked(path);
      catalogue.forgetJob(jobId);
    },
  };
  clearLeftovers();
  followHome(jobsFolder, catalogue);
  sweep(jobsFolder, catalogue, adopt);
  return registry;
}

function readFile<Value>(path: string, work: (file: JobFile) => Value): Value {
  const file = openJob(path);
  try {
    return withSqliteFaults(path, () => work(file));
  } finally {
    file.close();
  }
}

/** A job of our own folder is named by its id, which tells nobody anything; one from elsewhere by its file. */
function nameOf(path: string, source: string | undefined): string {
  const name = basename(path, extension);
  return /^[0-9a-f-]{36}$/.test(name) ? (source ?? name) : name;
}

/** A list must come up whatever has become of one of its files. */
function statusOrNull({ path }: Pick<StoredJob, 'path'>): JobSummary['status'] {
  try {
    return readFile(path, (file) => jobStatus(file, null));
  } catch {
    return null;
  }
}

function deleteLocked(path: string): void {
  const lock = lockJob(path);
  try {
    deleteJobFile(path, { keepLock: true });
  } finally {
    lock.release();
  }
}

/** Unless another process is just making it: a whole one gets its name, any other goes. */
function settleUnlocked(path: string): void {
  withLock(path, () => void settleNewJobFile(path));
}

function withLock(path: string, work: () => void): void {
  try {
    const lock = lockJob(path, 0);
    try {
      work();
    } finally {
      lock.release();
    }
  } catch {
    // Looked at again at the next start.
  }
}

/** The folder of all that is kept may have been moved: jobs that were made in it are where it is now, under the id that the list gave them. */
function followHome(folder: string, catalogue: Catalogue): void {
  for (const job of catalogue.jobs()) {
    const here = join(folder, job.jobId + extension);
    if (job.path !== here && basename(job.path) === basename(here) && existsSync(here)) catalogue.saveJob({ ...job, path: here });
  }
}

/**
 * A crash in mid-preparation leaves a file that no list knows, full of personal data: it goes, as does what a deletion
 * left that was broken off. One that was complete but not yet listed is listed. A file that another process holds or that
 * cannot be read stays.
 */
function sweep(folder: string, catalogue: Catalogue, adopt: (path: string) => JobSummary): void {
  const known = new Set(catalogue.jobs().map(({ path }) => path));
  for (const name of readdirSync(folder)) {
    const making = jobInTheMaking(name);
    if (making !== null) settleUnlocked(join(folder, making));
    const rest = restOfJob(name);
    if (rest !== null && !jobFileExists(join(folder, rest))) withLock(join(folder, rest), () => void deleteJobFile(join(folder, rest), { keepLock: true, onlyRest: true }));
  }
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (!name.endsWith(extension) || known.has(path)) continue;
    try {
      const unfinished = readFile(path, (file) => (file.job.read()?.state ?? 'preparing') === 'preparing');
      if (unfinished) deleteLocked(path);
      else adopt(path);
    } catch {
      // Looked at again at the next start.
    }
  }
}
