import { accessSync, constants, realpathSync, statfsSync, statSync, type Stats } from 'node:fs';
import { basename, dirname, resolve, win32 } from 'node:path';
import { Fault } from '#contract/faults.ts';
import { systemCode, writeFault } from '#files/systemErrors.ts';

/** SQLite takes no longer path on Unix, its own final zero and what it appends counted (SQLITE_MAX_PATHNAME, os_unix.c). */
const pathBytesAtMost = 500;
/** Of a name on every file system in use, and of the longest ending that a job's companions have. */
const nameBytesAtMost = 255;
const companionBytes = '-lock'.length;

/** Less than this and not even the index of an empty journal finds room. */
const roomAtLeast = 128 * 1024;

/** From here on Windows takes a path only in its long form (MAX_PATH, and a job's companions are a few characters longer). */
const longOnWindows = 240;

/** The path by which SQLite opens a file. */
export function databasePath(path: string, platform: NodeJS.Platform = process.platform): string {
  if (platform !== 'win32') return resolve(path);
  const full = win32.resolve(path);
  return full.length < longOnWindows ? full : win32.toNamespacedPath(full);
}

/** Fault path-too-long where a job could not have its journal and its lock beside it under such a name. */
export function mustHaveRoomForNames(path: string): void {
  if (isTooLong(path)) throw new Fault('path-too-long', { file: basename(path) });
}

function isTooLong(path: string): boolean {
  if (Buffer.byteLength(basename(path)) > nameBytesAtMost - companionBytes) return true;
  return process.platform !== 'win32' && Buffer.byteLength(realOf(path)) > pathBytesAtMost;
}

/** SQLite follows links before it measures. */
function realOf(path: string): string {
  const full = resolve(path);
  try {
    return realpathSync(full);
  } catch {
    return full;
  }
}

/**
 * Why SQLite could not open a file: its own codes call a missing right, a read-only drive, a full one and a long name
 * alike "cannot open", so the file itself is asked. `code` is SQLite's, or empty.
 */
export function openFault(path: string, code: string, cause: unknown): Fault {
  const file = basename(path);
  const fault = (name: Fault['code'], reason?: string): Fault => new Fault(name, reason === undefined ? { file } : { file, reason }, { cause });
  const full = resolve(path);
  let stat: Stats;
  try {
    stat = statSync(full);
  } catch (error) {
    const missing = systemCode(error);
    if (missing === 'ENOENT' || missing === 'ENOTDIR') return fault('job-missing');
    if (missing === 'ENAMETOOLONG') return fault('path-too-long');
    return missing === 'EACCES' || missing === 'EPERM' ? fault('file-forbidden', missing) : fault('file-failed', missing ?? code);
  }
  if (!stat.isFile()) return fault('job-unreadable');
  const unread = refusal(full, constants.R_OK);
  if (unread !== null) return fault('file-forbidden', unread);
  if (isTooLong(full)) return fault('path-too-long');
  const unwritten = refusal(full, constants.W_OK) ?? refusal(dirname(realOf(full)), constants.W_OK);
  if (unwritten !== null) return fault('output-unwritable', unwritten);
  if (code === 'SQLITE_FULL' || isFull(full)) return fault('disk-full');
  if (code.startsWith('SQLITE_READONLY')) return fault('output-unwritable', code);
  return fault('file-failed', code);
}

/** The Fault for a new file that could not be made. */
export function createFault(path: string, error: unknown): Fault {
  return writeFault(error, { file: basename(path) });
}

function refusal(path: string, right: number): string | null {
  try {
    accessSync(path, right);
    return null;
  } catch (error) {
    return systemCode(error) ?? 'EACCES';
  }
}

/** Whether the drive of a file has no room left, as far as it tells. */
export function isFull(path: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize < roomAtLeast;
  } catch {
    return false;
  }
}
