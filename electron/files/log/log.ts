import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Log, LogPart } from '#contract/logEntry.ts';
import { makeOwnFolder, ownerOnly } from '../owner.ts';
import { removeFile, replaceFileSync } from '../replaceFile.ts';
import { stateFolder } from '../stateFolder.ts';
import { safeValue } from './safe.ts';

/** Bytes of one file, and how many older ones are kept of each part: 3 MB in all. */
const usualBounds = { bytes: 256 * 1_024, kept: 3 } as const;

/** Where the log lies: what outlasts a restart and concerns nobody else. */
export const logFolder = (): string => join(stateFolder(), 'logs');
export const logPath = (folder: string, part: LogPart): string => join(folder, `${part}.log`);

export interface LogParts {
  readonly folder: string;
  readonly part: LogPart;
  readonly now: () => Date;
  readonly bounds?: { readonly bytes: number; readonly kept: number };
}

/**
 * A log of one part of the program, a line of JSON an entry, that never throws: a full disk must not keep anybody from
 * importing. Written at once, so that the last line before an end is there; several processes may write to one, as each line
 * is one append.
 */
export function createLog({ folder, part, now, bounds = usualBounds }: LogParts): Log {
  const path = logPath(folder, part);
  let isMade = false;
  return (entry) => {
    try {
      if (!isMade) makeOwnFolder(dirname(path));
      isMade = true;
      const values = Object.entries(entry).map(([key, value]) => [key, safeValue(value)]);
      const line = `${JSON.stringify({ at: now().toISOString(), pid: process.pid, ...Object.fromEntries(values) })}\n`;
      makeRoom(path, line.length, bounds);
      appendFileSync(path, line, { mode: ownerOnly.file });
    } catch {
      // See above.
    }
  };
}

/** The older ones are `.1`, `.2`, …; the oldest goes. */
function makeRoom(path: string, more: number, { bytes, kept }: NonNullable<LogParts['bounds']>): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size + more <= bytes || size === 0) return;
  removeFile(`${path}.${kept}`);
  for (let number = kept - 1; number >= 0; number -= 1) {
    const from = number === 0 ? path : `${path}.${number}`;
    if (statSync(from, { throwIfNoEntry: false }) !== undefined) replaceFileSync(from, `${path}.${number + 1}`);
  }
}

/** The last lines of a part's log, as they were written; none where there is no log. What is no line of ours is left out. */
export function lastEntries(folder: string, part: LogPart, most: number): readonly unknown[] {
  const path = logPath(folder, part);
  const text = [`${path}.1`, path].map(textOf).join('');
  return text.split('\n').slice(-most - 1).flatMap((line) => jsonOf(line));
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function jsonOf(line: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? [value] : [];
  } catch {
    return [];
  }
}
