import type { ChildProcess } from 'node:child_process';
import type { JobStatus } from '#contract/job.ts';
import { startPractice } from '../../../electron/practice/index.ts';
import { cli, cliProcess, type Ended } from '../cli.ts';
import { makeJob, profileRow } from '../jobs.ts';
import { between, jobIn, killedAfter, outcry, type Figures, type LaneOptions } from './lane.ts';

export interface RunLane extends LaneOptions {
  readonly name: string;
  readonly rows: number;
  /** Profiles a chunk, at least and at most. */
  readonly chunk: readonly [number, number];
  /** Another chunk size and number of streams at each start, instead of one for each job. */
  readonly vary: boolean;
  /** Rows refused once: every so-manieth profile; what is refused is retried as a round of its own. */
  readonly refuseEvery: number;
  readonly seed: number;
}

/**
 * Runs jobs against a practice server that drops, fails and throttles, and kills the command line at random: three
 * times of four soon after a request has reached the server, else at any moment from its start on; one kill of seven is
 * followed by a kill of `status` while it writes the interruption down. Retries are killed too.
 */
export async function runLane(lane: RunLane): Promise<Figures> {
  let onRequest: () => void = () => undefined;
  const server = await startPractice({
    onRequest: () => onRequest(),
    faults: {
      rules: [
        { kind: 'drop-after', probability: 0.1, seed: lane.seed },
        { kind: 'html', probability: 0.02, seed: lane.seed + 1 },
        { kind: 'status', status: 429, retryAfter: 0, probability: 0.01, seed: lane.seed + 2 },
        { kind: 'reject-items', everyNth: lane.refuseEvery, perKey: 1, code: 500, text: 'refused once' },
        { kind: 'slow', ms: 3, when: 'after' },
      ],
    },
  });
  const problems: string[] = [];
  const totals = { kills: 0, live: 0, jobs: 0 };

  async function tryOnce(args: readonly string[]): Promise<Ended> {
    if (totals.kills >= lane.kills) return cli(args, { token: server.token });
    const isLive = lane.random() < 0.75;
    if (!isLive) return killedAfter(args, between(lane.random, 50, 1_200), server.token);
    let reached = false;
    const requests = between(lane.random, 1, 20);
    const delay = between(lane.random, 0, 12);
    const started = (child: ChildProcess): void => {
      let left = requests;
      onRequest = () => {
        left -= 1;
        if (left !== 0) return;
        reached = true;
        setTimeout(() => child.kill('SIGKILL'), delay);
      };
    };
    const ended = await cliProcess(args, { token: server.token, started });
    onRequest = () => undefined;
    if (reached && ended.signal === 'SIGKILL') totals.live += 1;
    return ended;
  }

  function killed(ended: Ended, command: string): boolean {
    problems.push(...outcry(ended, command));
    if (ended.signal !== 'SIGKILL') return false;
    totals.kills += 1;
    return true;
  }

  /** Until the command ends by itself. */
  async function insist(args: () => readonly string[], path: string): Promise<Ended> {
    for (;;) {
      const ended = await tryOnce(args());
      if (!killed(ended, args()[0] ?? '')) return ended;
      if (lane.random() < 1 / 7) killed(await killedAfter(['status', path], between(lane.random, 200, 700)), 'status');
    }
  }

  async function bringToItsEnd(path: string): Promise<JobStatus | null> {
    const settings = (): readonly string[] => ['--chunk-profiles', String(between(lane.random, ...lane.chunk)), '--streams', String(between(lane.random, 1, 4))];
    const chosen = settings();
    const run = (): readonly string[] => ['run', path, '--url', server.url, ...(lane.vary ? settings() : chosen), '--json'];
    for (let round = 0; round < 200; round += 1) {
      const ended = await insist(run, path);
      const status = statusOf(ended);
      if (ended.code === 0) return status;
      if (ended.code === 3 && status?.state === 'finished') await insist(() => ['retry', path], path);
      else if (ended.code !== 4) {
        problems.push(`run ended with ${ended.code}: ${ended.err.slice(-300)}`);
        return status;
      }
    }
    problems.push('a job that does not end');
    return null;
  }

  try {
    while (totals.kills < lane.kills) {
      const first = 1 + totals.jobs * lane.rows;
      totals.jobs += 1;
      const path = jobIn(lane.folder, `${lane.name}-${totals.jobs}`);
      makeJob(path, Array.from({ length: lane.rows }, (_, index) => profileRow(first + index))).close();
      const status = await bringToItsEnd(path);
      if (status?.countsAddUp !== true || status.counts.accepted !== lane.rows) problems.push(`job ${totals.jobs}: ${JSON.stringify(status?.counts)}`);
    }
    const rows = totals.jobs * lane.rows;
    const summary = server.journal.summary();
    if (summary.answersForgotten > 0 || summary.idReusedForOtherBody > 0) problems.push(`the server's journal: ${JSON.stringify(summary)}`);
    return { lane: lane.name, ...totals, rows, lost: rows - server.journal.applied().size, doubled: server.journal.appliedMoreThanOnce().length, problems };
  } finally {
    await server.close();
  }
}

function statusOf({ out }: Ended): JobStatus | null {
  try {
    const status: JobStatus = JSON.parse(out);
    return status;
  } catch {
    return null;
  }
}
