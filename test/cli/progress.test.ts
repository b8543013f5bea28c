import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import type { LiveFigures } from '#contract/job.ts';
import { stillTeller } from '../../electron/cli/runProgress.ts';
import { shownWork, showProgress } from '../../electron/cli/progress.ts';

async function told(steps: readonly number[], work: Promise<number>): Promise<readonly string[]> {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const progress = showProgress({ out, err, json: false }, 'mend');
  for (const rows of steps) progress.update(rows, 400, `${rows} rows`);
  await shownWork(progress, work, (rows) => `${rows} rows`).catch(() => null);
  err.end();
  return (await text(err)).split('\n').slice(0, -1).map((line) => line.replace(/^.*?: /, ''));
}

it('The last line of a progress is the final figure, once, and none where the work was not done', async () => {
  expect(await told([0, 167], Promise.resolve(400))).toEqual(['0% of the rows, 0 rows', '40% of the rows, 167 rows', '100% of the rows, 400 rows']);
  expect(await told([0, 400], Promise.resolve(400))).toEqual(['0% of the rows, 0 rows', '100% of the rows, 400 rows']);
  expect(await told([0, 167], Promise.reject(new Error('cancelled')))).toEqual(['0% of the rows, 0 rows', '40% of the rows, 167 rows']);
  expect(await told([], Promise.resolve(400))).toEqual([]);
});

it('A run over a queue says once of each standstill that nothing comes back, and how much waits then', async () => {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const tell = stillTeller({ out, err, json: false });
  const live = (paceUntil: number): LiveFigures => ({
    streams: [], tuning: { limit: 1, ceiling: 1, reason: { code: 'as-set' }, smaller: null }, rowsPerSecond: 4, secondsLeft: 3, paceUntil,
    broker: { unanswered: 8, mostUnanswered: 8, depths: { requests: 8, answers: 0 }, blocked: null, amongOthers: false },
  });
  for (const now of [4_000, 5_000, 6_000]) tell(live(5_000), now);
  expect(String(err.read())).toMatch(/^No answer has come for longer than usual: .*8 requests of at most 8 are with the broker unanswered\. Messages that wait: 8 in the queue of requests, 0 in the queue of answers\.\n$/);
  tell(live(9_000), 7_000);
  expect(err.read()).toBeNull();
  tell(live(9_000), 9_000);
  expect(String(err.read())).toContain('No answer has come');
});
