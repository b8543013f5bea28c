import type { SourceCheck } from '#contract/commands.ts';
import { Fault } from '#contract/faults.ts';
import type { SourceIdentity } from '#contract/job.ts';
import { fingerprint } from '../../sheet/fingerprint.ts';

/**
 * Whether the file at `path` is still the one that a job was made from: by its whole content, as a file that was only
 * copied or saved unchanged has another time and is the same all the same.
 */
export async function checkSource(path: string, { sha256 }: SourceIdentity): Promise<SourceCheck> {
  try {
    const now = await fingerprint(path);
    return { verdict: now.sha256 === sha256 ? 'same' : 'changed', modified: now.modified };
  } catch (error) {
    if (error instanceof Fault) return { verdict: 'gone', modified: null };
    throw error;
  }
}
