import { fileAt, sameFile, type FileIdentity } from '#engine/store/fileIdentity.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { openJob } from '#engine/jobs/recover.ts';

/** So long a job stays open behind the last correction: whoever types goes on by then, and whoever copies or moves its file finds it closed. */
const heldMs = 3_000;

interface Held {
  readonly file: JobFile;
  readonly identity: FileIdentity;
  readonly timer: NodeJS.Timeout;
}

/**
 * Job files that stay open between corrections that follow one another: opening one checks all that is small in it and fits
 * its recipe anew, which takes longer than correcting a cell.
 */
export interface HeldJobs {
  /** The one that is held, unless anything else has written to it or another file lies at its path by now; else opened. Faults as openJob. */
  take(jobId: string, path: string): JobFile;
  /** Holds it for the next one, for a while. */
  hold(jobId: string, file: JobFile): void;
  /** Closes it, so that it can be deleted, moved or run: Windows does neither with a file that is open. */
  release(jobId: string): void;
  releaseAll(): void;
}

export function createHeldJobs(): HeldJobs {
  const held = new Map<string, Held>();

  function give(jobId: string): Held | undefined {
    const found = held.get(jobId);
    held.delete(jobId);
    clearTimeout(found?.timer);
    return found;
  }

  const release = (jobId: string): void => give(jobId)?.file.close();

  return {
    take(jobId, path) {
      const found = give(jobId);
      if (found === undefined) return openJob(path);
      if (isStillThat(found, path)) return found.file;
      found.file.close();
      return openJob(path);
    },
    hold(jobId, file) {
      const identity = file.heldBack === null ? identityAt(file.path) : null;
      if (identity === null || held.has(jobId)) return file.close();
      held.set(jobId, { file, identity, timer: setTimeout(release, heldMs, jobId).unref() });
    },
    release,
    releaseAll() {
      for (const jobId of [...held.keys()]) release(jobId);
    },
  };
}

/** null where it cannot be told now. */
function identityAt(path: string): FileIdentity | null {
  try {
    return fileAt(path)?.identity ?? null;
  } catch {
    return null;
  }
}

function isStillThat({ file, identity }: Held, path: string): boolean {
  const now = file.path === path ? identityAt(path) : null;
  try {
    return now !== null && sameFile(identity, now) && !file.isChangedElsewhere();
  } catch {
    return false;
  }
}
