import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '#contract/faults.ts';
import { explain } from '#contract/sentences.ts';
import type { JobStatus } from '#contract/job.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { prepareJob } from '#engine/jobs/prepare/prepareJob.ts';
import { openJob } from '#engine/jobs/recover.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { startPractice, type PracticeServer } from '../../../electron/practice/index.ts';
import { customRecipe, run, type TestRun } from '../jobs.ts';

/** What came of one job whose file was copied, linked, moved or handed over. All but `told` must be zero, problems empty. */
export interface Outcome {
  /** Refusals, each with its sentence. */
  readonly told: number;
  readonly lost: number;
  readonly doubled: number;
  /** Runs of what is no longer the job itself that sent something before anybody was told. */
  readonly silent: number;
  readonly problems: readonly string[];
}

/** A prepared job in a folder of its own, with a server of its own. */
export interface Trial {
  readonly folder: string;
  readonly at: (name: string) => string;
  readonly random: () => number;
  readonly server: PracticeServer;
  /** Called at each request that reaches the server; null for nothing. */
  onRequest: (() => void) | null;
  readonly path: string;
  readonly counted: { told: number; silent: number };
  readonly problems: string[];
}

/** What is done to the job's file: ends when the job has come to its end, or to what is right instead. */
export type Act = (trial: Trial) => Promise<void>;

export const trialRows = 60;
/** Requests of this size, so that a job has a dozen of them. */
export const limits = { profiles: 5, bytes: 1_000_000 };

export async function tryOut(folder: string, random: () => number, act: Act): Promise<Outcome> {
  mkdirSync(folder);
  let trial: Trial | null = null;
  const server = await startPractice({ population: 1_000, onRequest: () => trial?.onRequest?.() });
  try {
    const at = (name: string): string => join(folder, name);
    writeFileSync(at('clients.csv'), `Client No\n${Array.from({ length: trialRows }, (_, index) => index + 1).join('\n')}\n`);
    await prepareJob({ source: at('clients.csv'), recipe: customRecipe, job: at('a.importjob'), jobId: randomUUID(), clock: systemClock });
    trial = { folder, at, random, server, path: at('a.importjob'), onRequest: null, counted: { told: 0, silent: 0 }, problems: [] };
    await act(trial).catch((error: unknown) => trial?.problems.push(error instanceof Fault ? JSON.stringify(error.data) : String(error)));
    if (server.journal.summary().idReusedForOtherBody > 0) trial.problems.push('an id came with another body');
    return { ...trial.counted, problems: trial.problems, lost: trialRows - server.journal.applied().size, doubled: server.journal.appliedMoreThanOnce().length };
  } finally {
    await server.close();
  }
}

export async function opened<Value>(path: string, work: (file: JobFile) => Value | Promise<Value>): Promise<Value> {
  const file = openJob(path);
  try {
    return await work(file);
  } finally {
    file.close();
  }
}

export const statusAt = (path: string): Promise<JobStatus> => opened(path, (file) => jobStatus(file, null));

const refusals: readonly string[] = ['job-elsewhere', 'job-handed-over', 'job-linked', 'job-busy'];

/** Runs the file; the state it came to, or the code of its refusal. */
export async function runAt(trial: Trial, path: string, options: Partial<TestRun> = {}): Promise<string> {
  try {
    return await opened(path, async (file) => {
      const { state } = jobStatus(file, null);
      return state === 'finished' ? state : (await run(file, { url: trial.server.url, token: trial.server.token, limits, ...options })).state;
    });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return refused(trial, error);
  }
}

/** Counts a refusal that says what it is about; anything else is a problem. */
export function refused(trial: Trial, { code, data }: Fault): string {
  const { what, meaning, action } = explain(data);
  if (refusals.includes(code) && what !== '' && meaning !== '' && action !== '') trial.counted.told += 1;
  else trial.problems.push(`${code}: ${what}`);
  return code;
}

/** Runs what must be refused while the job itself runs, whose requests are not told from this one's. */
export async function mustBeBusy(trial: Trial, path: string, ...codes: readonly string[]): Promise<void> {
  const came = await runAt(trial, path);
  if (codes.includes(came)) return;
  trial.counted.silent += 1;
  trial.problems.push(`${came} instead of ${codes.join(' or ')}`);
}

/** Runs what must be refused: sending anything of it is silent. */
export async function mustBeTold(trial: Trial, path: string, ...codes: readonly string[]): Promise<void> {
  const before = trial.server.journal.summary().requests;
  const came = await runAt(trial, path);
  if (trial.server.journal.summary().requests > before) trial.counted.silent += 1;
  if (!codes.includes(came)) trial.problems.push(`${came} instead of ${codes.join(' or ')}`);
}

/** Brings the job to its end from this file, after a word where one is wanted; every row has to be accepted. */
export async function finish(trial: Trial, path: string, options: Partial<TestRun> = {}): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    const came = await runAt(trial, path, options);
    if (came === 'finished') break;
    if (came === 'job-elsewhere') await runAt(trial, path, { ...options, adopt: true });
  }
  const { state, counts, countsAddUp } = await statusAt(path);
  if (state !== 'finished' || !countsAddUp || counts.accepted !== trialRows) trial.problems.push(`not at its end: ${state}, ${JSON.stringify(counts)}`);
}

/** Does something once, when so many requests more have reached the server. */
export function atRequest(trial: Trial, number: number, work: () => void): void {
  let left = number;
  trial.onRequest = () => {
    left -= 1;
    if (left === 0) work();
  };
}

/** Profiles of whole requests: what is sent after a copy was taken over is then planned as it was before, and has the same ids. */
export const someRequests = (trial: Trial): number => limits.profiles * upTo(trial, 8);

export const chance = (trial: Trial, probability: number): boolean => trial.random() < probability;
export const upTo = (trial: Trial, most: number): number => 1 + Math.floor(trial.random() * most);
