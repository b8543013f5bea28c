import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobStatus } from '#contract/job.ts';
import { startPractice, type PracticeServer } from '../../electron/practice/index.ts';
import { cli } from '../support/cli.ts';
import { makeJob, profileRow, temporaryFolder } from '../support/jobs.ts';
import { generator } from '../support/random.ts';

/**
 * A running job is killed with SIGKILL at moments that a seeded generator picks: so many requests after its
 * start, then so many milliseconds later, which falls before, into and after the answer, the record, the next
 * claim. Half of the answers that do come are spoilt as well. PROFILE_IMPORTER_KILLS sets another number.
 */
const kills = Number(process.env['PROFILE_IMPORTER_KILLS'] ?? 25);
const seed = 20_261_123;
const rowsPerJob = 3_000;

let folder: ReturnType<typeof temporaryFolder>;
let server: PracticeServer;
let onRequest: () => void = () => undefined;

beforeEach(async () => {
  folder = temporaryFolder();
  server = await startPractice({
    onRequest: () => onRequest(),
    faults: { rules: [{ kind: 'drop-after', probability: 0.05, seed }, { kind: 'slow', ms: 3, when: 'after' }] },
  });
});

afterEach(async () => {
  await server.close();
  folder.remove();
});

describe('a job killed at random moments', () => {
  it(`loses nothing and applies nothing twice over ${kills} kills`, { timeout: 60_000 + kills * 3_000 }, async () => {
    const random = generator(seed);
    let killed = 0;
    let jobs = 0;
    while (killed < kills) {
      const first = 1 + jobs * rowsPerJob;
      jobs += 1;
      const path = join(folder.path, `crash-${jobs}.importjob`);
      makeJob(path, Array.from({ length: rowsPerJob }, (_, index) => profileRow(first + index))).close();
      killed += await runToTheEnd(path, random, kills - killed);
    }
    const ready = jobs * rowsPerJob;
    const applied = server.journal.applied();
    const summary = server.journal.summary();
    expect(summary.answersForgotten).toBe(0);
    expect(server.journal.appliedMoreThanOnce()).toEqual([]);
    expect(applied.size).toBe(ready);
    expect(summary.itemsApplied).toBe(ready);
    expect(summary.idReusedForOtherBody).toBe(0);
    process.stdout.write(`killed ${killed} times (seed ${seed}): ${ready} ready rows, ${applied.size} applied once, 0 twice, 0 lost; ${summary.requests} requests, ${summary.replayed} settled from the platform's memory\n`);
  });
});

/** Runs a job again and again until it is finished, killing it at most `most` times; the number of kills. */
async function runToTheEnd(path: string, random: () => number, most: number): Promise<number> {
  const args = ['run', path, '--url', server.url, '--chunk-profiles', '20', '--json'];
  for (let killed = 0; ; killed += 1) {
    const ended = await cli(args, { token: server.token, started: (child) => (onRequest = killed < most ? killer(child, random) : () => undefined) });
    onRequest = () => undefined;
    if (ended.signal !== 'SIGKILL') {
      expect(ended.code, ended.err).toBe(0);
      const status: JobStatus = JSON.parse(ended.out);
      expect(status).toMatchObject({ state: 'finished', countsAddUp: true, counts: { read: rowsPerJob, accepted: rowsPerJob } });
      return killed;
    }
  }
}

function killer(child: ChildProcess, random: () => number): () => void {
  let requests = 1 + Math.floor(random() * 30);
  const delay = Math.floor(random() * 12);
  return () => {
    requests -= 1;
    if (requests !== 0) return;
    if (delay === 0) child.kill('SIGKILL');
    else setTimeout(() => child.kill('SIGKILL'), delay);
  };
}
