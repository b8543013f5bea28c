import { randomUUID } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { notify } from '#files/notices.ts';
import { removeFile } from '#files/replaceFile.ts';
import { deleteJobFile } from '../store/deleteJobFile.ts';
import { settleNewJobFile } from '../store/newJobFile.ts';
import { lockJob } from '../store/lock.ts';
import { isPlaceThere, recordUnfinished, settleUnfinished, type Unfinished, type UnfinishedRecord } from '../store/unfinished.ts';

export interface Beside extends UnfinishedRecord {
  /** Where it is to be written until it is whole; in the folder of its target, so that it can be renamed. */
  readonly path: string;
}

/** A place beside `target` for a file or folder in the making, noted so that it is found if this program is killed. */
export function placeBeside(target: string, kind: 'export' | 'simulation'): Beside {
  const path = join(dirname(target), `.profile-importer-${randomUUID()}.tmp`);
  return { path, ...recordUnfinished({ kind, path }) };
}

/** Only such names were ever given by us: whatever a record says, nothing else is removed. */
const ourName = /^\.profile-importer-[0-9a-f-]{36}\.tmp$/;

/**
 * Removes what killed exports, simulations and preparations left, and gives a job its name that had only missed that;
 * each is told as a notice. What some process is still writing stays, and a preparation of `except`, which is to be begun anew.
 */
export function clearLeftovers(except?: string): void {
  settleUnfinished((left) => {
    if (left.kind === 'preparation' && except !== undefined && left.path === resolve(except)) return false;
    // Its drive may be connected again.
    if (!isPlaceThere(left.path)) return false;
    return left.kind === 'export' || left.kind === 'simulation' ? clearTemporary(left) : clearJob(left);
  });
}

function clearTemporary({ kind, path }: Unfinished): boolean {
  if (!ourName.test(basename(path))) return true;
  const stat = lstatSync(path, { throwIfNoEntry: false });
  const isOurs = stat !== undefined && (process.getuid === undefined || stat.uid === process.getuid());
  if (!isOurs || stat.isSymbolicLink()) return true;
  removeFile(path);
  notify({ kind: 'removed', path, what: kind });
  return true;
}

function clearJob({ kind, path }: Unfinished): boolean {
  const lock = lockJob(path, 0);
  try {
    if (kind === 'job') {
      if (deleteJobFile(path, { keepLock: true, onlyRest: true })) notify({ kind: 'removed', path, what: 'job' });
      return true;
    }
    const became = settleNewJobFile(path);
    if (became === 'completed') notify({ kind: 'completed', path });
    if (became === 'removed') notify({ kind: 'removed', path, what: 'preparation' });
    return true;
  } finally {
    lock.release();
  }
}
