import { chmodSync, closeSync, lstatSync, mkdirSync, openSync, statSync } from 'node:fs';
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
  take(path, 'folder');
}

/**
 * Takes from others what rights they have on a file of this person's, and tells of it. `path`: known to be a file of ours.
 * What belongs to somebody else, is no regular file (a link, a device, a folder), has a second name, or lies where rights
 * cannot be changed, stays as it is.
 */
export function narrow(path: string): void {
  take(path, 'file');
}

function take(path: string, kind: keyof typeof ownerOnly): void {
  if (process.platform === 'win32') return;
  try {
    // A folder of ours may be a link to where there is more room.
    const stat = kind === 'folder' ? statSync(path) : lstatSync(path);
    const isKind = kind === 'folder' ? stat.isDirectory() : stat.isFile() && stat.nlink === 1;
    if (!isKind || (stat.mode & 0o077) === 0 || stat.uid !== process.getuid?.()) return;
    chmodSync(path, stat.mode & ownerOnly[kind]);
    notify({ kind: 'narrowed', path });
  } catch {
    // Not there, or on a read-only drive, or one without rights of its own.
  }
}
