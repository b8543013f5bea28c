import type { Writable } from 'node:stream';

/** This process's own output, on which nobody may have to listen; `ascii` as Output has it. */
export function standardOutput(): { readonly out: Writable; readonly err: Writable; readonly ascii: boolean } {
  // A reader that closes the pipe early (`rows … | head`) is no error of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  // Words that nobody reads must not end a run in mid-flight.
  process.stderr.on('error', () => undefined);
  return { out: process.stdout, err: process.stderr, ascii: process.platform === 'win32' && !process.stdout.isTTY };
}
