import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeJob, profiles, temporaryFolder } from '../support/jobs.ts';
import { openHost, type OpenHost } from './openHost.ts';

let folder: ReturnType<typeof temporaryFolder>;
let host: OpenHost;
beforeEach(() => {
  folder = temporaryFolder();
  host = openHost(join(folder.path, 'home'));
});
afterEach(() => folder.remove());

it.each(['xlsx', 'csv'])('leaves nothing of an export to %s that the end of the program stops', async (ending) => {
  const path = join(folder.path, 'a.importjob');
  makeJob(path, profiles(5_000)).close();
  const { jobId } = await host.ask('openJobFile', { path });
  const out = join(folder.path, 'out');
  mkdirSync(out);
  const written = host.ask('exportTo', { jobId, rows: 'all', path: join(out, `rows.${ending}`), locale: 'en' });
  await Promise.all([expect(written).rejects.toMatchObject({ code: 'cancelled' }), host.ask('shutdown', { waitMs: 0 })]);
  expect(readdirSync(out)).toEqual([]);
});
