import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import type { RecentFile } from '#contract/answers.ts';
import type { SourceRef } from '#contract/commands.ts';
import { Fault } from '#contract/faults.ts';
import { makeOwnFolder } from '#files/owner.ts';
import { writeWholeFile } from '#files/replaceFile.ts';
import { writeFault } from '#files/systemErrors.ts';
import type { Engine } from './engine/engine.ts';

const mostKept = 10;
const pathsSchema = z.array(z.string().min(1)).max(mostKept);

export interface RecentFilesParts {
  readonly engine: Pick<Engine, 'request'>;
  /** Path of the list: the paths of the files, the latest first, and nothing else. */
  readonly path: string;
  readonly onChange: (files: readonly RecentFile[]) => void;
  /** The system's own list of files opened lately, where it has one for a program. */
  readonly system: { add(path: string): void; clear(): void };
}

export interface RecentFiles {
  list(): readonly RecentFile[];
  /** Hands a file of the operator's choice to the engine, and remembers it. Faults as registerSource. */
  take(path: string): Promise<SourceRef>;
  /** Takes one again that is remembered. Faults as registerSource. */
  takeAgain(recentId: string): Promise<SourceRef>;
  /** Takes one file out of the list, if it is there. */
  drop(path: string): void;
  /** Fault output-unwritable. */
  forget(): void;
  /** Has the system's list name a file that is in none of ours: a job. */
  tellSystem(path: string): void;
}

const idOf = (path: string): string => createHash('sha256').update(path).digest('hex').slice(0, 32);

/** The files that were taken for an import lately. The page and the menu know them by ids. */
export function createRecentFiles({ engine, path: file, onChange, system }: RecentFilesParts): RecentFiles {
  let paths: readonly string[] | null = null;
  const current = (): readonly string[] => (paths ??= readPaths(file));
  const list = (): readonly RecentFile[] => current().map((path) => ({ recentId: idOf(path), name: basename(path), folder: dirname(path) }));

  function keep(next: readonly string[]): void {
    makeOwnFolder(dirname(file));
    writeWholeFile(file, JSON.stringify(next));
    paths = next;
    onChange(list());
  }

  /** What cannot be kept is no reason not to import a file. */
  function tryToKeep(next: readonly string[]): void {
    try {
      keep(next);
    } catch {
      // See above.
    }
  }

  async function take(path: string): Promise<SourceRef> {
    const source = await engine.request('registerSource', { path });
    system.add(path);
    if (current()[0] !== path) tryToKeep([path, ...current().filter((other) => other !== path)].slice(0, mostKept));
    return source;
  }

  return {
    list,
    take,
    async takeAgain(recentId) {
      const path = current().find((one) => idOf(one) === recentId);
      if (path === undefined) throw new Fault('source-missing', { name: '' });
      try {
        return await take(path);
      } catch (error) {
        // One on a drive that is away stays.
        if (!existsSync(path) && existsSync(dirname(path))) tryToKeep(current().filter((other) => other !== path));
        throw error;
      }
    },
    drop(path) {
      if (current().includes(path)) tryToKeep(current().filter((other) => other !== path));
    },
    forget() {
      try {
        keep([]);
      } catch (error) {
        throw writeFault(error, { file: basename(file) });
      }
      system.clear();
    },
    tellSystem: (path) => system.add(path),
  };
}

function readPaths(file: string): readonly string[] {
  try {
    return pathsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // Missing, or nothing of ours: it begins anew.
    return [];
  }
}
