import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { notify } from './notices.ts';

/**
 * Files of ours hold personal data, and other people may have an account on the same computer. On Windows a person's
 * folders are closed to others by themselves, and modes mean nothing.
 */
export const ownerOnly = { file: 0o600, folder: 0o700 } as const;

/** Makes an empty file that its owner alone can read, unless there is one: what is opened by its name then has that mode. Throws the system's error. */
export function makeOwnFile(path: string): void {
  closeSync(openSync(path, 'a', ownerOnly.file));
}

/** Makes a folder of ours and those above it; one that is wider is narrowed. Throws the system's error. */
export function makeOwnFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: ownerOnly.folder });
  narrow(path, ownerOnly.folder);
}

/**
 * Takes from others what rights they have on a file or folder of this person's, and tells of it. What belongs to somebody
 * else, or lies where rights cannot be changed, stays as it is.
 */
export function narrow(path: string, mode: number = ownerOnly.file): void {
  if (process.platform === 'win32') return;
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined || (stat.mode & 0o077) === 0 || stat.uid !== process.getuid?.()) return;
    chmodSync(path, stat.mode & mode);
    notify({ kind: 'narrowed', path });
  } catch {
    // A read-only drive, or one without rights of its own.
  }
}
