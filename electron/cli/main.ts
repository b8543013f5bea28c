import { commandLine } from './commandLine.ts';

// A reader that closes the pipe early (`rows … | head`) is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
// Words that nobody reads must not end a run in mid-flight.
process.stderr.on('error', () => undefined);

process.exitCode = await commandLine(process.argv.slice(2), { out: process.stdout, err: process.stderr, env: process.env });
