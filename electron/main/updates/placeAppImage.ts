import { spawn } from 'node:child_process';
import { accessSync, constants, copyFileSync, chmodSync, closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { basename, dirname } from 'node:path';
import { Fault, isNoRoom } from '#contract/faults.ts';
import { systemCode } from '#files/systemErrors.ts';

/** Why a file of this size cannot be put beside an AppImage; null where nothing speaks against it. */
export function placeProblem(appImage: string, size: number): Fault | null {
  const folder = dirname(appImage);
  try {
    accessSync(folder, constants.W_OK);
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < size ? new Fault('disk-full', { during: 'update' }) : null;
  } catch (error) {
    return unwritable(folder, error);
  }
}

function unwritable(folder: string, error: unknown): Fault {
  const reason = systemCode(error) ?? '';
  return isNoRoom(reason) ? new Fault('disk-full', { during: 'update' }) : new Fault('update-unwritable', { name: basename(folder), reason });
}

/**
 * Puts a file in an AppImage's place, under the name that it has, as menus and links know it by that: whole or not at all. The file is
 * looked at once more, as it has lain where other programs of the person could write to it.
 * @param sha512 as the feed has it, in base64
 */
export function placeAppImage(from: string, appImage: string, sha512: string): void {
  const fresh = `${appImage}.new`;
  try {
    copyFileSync(from, fresh);
    if (createHash('sha512').update(readFileSync(fresh)).digest('base64') !== sha512) throw new Fault('update-mismatch');
    chmodSync(fresh, 0o755);
    const file = openSync(fresh, 'r');
    fsyncSync(file);
    closeSync(file);
    renameSync(fresh, appImage);
    rmSync(from, { force: true });
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error instanceof Fault ? error : unwritable(dirname(appImage), error);
  }
}

/** Starts it for itself, without what the image that ends now has put into the environment. */
export function startAppImage(appImage: string, env: Readonly<Record<string, string | undefined>>): void {
  const image = env['APPDIR'] ?? '';
  const outside = Object.entries(env).map(([name, value]) => [name, value === undefined || image === '' ? value : value.split(':').filter((part) => !part.startsWith(image)).join(':')] as const);
  const child = spawn(appImage, [], { detached: true, stdio: 'ignore', env: Object.fromEntries(outside.filter(([name]) => !['APPDIR', 'APPIMAGE', 'ARGV0', 'OWD'].includes(name))) });
  child.on('error', () => undefined);
  child.unref();
}
