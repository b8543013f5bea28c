import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { systemCode } from './systemErrors.ts';

/**
 * The one place that gives files another's name and removes them. On Windows a virus scanner, an indexer or a backup
 * holds a file for moments after it was closed, and the system then refuses with one of these codes; what is asked again
 * goes through. Elsewhere they mean a right that is missing, which a short wait costs little to find out.
 */
const held: ReadonlySet<string> = new Set(['EBUSY', 'EPERM', 'EACCES', 'ENOTEMPTY', 'UNKNOWN']);

/** Milliseconds between tries, about five seconds together on Windows: VS Code and graceful-fs wait for up to a minute. */
const onWindows = [10, 20, 40, 80, 160, 320, 640, 1_000, 1_200, 1_500] as const;
const elsewhere = [10, 40, 100] as const;
const pauses: readonly number[] = process.platform === 'win32' ? onWindows : elsewhere;

/** Whether a try that failed so may go through a moment later. */
const mayPass = (error: unknown): boolean => held.has(systemCode(error) ?? '');

/** Does the work, again after a pause where something else held the file. Throws the last try's error. */
export async function retried<Value>(work: () => Value): Promise<Value> {
  for (const pause of pauses) {
    try {
      return work();
    } catch (error) {
      if (!mayPass(error)) throw error;
    }
    await wait(pause);
  }
  return work();
}

/** The same where nothing else can be done meanwhile; waits at most `patienceMs`, in this thread. */
export function retriedSync<Value>(work: () => Value, patienceMs = 2_000): Value {
  let left = patienceMs;
  for (const pause of pauses) {
    if (pause > left) break;
    left -= pause;
    try {
      return work();
    } catch (error) {
      if (!mayPass(error)) throw error;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
  }
  return work();
}

/** Gives a whole file, or a folder, its name; a file that had it is replaced. Throws the system's error; then both are as before. */
export async function replaceFile(from: string, to: string): Promise<void> {
  await retried(() => renameSync(from, to));
  syncFolder(dirname(to));
}

/** As replaceFile, for callers that cannot wait. */
export function replaceFileSync(from: string, to: string): void {
  retriedSync(() => renameSync(from, to));
  syncFolder(dirname(to));
}

/** Removes a file, or a folder with all in it, if it is there. Throws the system's error. */
export function removeFile(path: string): void {
  retriedSync(() => rmSync(path, { force: true, recursive: true }));
}

/**
 * Writes a small file so that there is either the old or the new one whatever happens: beside it, brought to the disk,
 * then renamed. Readable by its owner alone. Throws the system's error, and leaves nothing beside it then.
 */
export function writeWholeFile(path: string, content: string | Uint8Array): void {
  const beside = `${path}.new`;
  try {
    writeFileSync(beside, content, { mode: 0o600, flush: true });
    replaceFileSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/** Brings a file's content to the disk. Throws the system's error. */
export function syncFile(path: string): void {
  const descriptor = openSync(path, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** A new name may be lost in a power cut until its folder is written. Some systems have no such thing, and none needs it to go on. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  try {
    const descriptor = openSync(path, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // The file itself is on the disk; the name is as safe as the system makes it.
  }
}
