import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startPractice, type PracticeServer } from '../../electron/practice/index.ts';
import { customRecipe, makeJob, profiles, temporaryFolder } from '../support/jobs.ts';
import { zeroPage } from '../support/repairs.ts';
import { openHost, still, type OpenHost } from './openHost.ts';

let folder: ReturnType<typeof temporaryFolder>;
let server: PracticeServer;
let host: OpenHost;

beforeEach(async () => {
  folder = temporaryFolder();
  server = await startPractice({ population: 1_000 });
  host = openHost(at('home'));
});
afterEach(async () => {
  await host.ask('shutdown', { waitMs: 0 });
  await server.close();
  folder.remove();
});

const at = (name: string): string => join(folder.path, name);

async function runToEnd(jobId: string, trial?: number): Promise<void> {
  const ended = host.next(still);
  await host.ask('runJob', { jobId, access: { baseUrl: server.url, token: server.token, tokenInBody: true }, streams: 1, chunkProfiles: 5, chunkBytes: 1_000_000, pauseWhenRefused: null, trial });
  await ended;
}

it('repairs a job whose first page is lost into one of the list, which sends the rest and nothing twice', async () => {
  makeJob(at('a.importjob'), profiles(20)).close();
  const { jobId } = await host.ask('openJobFile', { path: at('a.importjob') });
  await runToEnd(jobId, 10);
  zeroPage(at('a.importjob'), 1);
  const before = readFileSync(at('a.importjob'));
  expect(await host.ask('checkJob', { jobId })).toMatchObject({ whole: false, rows: 20, repair: { possible: true, counts: { accepted: 10, ready: 10 } } });
  const { job, note } = await host.ask('repairTo', { jobId, path: at('b.importjob'), source: null });
  expect(note).toMatchObject({ from: 'a.importjob', unknown: 0, lost: 0 });
  expect(job.status).toMatchObject({ state: 'paused', counts: { accepted: 10, notSent: 10 }, repaired: note });
  expect((await host.ask('listJobs', {})).map(({ jobId: listed }) => listed)).toContain(job.jobId);
  await runToEnd(job.jobId);
  expect([server.journal.applied().size, server.journal.appliedMoreThanOnce()]).toEqual([20, []]);
  expect(readFileSync(at('a.importjob')).equals(before)).toBe(true);
});

it('leaves nothing of a repair from the workbook that the end of the program stops', async () => {
  writeFileSync(at('clients.csv'), `Client No\n${Array.from({ length: 50_000 }, (_, index) => index + 1).join('\n')}\n`);
  const { sourceId } = await host.ask('registerSource', { path: at('clients.csv') });
  const { jobId } = await host.ask('prepareJob', { sourceId, recipe: customRecipe, name: 'Clients' });
  zeroPage(join(at('home'), 'jobs', `${jobId}.importjob`), 1);
  mkdirSync(at('out'));
  const repaired = host.ask('repairTo', { jobId, path: join(at('out'), 'b.importjob'), source: at('clients.csv') });
  await Promise.all([expect(repaired).rejects.toMatchObject({ code: 'cancelled' }), host.ask('shutdown', { waitMs: 0 })]);
  expect(readdirSync(at('out'))).toEqual([]);
});
