import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { removeFile } from '../replaceFile.ts';

/**
 * What the program leaves of itself when it breaks down: kept here and sent nowhere. Such a file is a part of its memory, so
 * that people's data may be in it: few are kept, not for long, and none once a job was deleted.
 */
export const crashFolder = (home: string): string => join(home, 'crashes');

const mostKept = 5;
const daysKept = 30;

interface Dump {
  readonly path: string;
  readonly bytes: number;
  readonly at: number;
}

function dumpsIn(home: string): readonly Dump[] {
  try {
    return readdirSync(crashFolder(home), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.dmp'))
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        const { size, mtimeMs } = statSync(path);
        return { path, bytes: size, at: mtimeMs };
      })
      .sort((a, b) => b.at - a.at);
  } catch {
    return [];
  }
}

/** Sizes of those that are kept, the newest first. */
export const crashSizes = (home: string): readonly number[] => dumpsIn(home).map(({ bytes }) => bytes);

/** Removes those that are too many or too old; `all`: every one. Never fails. */
export function tidyCrashes(home: string, now: number, all = false): void {
  for (const [place, { path, at }] of dumpsIn(home).entries()) {
    if (!all && place < mostKept && now - at < daysKept * 86_400_000) continue;
    try {
      removeFile(path);
    } catch {
      // Looked at again at the next start.
    }
  }
}
