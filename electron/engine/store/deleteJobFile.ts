import { existsSync } from 'node:fs';
import { removeFile, replaceFileSync } from '#files/replaceFile.ts';
import { jobFileExists, withFileFaults } from './jobFile.ts';
import { lockPath } from './lock.ts';
import { recordUnfinished } from './unfinished.ts';

const companions = ['-wal', '-shm'] as const;
const deletedPath = (path: string): string => `${path}-deleted`;

/**
 * Deletes a job with everything beside it; its personal data is gone. `keepLock` leaves the lock file to the caller, who
 * holds it; `onlyRest` finishes a deletion that was broken off. Tells whether anything was deleted. Fault
 * output-unwritable: then the job is as it was, or the rest of it goes at the next start.
 *
 * The job gives up its name first and loses its journal then: without it, it would be a job that knows less of what was sent.
 */
export function deleteJobFile(path: string, { keepLock, onlyRest = false }: { readonly keepLock: boolean; readonly onlyRest?: boolean }): boolean {
  if (onlyRest && (jobFileExists(path) || !hasRest(path))) return false;
  const record = onlyRest ? null : recordUnfinished({ kind: 'job', path });
  const deleted = deletedPath(path);
  const moved = !onlyRest && jobFileExists(path);
  withFileFaults(path, () => {
    try {
      if (moved) replaceFileSync(path, deleted);
    } catch (error) {
      record?.done();
      throw error;
    }
    try {
      for (const suffix of companions) removeFile(path + suffix);
    } catch (error) {
      if (moved && existsSync(`${path}-wal`)) replaceFileSync(deleted, path);
      record?.leave();
      throw error;
    }
    try {
      removeFile(deleted);
      if (!keepLock) removeFile(lockPath(path));
    } catch (error) {
      record?.leave();
      throw error;
    }
    record?.done();
  });
  return true;
}

/** What a deletion that was broken off, here or by an earlier version, leaves of a job. */
export function hasRest(path: string): boolean {
  return [...companions, '-deleted'].some((suffix) => existsSync(path + suffix));
}
