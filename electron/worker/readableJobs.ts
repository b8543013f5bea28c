import { join } from 'node:path';
import { Fault } from '#contract/faults.ts';
import { withSqliteFaults } from '#engine/store/database.ts';
import { openCatalogueToRead } from '#engine/store/catalogue.ts';
import { fileAt, sameFile, type FileIdentity } from '#engine/store/fileIdentity.ts';
import { closeRead, openJobFileToRead, type JobFile } from '#engine/store/jobFile.ts';
import { isLocked } from '#engine/store/lock.ts';
import type { ReadableJobs } from './jobRegistry.ts';

/** So long a job stays open behind the last look: whoever pages goes on by then, and whoever copies or moves its file finds it closed. */
const heldMs = 3_000;

interface Held {
  readonly file: JobFile;
  readonly path: string;
  readonly identity: FileIdentity;
  timer: NodeJS.Timeout;
}

/** The jobs of the list, beside the process that writes them: every look sees what is committed by then. */
export interface JobsBeside extends ReadableJobs {
  readonly catalogue: ReturnType<typeof openCatalogueToRead>;
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
  const held = new Map<string, Held>();

  function pathOf(jobId: string): string {
    const found = catalogue.jobs().find((job) => job.jobId === jobId);
    if (found === undefined) throw new Fault('job-missing');
    return found.path;
  }

  function release(jobId: string): void {
    const found = held.get(jobId);
    held.delete(jobId);
    clearTimeout(found?.timer);
    if (found !== undefined) closeRead(found.file, found.identity);
  }

  /** The one that is held, unless another file lies there by now; else opened. */
  function take(jobId: string): Held {
    const path = pathOf(jobId);
    const identity = identityOf(path);
    const known = held.get(jobId);
    if (known !== undefined && known.path === path && sameFile(known.identity, identity)) {
      clearTimeout(known.timer);
      return known;
    }
    release(jobId);
    const opened = { file: openSettled(path), path, identity, timer: setTimeout(release, heldMs, jobId) };
    held.set(jobId, opened);
    return opened;
  }

  return {
    catalogue,
    read(jobId, work) {
      const taken = take(jobId);
      try {
        const value = withSqliteFaults(taken.path, () => work(taken.file));
        taken.timer = setTimeout(release, heldMs, jobId);
        return value;
      } catch (error) {
        release(jobId);
        throw error;
      }
    },
    open(jobId) {
      const path = pathOf(jobId);
      return ownClosed(openSettled(path), identityOf(path));
    },
    release,
    close() {
      for (const jobId of [...held.keys()]) release(jobId);
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
