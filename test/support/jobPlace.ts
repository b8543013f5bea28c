import { afterAll, beforeAll, onTestFinished } from 'vitest';
import type { JobFile } from '#engine/store/jobFile.ts';
import { startPractice, type PracticeServer } from '../../electron/practice/index.ts';
import { open } from './corrections.ts';
import { temporaryFolder } from './jobs.ts';

/** What the tests of a file share: a folder and a practice server, there before the first of them and gone after the last. */
export interface JobPlace {
  readonly folder: string;
  readonly server: PracticeServer;
  /** Opens a job for the test that runs, after which it is closed, unless the test itself has closed it. */
  readonly open: (path: string) => JobFile;
}

/** Call it once at the top of a test file, before its own hooks. A server and jobs of each test's own: see correctedJob. */
export function jobPlace(options: Parameters<typeof startPractice>[0] = {}): JobPlace {
  let folder: ReturnType<typeof temporaryFolder>;
  let server: PracticeServer;
  beforeAll(async () => {
    folder = temporaryFolder();
    server = await startPractice(options);
  });
  afterAll(async () => {
    await server.close();
    folder.remove();
  });
  return {
    get folder() {
      return folder.path;
    },
    get server() {
      return server;
    },
    open(path) {
      const file = open(path);
      onTestFinished(() => file.close());
      return file;
    },
  };
}
