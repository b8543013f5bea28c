import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeWholeFile } from '#files/replaceFile.ts';
import { stateFolder } from '#files/stateFolder.ts';
import type { JobPlace } from '#contract/place.ts';
import type { FileIdentity } from './fileIdentity.ts';
import { readPlace } from './placeRecord.ts';

/**
 * What this computer remembers of the files that it ran: the last mark of each, and of each job where it was last. A backup
 * that is copied over the original leaves the file its name and identity; only a memory outside of it tells that its content
 * is an older one, or that the job goes on in a file made by a repair. No data of a job is in it. A memory that is lost, or cannot be written, warns less and stops nobody.
 */
const folder = (): string => join(stateFolder(), 'places');

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

const lastPath = (jobId: string): string => join(folder(), createHash('sha256').update(`last of ${jobId}`).digest('hex'));

/** Where a job was prepared, repaired, taken over or run last on this computer, in whichever file of it; null where that is not known. */
export function keptPlace(jobId: string): JobPlace | null {
  try {
    return readPlace(readFileSync(lastPath(jobId), 'utf8'));
  } catch {
    return null;
  }
}

export function keepPlace(jobId: string, place: JobPlace): void {
  keep(lastPath(jobId), JSON.stringify(place));
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

function keep(path: string, content: string): void {
  try {
    mkdirSync(folder(), { recursive: true, mode: 0o700 });
    writeWholeFile(path, content);
  } catch {
    // See above: it stops nobody.
  }
}
