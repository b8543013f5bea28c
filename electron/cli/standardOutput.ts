import type { Writable } from 'node:stream';

/** This process's own output, on which nobody may have to listen. */
export function standardOutput(): { readonly out: Writable; readonly err: Writable } {
  // A reader that closes the pipe early (`rows … | head`) is no error of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  // Words that nobody reads must not end a run in mid-flight.
  process.stderr.on('error', () => undefined);
  return { out: process.stdout, err: process.stderr };
}
