import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { removeFile, writeWholeFile } from './replaceFile.ts';
import { stateFolder } from './stateFolder.ts';

/**
 * Where the command line tells the window of jobs, so that they are in its list by themselves: one file a job, with nothing
 * in it but its path, until the window has taken it.
 */
export const announcedFolder = (): string => join(stateFolder(), 'announced');

/** Tells of a job's file; one that cannot be told of can still be opened by hand. */
export function announceJob(path: string, folder: string = announcedFolder()): void {
  try {
    const real = realpathSync(path);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeWholeFile(join(folder, createHash('sha256').update(real).digest('hex')), real);
  } catch {
    // See above.
  }
}

/** Whether there is one that nobody has taken; costs a look into one folder. */
export function hasAnnounced(folder: string): boolean {
  return namesIn(folder).length > 0;
}

/** Paths of the jobs told of since this was asked last. */
export function takeAnnounced(folder: string): readonly string[] {
  return namesIn(folder).flatMap((name) => {
    try {
      const file = join(folder, name);
      const path = readFileSync(file, 'utf8');
      removeFile(file);
      return [path];
    } catch {
      return [];
    }
  });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => /^[0-9a-f]{64}$/.test(name));
  } catch {
    return [];
  }
}
