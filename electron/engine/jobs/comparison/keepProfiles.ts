import type { Members } from '../../api/profiles/profileKeys.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { longestKept } from '../../store/keptProfiles.ts';
import { lockJob } from '../../store/lock.ts';

export interface FoundProfile {
  readonly position: number;
  readonly profile: Members;
}

/**
 * Keeps profiles inside the job as they were, and gives how many there are now. Those of a job of which something was sent take no other's place:
 * what is there is from before. Faults job-busy, and what keeps the file from being written.
 */
export function keepProfiles(file: JobFile, found: readonly FoundProfile[], at: string): number {
  const lock = lockJob(file.path);
  try {
    file.transaction(() => {
      const isUntouched = file.chunks.lastSentId() === 0;
      for (const { position, profile } of found) {
        const text = JSON.stringify(profile);
        if (text.length <= longestKept && (isUntouched || !file.kept.has(position))) file.kept.put({ position, at, profile: text });
      }
    });
    return file.kept.count();
  } finally {
    lock.release();
  }
}
