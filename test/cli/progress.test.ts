import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
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
