import { cpSync, existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, win32 } from 'node:path';
import { makeOwnFolder } from '#files/owner.ts';
import { removeFile, retriedSync, syncFile } from '#files/replaceFile.ts';
import { givenVariable, homeVariable, windowsLocalFolder, type StatePlace } from '#files/stateFolder.ts';
import { systemCode } from '#files/systemErrors.ts';

export interface UserDataChoice {
  readonly folder: string;
  /** Where all of it lay before; null where it always lay in `folder`. */
  readonly before: string | null;
}

/**
 * The folder for everything that the window keeps. `usual` is Electron's, which on Windows is the roaming one: the data of
 * all jobs would travel at each logon, or lie on a share, where a database can be broken and two computers have one list.
 */
export function userDataFolder({ usual, ...place }: StatePlace & { readonly usual: string }): UserDataChoice {
  const own = givenVariable(place.env, homeVariable);
  if (own !== undefined) return { folder: own, before: null };
  if (place.platform !== 'win32') return { folder: usual, before: null };
  return { folder: win32.join(windowsLocalFolder(place), 'user'), before: usual };
}

/** In the old folder: all of it is whole in the new one, and only this one's removal may have been broken off. */
const movedMark = 'moved';

/**
 * Moves what lies in the old folder, once, and gives the folder to use: the old one where that failed, which is tried again
 * with the next start. Whatever moment it is broken off at, one of the two is whole and is the one that is used.
 * @param rename gives a folder another name; another one in tests alone
 */
export function settledUserData({ folder, before }: UserDataChoice, rename: (from: string, to: string) => void = renameSync): string {
  if (before === null) return folder;
  try {
    if (!existsSync(folder) && holdsData(before)) move(before, folder, rename);
    else if (existsSync(folder) && existsSync(join(before, movedMark))) removeFile(before);
    return folder;
  } catch {
    // Another start may have moved it at the same time.
    return existsSync(folder) ? folder : before;
  }
}

/** Electron makes the empty folder by itself. */
const holdsData = (folder: string): boolean => ['data', 'secrets.json'].some((name) => existsSync(join(folder, name)));

/** An older version of the program that still runs holds files in it: then neither renaming nor copying succeeds on Windows. */
function move(from: string, to: string, rename: (from: string, to: string) => void): void {
  makeOwnFolder(dirname(to));
  try {
    rmSync(join(from, movedMark), { force: true });
    retriedSync(() => rename(from, to));
  } catch (error) {
    if (systemCode(error) !== 'EXDEV') throw error;
    copy(from, to);
    removeFile(from);
  }
}

/** Another drive, or a share: gets its name when it is whole and on the disk. */
function copy(from: string, to: string): void {
  const beside = `${to}.new`;
  removeFile(beside);
  try {
    cpSync(from, beside, { recursive: true, preserveTimestamps: true });
    for (const entry of readdirSync(beside, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) syncFile(join(entry.parentPath, entry.name));
    }
    writeFileSync(join(from, movedMark), '', { flush: true });
    retriedSync(() => renameSync(beside, to));
  } catch (error) {
    removeFile(beside);
    throw error;
  }
}
