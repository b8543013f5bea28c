import { join } from 'node:path';
import { startPractice } from '../../electron/practice/index.ts';
import { makeJob, profiles, run, temporaryFolder } from './jobs.ts';

const hour = 3_600_000;
const rows = 60;
const limits = { profiles: 10, bytes: 1_000_000 };

export interface ClockCase {
  readonly name: string;
  /** By how much the first run's clock is wrong at first, and from its third request on, in ms. */
  readonly off: number;
  readonly then: number;
  /** When the job is resumed after it, and by how much the clock is wrong then. */
  readonly resumedAfter: number;
  readonly wrongBy?: number;
}

export const clockCases: readonly ClockCase[] = [
  { name: 'right', off: 0, then: 0, resumedAfter: 0 },
  { name: 'an hour back in mid-run', off: 0, then: -hour, resumedAfter: hour },
  { name: 'a day forward in mid-run', off: 0, then: 24 * hour, resumedAfter: hour },
  { name: 'two days ahead, resumed after 36 hours', off: 48 * hour, then: 48 * hour, resumedAfter: 36 * hour },
  { name: 'right, resumed after 36 hours', off: 0, then: 0, resumedAfter: 36 * hour },
  { name: 'right, set back by ten hours and resumed after 30 hours', off: 0, then: 0, resumedAfter: 30 * hour, wrongBy: -10 * hour },
  { name: 'right, set back by a day and resumed after 40 hours', off: 0, then: 0, resumedAfter: 40 * hour, wrongBy: -24 * hour },
  { name: 'right, set forward by ten hours and resumed after 30 hours', off: 0, then: 0, resumedAfter: 30 * hour, wrongBy: 10 * hour },
  { name: 'ten hours behind, resumed after 30 hours', off: -10 * hour, then: -10 * hour, resumedAfter: 30 * hour, wrongBy: -10 * hour },
  { name: 'ten hours ahead, resumed after 30 hours', off: 10 * hour, then: 10 * hour, resumedAfter: 30 * hour, wrongBy: 10 * hour },
  { name: 'two days behind, resumed at once', off: -48 * hour, then: -48 * hour, resumedAfter: 0 },
];

/** A run whose third to last requests lose their answers and which is asked for rest, and a resume; the platform forgets ids after a day. */
export async function tryClock({ off, then, resumedAfter, wrongBy = 0 }: ClockCase): Promise<{ readonly doubled: number; readonly lost: number; readonly stalled: number }> {
  const folder = temporaryFolder();
  const start = Date.now();
  let [steady, requests] = [0, 0];
  const server = await startPractice({
    faults: { rules: [{ kind: 'status', status: 429, retryAfter: 5, requests: [2] }, { kind: 'drop-after', requests: [3, 4, 5, 6, 7, 8] }] },
    now: () => start + steady,
    onRequest: () => { requests += 1; },
  });
  const file = makeJob(join(folder.path, 'a.importjob'), profiles(rows));
  const sleep = (ms: number): Promise<void> => ((steady += ms), Promise.resolve());
  try {
    await run(file, { ...server, limits, streams: 1, clock: { now: () => start + steady + (requests < 3 ? off : then), steady: () => steady, sleep } });
    const stalled = steady > hour / 2 ? 1 : 0;
    server.setFaults({ rules: [] });
    steady += resumedAfter;
    const { counts } = await run(file, { ...server, limits, streams: 1, clock: { now: () => start + steady + wrongBy, steady: () => steady, sleep } });
    return { doubled: server.journal.appliedMoreThanOnce().length, lost: rows - counts.accepted - counts.unknown - counts.notSent, stalled };
  } finally {
    file.close();
    await server.close();
    folder.remove();
  }
}

/** For work that tells from time to time how far it is: a second passes between any two looks at it, so it tells so each time. */
export function slowly(): () => number {
  let now = 0;
  return () => (now += 1000);
}
