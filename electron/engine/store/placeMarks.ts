import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { FileIdentity } from './fileIdentity.ts';

/**
 * What this computer remembers of the files that it ran: the last mark of each. A backup that is copied over the original
 * leaves the file its name and identity; only a memory outside of it tells that its content is an older one. No path and
 * no data of a job is in it. A memory that is lost, or cannot be written, warns less and stops nobody.
 */
function folder(): string {
  const own = process.env['PROFILE_IMPORTER_HOME'];
  if (own !== undefined && own !== '') return join(own, 'places');
  return join(systemFolder(), 'profile-importer', 'places');
}

function systemFolder(): string {
  const { LOCALAPPDATA: local, XDG_STATE_HOME: state } = process.env;
  if (process.platform === 'win32') return local ?? join(homedir(), 'AppData', 'Local');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  return state === undefined || state === '' ? join(homedir(), '.local', 'state') : state;
}

function pathOf(jobId: string, { ino, born, dev }: FileIdentity): string {
  return join(folder(), createHash('sha256').update([jobId, ino, born ?? `on ${dev}`].join('\n')).digest('hex'));
}

/** The mark that was kept last of this job in this file; null where there is none. */
export function keptMark(jobId: string, file: FileIdentity): string | null {
  try {
    return readFileSync(pathOf(jobId, file), 'utf8');
  } catch {
    return null;
  }
}

export function keepMark(jobId: string, file: FileIdentity, mark: string): void {
  keep(pathOf(jobId, file), mark);
}

/** How a job was cut into requests on this computer, in whichever file of it. */
const limitsSchema = z.object({ profiles: z.int().min(1).max(10_000), bytes: z.int().min(1).max(10_000_000) });
type KeptLimits = z.infer<typeof limitsSchema>;

const limitsPath = (jobId: string): string => join(folder(), createHash('sha256').update(`limits of ${jobId}`).digest('hex'));

/** Null where no file of this job was ever run here, as far as is known. */
export function keptLimits(jobId: string): KeptLimits | null {
  try {
    return limitsSchema.parse(JSON.parse(readFileSync(limitsPath(jobId), 'utf8')));
  } catch {
    return null;
  }
}

export function keepLimits(jobId: string, { profiles, bytes }: KeptLimits): void {
  keep(limitsPath(jobId), JSON.stringify({ profiles, bytes }));
}

function keep(path: string, mark: string): void {
  const made = `${path}.${randomUUID()}`;
  try {
    mkdirSync(folder(), { recursive: true, mode: 0o700 });
    writeFileSync(made, mark, { mode: 0o600 });
    renameSync(made, path);
  } catch {
    rmSync(made, { force: true });
  }
}

export function forgetMark(jobId: string, file: FileIdentity): void {
  try {
    rmSync(pathOf(jobId, file), { force: true });
  } catch {
    // It holds nothing of the job.
  }
}
