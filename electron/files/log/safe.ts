import { createHash } from 'node:crypto';

/** What a text in the log may look like: the name of a code, a command, a version, a place in our own files. */
const code = /^[A-Za-z0-9_.:+/-]{0,48}$/;
/** Long digits may be a phone or an id of a person's, long hexadecimal ones a token. */
const secretive = /\d{7,}|[0-9a-f]{16,}/i;

/** The text where it is a code, else "?": the last look, for what a later version may put there by mistake. */
export const safeText = (text: string): string => (code.test(text) && !secretive.test(text) ? text : '?');

export function safeValue(value: unknown): unknown {
  if (typeof value === 'string') return safeText(value);
  if (Array.isArray(value)) return value.map(safeValue);
  return typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}

/** What a job is called in the log: its id is made at random, and leads back to nobody. */
export const logIdOf = (jobId: string): string => createHash('sha256').update(jobId).digest('hex').slice(0, 8);

const mostPlaces = 8;

/** Where in our own files an error was thrown: names of files with line and column. */
export function placesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error) || error.stack === undefined) return [];
  return error.stack
    .split('\n')
    .flatMap((line) => /^\s+at .*?([\w.-]+\.(?:[cm]?[jt]s|svelte):\d+:\d+)\)?$/.exec(line)?.[1] ?? [])
    .slice(0, mostPlaces);
}

/** The kind of an error, by its class and, where it has one, the code of the fault or of the system. */
export function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? `${error.name}:${error.code}` : error.name;
}
