import { Fault } from '#contract/faults.ts';
import { systemCode } from '#files/systemErrors.ts';

/** What an error of the file system means to a person; anything else as it is. */
export function fileFault(error: unknown): unknown {
  const reason = error instanceof Fault ? null : systemCode(error);
  if (reason === null) return error;
  const options = { cause: error };
  if (reason === 'ENOENT' || reason === 'ENOTDIR') return new Fault('source-missing', {}, options);
  if (reason === 'ENAMETOOLONG') return new Fault('path-too-long', {}, options);
  if (reason === 'ENOMEM') return new Fault('no-memory', {}, options);
  return new Fault('source-unreadable', { reason }, options);
}
