import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { startPractice, type FaultPlan, type PracticeServer } from '../../electron/practice/index.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { makeJob, temporaryFolder } from './jobs.ts';

/** A job file and a practice server of each test's own, gone after it. A test starts the server and makes the job itself. */
export interface PracticeJob {
  readonly folder: string;
  readonly server: PracticeServer;
  readonly file: JobFile;
  readonly serve: (plan?: FaultPlan, options?: Parameters<typeof startPractice>[0]) => Promise<void>;
  readonly job: (rows: Parameters<typeof makeJob>[1]) => void;
  /** Every profile of 1…count applied exactly once, and nothing else. */
  readonly expectAppliedOnce: (count: number) => void;
}

/** Call it once at the top of a test file. */
export function practiceJob(): PracticeJob {
  let folder: ReturnType<typeof temporaryFolder>;
  let server: PracticeServer;
  let file: JobFile;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(async () => {
    file.close();
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
    get file() {
      return file;
    },
    async serve(plan = { rules: [] }, options = {}) {
      server = await startPractice({ ...options, faults: plan });
    },
    job(rows) {
      file = makeJob(join(folder.path, 'test.importjob'), rows);
    },
    expectAppliedOnce(count) {
      const applied = server.journal.applied();
      expect(server.journal.appliedMoreThanOnce()).toEqual([]);
      expect(applied.size).toBe(count);
      for (let profile = 1; profile <= count; profile += 1) expect(applied.get(profile)).toBe(1);
      expect(server.journal.summary().idReusedForOtherBody).toBe(0);
    },
  };
}
