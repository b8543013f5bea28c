import { join } from 'node:path';
import { Fault } from '#contract/faults.ts';
import { withSqliteFaults } from '#engine/store/database.ts';
import type { JobStatus } from '#contract/job.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { openCatalogueToRead, type StoredJob } from '#engine/store/catalogue.ts';
import { fileAt, sameFile, type FileIdentity } from '#engine/store/fileIdentity.ts';
import { closeRead, openJobFileToRead, type JobFile } from '#engine/store/jobFile.ts';
import { isLocked } from '#engine/store/lock.ts';
import type { ReadableJobs } from './jobRegistry.ts';

/** So long a job stays open behind the last look: whoever pages goes on by then, and whoever copies or moves its file finds it closed. */
const heldMs = 3_000;
/** The same of one that runs, until the next look at the list. */
const heldRunningMs = 6_000;

interface Held {
  readonly file: JobFile;
  readonly path: string;
  readonly identity: FileIdentity;
  timer: NodeJS.Timeout;
}

/** Job files that are open to be read, each for a while behind its last look. */
function heldFiles() {
  const held = new Map<string, Held>();

  function release(jobId: string): void {
    const found = held.get(jobId);
    held.delete(jobId);
    clearTimeout(found?.timer);
    if (found !== undefined) closeRead(found.file, found.identity);
  }

  return {
    /** The one that is held, unless another file lies there by now; else opened. */
    take(jobId: string, path: string, open: (path: string) => JobFile): { readonly taken: Held; readonly isNew: boolean } {
      const identity = identityOf(path);
      const known = held.get(jobId);
      if (known !== undefined && known.path === path && sameFile(known.identity, identity)) return { taken: known, isNew: false };
      release(jobId);
      const taken = { file: open(path), path, identity, timer: setTimeout(release, heldMs, jobId) };
      held.set(jobId, taken);
      return { taken, isNew: true };
    },
    /** Work on a file that was taken, which is then held for so long: 0 gives it back at once, null leaves it as it was. */
    using<Value>(jobId: string, taken: Held, work: (file: JobFile) => Value, holdFor: (value: Value) => number | null): Value {
      try {
        const value = withSqliteFaults(taken.path, () => work(taken.file));
        const ms = holdFor(value);
        if (ms === 0) release(jobId);
        else if (ms !== null) {
          clearTimeout(taken.timer);
          taken.timer = setTimeout(release, ms, jobId);
        }
        return value;
      } catch (error) {
        release(jobId);
        throw error;
      }
    },
    release,
    releaseAll(): void {
      for (const jobId of [...held.keys()]) release(jobId);
    },
  };
}

/** The jobs of the list, beside the process that writes them: every look sees what is committed by then. */
export interface JobsBeside extends ReadableJobs {
  readonly catalogue: ReturnType<typeof openCatalogueToRead>;
  /**
   * How a job of the list stands. One that runs stays open for the next look: its log is read anew and all that is small in it is
   * checked whenever it is opened, which pages would wait for. Faults as openJobFileToRead, job-missing.
   */
  look(job: Pick<StoredJob, 'jobId' | 'path'>): JobStatus;
  /** Closes the job's file. */
  release(jobId: string): void;
  close(): void;
}

/**
 * The jobs of the catalogue in `home`, to be read by a process that never writes. Each stays open for a while, since opening
 * one checks all that is small in it and reads its log, which takes longer than a page. Faults as openJobFileToRead, job-missing.
 */
export function openJobsBeside(home: string): JobsBeside {
  const catalogue = openCatalogueToRead(join(home, 'catalogue.sqlite'));
  const held = heldFiles();

  function pathOf(jobId: string): string {
    const found = catalogue.jobs().find((job) => job.jobId === jobId);
    if (found === undefined) throw new Fault('job-missing');
    return found.path;
  }

  return {
    catalogue,
    read: (jobId, work) => held.using(jobId, held.take(jobId, pathOf(jobId), openSettled).taken, work, () => heldMs),
    look({ jobId, path }) {
      const { taken, isNew } = held.take(jobId, path, openJobFileToRead);
      return held.using(jobId, taken, (file) => jobStatus(file, null), ({ state }) => (state === 'running' ? heldRunningMs : isNew ? 0 : null));
    },
    open(jobId) {
      const path = pathOf(jobId);
      return ownClosed(openSettled(path), identityOf(path));
    },
    release: (jobId) => held.release(jobId),
    close() {
      held.releaseAll();
      catalogue.close();
    },
  };
}

/** With an end of its own, as the caller closes it. */
function ownClosed(file: JobFile, identity: FileIdentity): JobFile {
  return { ...file, close: () => closeRead(file, identity) };
}

/** Fault job-missing. */
export function identityOf(path: string): FileIdentity {
  const there = fileAt(path);
  if (there === null) throw new Fault('job-missing');
  return there.identity;
}

/** A job that a dead process left "running" is first written down as interrupted, which the process that writes does. Fault job-busy until then. */
function openSettled(path: string): JobFile {
  const file = openJobFileToRead(path);
  try {
    if (file.job.state() === 'running' && !isLocked(path)) throw new Fault('job-busy');
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
}
