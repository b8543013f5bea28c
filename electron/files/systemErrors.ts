import { Fault, isNoRoom, type FaultDetail } from '#contract/faults.ts';

/**
 * What errors of the file system mean. libuv names them by the system's own words (EACCES), and `UNKNOWN` where Windows
 * has one that it has no name for, such as those of files that are kept in a cloud.
 */

/** The code of an error of the system; null for every other error, those of Node about its use (ERR_…) included. */
export function systemCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  return /^E[A-Z0-9]+$/.test(error.code) || error.code === 'UNKNOWN' ? error.code : null;
}

/** What lies where a file should, which is none; as a fault's reason. */
export function otherThanFile(found: { isDirectory(): boolean }): 'folder' | 'device' {
  return found.isDirectory() ? 'folder' : 'device';
}

/** The Fault for a file that could not be written, replaced or removed: disk-full, path-too-long, no-memory, output-unwritable. */
export function writeFault(error: unknown, detail: FaultDetail): Fault {
  if (error instanceof Fault) return error;
  const code = systemCode(error);
  const options = { cause: error };
  if (code === null) return new Fault('output-unwritable', detail, options);
  if (isNoRoom(code)) return new Fault('disk-full', detail, options);
  if (code === 'ENAMETOOLONG') return new Fault('path-too-long', detail, options);
  if (code === 'ENOMEM') return new Fault('no-memory', detail, options);
  return new Fault('output-unwritable', { ...detail, reason: code }, options);
}
