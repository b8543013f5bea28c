import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A drive of its own for a test, in memory. */
export interface SmallDisk {
  readonly path: string;
  /** From now on nothing can be written. */
  readOnly(): void;
  writable(): void;
  /** Leaves no more than this much room, in bytes. */
  fill(bytesLeft?: number): void;
  free(): void;
  remove(): void;
}

/** Null where this person may mount nothing; what a test then does not try it must say. */
export function smallDisk(parent: string, megabytes = 8): SmallDisk | null {
  const path = join(parent, 'drive');
  mkdirSync(path);
  const mount = (...args: readonly string[]): void => void execFileSync('mount', args, { stdio: 'ignore' });
  try {
    mount('-t', 'tmpfs', '-o', `size=${megabytes}m,mode=700`, 'none', path);
  } catch {
    return null;
  }
  const filler = join(path, 'filler');
  return {
    path,
    readOnly: () => mount('-o', 'remount,ro', path),
    writable: () => mount('-o', 'remount,rw', path),
    fill(bytesLeft = 0) {
      const { bavail, bsize } = statfsSync(path);
      writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - bytesLeft)), { flag: 'a' });
    },
    free: () => rmSync(filler, { force: true }),
    remove() {
      execFileSync('umount', ['-l', path], { stdio: 'ignore' });
    },
  };
}
