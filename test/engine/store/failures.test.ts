import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { FailureGroup } from '#contract/job.ts';
import { cli } from '../../support/cli.ts';
import { makeJob, profiles, temporaryFolder } from '../../support/jobs.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

/** A job all of whose rows failed, each in words of its own. */
function failedJob(rows: number): string {
  const path = join(folder.path, 'failed.importjob');
  const file = makeJob(path, profiles(rows));
  file.transaction(() => {
    file.states.change([{ from: 1, to: rows }], () => 'failed');
    for (let position = 1; position <= rows; position += 1) {
      file.failures.put({ position, row: position + 1, attempt: null, code: 500, text: `words of ${position}`, profileId: null });
    }
  });
  expect(file.failures.groups(1_000)).toMatchObject({ groups: { length: 1_000 }, more: { groups: rows - 1_000, rows: rows - 1_000 } });
  expect(file.failures.groups(rows).more).toEqual({ groups: 0, rows: 0 });
  file.close();
  return path;
}

it('a list of failures never ends in silence, however many words there are', { timeout: 60_000 }, async () => {
  const path = failedJob(1_500);
  const groups: readonly FailureGroup[] = JSON.parse((await cli(['failures', path, '--json'])).out);
  expect(groups).toHaveLength(1_500);
  expect(groups.reduce((sum, { rows }) => sum + rows, 0)).toBe(1_500);
  const { err } = await cli(['failures', path]);
  expect(err.match(/words of/g)).toHaveLength(1_500);
});

it('a job without failures has an empty list', async () => {
  const path = join(folder.path, 'none.importjob');
  makeJob(path, profiles(2)).close();
  expect((await cli(['failures', path, '--json'])).out).toBe('[]\n');
});
