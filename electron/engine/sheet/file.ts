import { Fault } from '#contract/faults.ts';

/** What an error of the file system means to a person; anything else as it is. */
export function fileFault(error: unknown): unknown {
  if (error instanceof Fault || !(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return new Fault('source-missing', {}, { cause: error });
  return /^E[A-Z0-9]+$/.test(error.code) ? new Fault('source-unreadable', { reason: error.code }, { cause: error }) : error;
}
