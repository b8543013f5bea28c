import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OfferedFile } from '#contract/answers.ts';

/**
 * The files among the words that a program was started with: paths, or addresses as desktops give them. Everything that looks like a
 * switch is Chromium's; a file of such a name is given with its folder.
 * @param argv as process.argv: the program first
 */
export function filesIn(argv: readonly string[], folder: string): readonly string[] {
  return argv.slice(1).filter((word) => word !== '' && !word.startsWith('-')).map((word) => resolve(folder, pathOf(word)));
}

/** One that is no proper address is told as a file that is not there. */
function pathOf(word: string): string {
  if (!/^file:/i.test(word)) return word;
  try {
    return fileURLToPath(word);
  } catch {
    return word;
  }
}

export interface OpenedFiles {
  /** The system asks for these to be opened. */
  add(paths: readonly string[]): void;
  /** The next of them, taken by whoever asks; null when none is left. Faults as openJobFile, registerSource. */
  takeNext(): Promise<OfferedFile | null>;
}

/** Files that wait for a page that can show them: at a start they are there before it is, on macOS before the program itself is ready. */
export function createOpenedFiles(open: (path: string) => Promise<OfferedFile>, onWaiting: () => void): OpenedFiles {
  const waiting: string[] = [];
  return {
    add(paths) {
      waiting.push(...paths);
      if (waiting.length > 0) onWaiting();
    },
    async takeNext() {
      const path = waiting.shift();
      if (path === undefined) return null;
      try {
        return await open(path);
      } catch (error) {
        // Who hears of a failure asks no further by itself.
        if (waiting.length > 0) onWaiting();
        throw error;
      }
    },
  };
}
