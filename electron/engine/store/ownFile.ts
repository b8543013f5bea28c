import { closeSync, constants, openSync, readSync, statSync, type Stats } from 'node:fs';
import { basename } from 'node:path';
import { Fault } from '#contract/faults.ts';
import { otherThanFile } from '#files/systemErrors.ts';
import { isOpenHere } from './openHere.ts';

/** SQLite's file header (sqlite.org/fileformat2.html, 1.3): its length, its first words, and where application_id lies, big-endian. */
const headBytes = 100;
const magic = Buffer.from('SQLite format 3\0', 'latin1');
export const applicationIdAt = 68;

/** Reading: what is no regular file is answered at once, where a pipe would wait for somebody to write into it. */
export const readAtOnce = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK);

/** Fault job-unreadable where something lies at a path that is no regular file: a device, a pipe or a folder is neither read, nor locked, nor changed. */
export function mustBeFile(path: string): void {
  const stat = statAt(path);
  if (stat !== null && !stat.isFile()) throw new Fault('job-unreadable', { file: basename(path), reason: otherThanFile(stat) });
}

/**
 * Whose file lies at a path, by its own first bytes. `lost`: there are none, or zeros alone, as where the first page was
 * never written; `unknown`: it cannot be read, or is not there. Nothing is touched: SQLite would move the log of any database
 * into it. A job that this process has open is not read besides, see noteOpen.
 */
export function ownerOf(path: string, applicationId: number): 'ours' | 'lost' | 'other' | 'unknown' {
  if (statAt(path)?.isFile() !== true) return 'unknown';
  if (isOpenHere(path)) return 'ours';
  const head = headOf(path);
  if (head === null) return 'unknown';
  if (head.every((byte) => byte === 0)) return 'lost';
  const isOurs = head.length === headBytes && head.subarray(0, magic.length).equals(magic) && head.readUInt32BE(applicationIdAt) === applicationId;
  return isOurs ? 'ours' : 'other';
}

function headOf(path: string): Buffer | null {
  try {
    const descriptor = openSync(path, readAtOnce);
    try {
      const head = Buffer.alloc(headBytes);
      return head.subarray(0, readSync(descriptor, head, 0, headBytes, 0));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return null;
  }
}

function statAt(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}
