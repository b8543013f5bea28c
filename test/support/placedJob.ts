import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '#contract/faults.ts';
import { explain, inOneLine } from '#contract/sentences.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { prepareJob } from '#engine/jobs/prepare/prepareJob.ts';
import { openJob } from '#engine/jobs/recover.ts';
import { customRecipe, profiles, run, type TestRun } from './jobs.ts';
import type { PracticeJob } from './practiceJob.ts';

/** Jobs that know their place, since they were prepared from a file, each opened only while something is done with it. */
export interface PlacedJob {
  /** The file that all of them are prepared from. */
  readonly source: () => string;
  /** Prepares a job of so many profiles at a path; the practice server runs from then on. */
  readonly prepared: (path: string, count: number) => Promise<string>;
  /** Runs a job to its end; the state that it has then. */
  readonly runAt: (path: string, options?: Partial<TestRun>) => Promise<string>;
  /** What the refusal of a run says, in one line. */
  readonly refusal: (path: string) => Promise<string>;
}

/** `options`: of each run that says nothing else. */
export function placedJob(practice: PracticeJob, options: () => Partial<TestRun> = () => ({})): PlacedJob {
  const source = (): string => join(practice.folder, 'clients.csv');
  async function runAt(path: string, more: Partial<TestRun> = {}): Promise<string> {
    const file = openJob(path);
    try {
      return (await run(file, { ...practice.server, ...options(), ...more })).state;
    } finally {
      file.close();
    }
  }
  return {
    source,
    async prepared(path, count) {
      await practice.serve();
      practice.job(profiles(1));
      writeFileSync(source(), `Client No\n${Array.from({ length: count }, (_, index) => index + 1).join('\n')}\n`);
      await prepareJob({ source: source(), recipe: customRecipe, job: path, jobId: randomUUID(), clock: systemClock });
      return path;
    },
    runAt,
    async refusal(path) {
      const error = await runAt(path).catch((reason: unknown) => reason);
      if (!(error instanceof Fault) || error.code !== 'job-elsewhere') throw new Error(`no job-elsewhere: ${String(error)}`);
      return inOneLine(explain(error.data));
    },
  };
}
