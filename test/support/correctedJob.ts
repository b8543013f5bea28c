import { afterEach, beforeEach } from 'vitest';
import type { Recipe } from '#contract/recipe.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { startPractice, type PracticeServer } from '../../electron/practice/index.ts';
import { open, prepareRows, type SourceRow } from './corrections.ts';
import { temporaryFolder } from './jobs.ts';

/** A folder, a practice server that keeps what it was sent, and the job of each test, gone after it. */
export interface CorrectedJob {
  readonly folder: string;
  readonly server: PracticeServer;
  /** Prepares a job of these rows and opens it; see prepareRows. */
  readonly job: (rows: readonly SourceRow[], recipe?: Partial<Recipe>) => Promise<JobFile>;
  /** Opens a job that the test has made or closed; whatever is still open is closed after the test. */
  readonly open: (path: string) => JobFile;
}

/** Call it once at the top of a test file. */
export function correctedJob(): CorrectedJob {
  let folder: ReturnType<typeof temporaryFolder>;
  let server: PracticeServer;
  let files: JobFile[] = [];
  beforeEach(async () => {
    folder = temporaryFolder();
    server = await startPractice({ population: 2_000, keepItems: true });
  });
  afterEach(async () => {
    for (const file of files) file.close();
    files = [];
    await server.close();
    folder.remove();
  });
  const opened = (path: string): JobFile => {
    const file = open(path);
    files.push(file);
    return file;
  };
  return {
    get folder() {
      return folder.path;
    },
    get server() {
      return server;
    },
    job: async (rows, recipe = {}) => opened(await prepareRows(folder.path, rows, recipe)),
    open: opened,
  };
}
