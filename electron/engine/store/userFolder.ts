import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault } from '#contract/faults.ts';
import { writeFault } from '#files/systemErrors.ts';

/**
 * A folder in the system's temporary one that this user alone can enter, made if missing. Fault output-unwritable where
 * it cannot be made, or where somebody else has put something under its name.
 */
export function temporaryUserFolder(): string {
  const user = process.getuid?.();
  const folder = join(tmpdir(), user === undefined ? 'profile-importer' : `profile-importer-${user}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const stat = lstatSync(folder);
    if (!stat.isDirectory() || (user !== undefined && stat.uid !== user)) throw new Fault('output-unwritable', { file: folder, reason: 'other-owner' });
    if (user !== undefined && (stat.mode & 0o077) !== 0) chmodSync(folder, 0o700);
    return folder;
  } catch (error) {
    throw error instanceof Fault ? error : writeFault(error, { file: folder });
  }
}
