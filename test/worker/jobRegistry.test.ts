import { usualMarks } from '#contract/connectionMark.ts';
import { renameSync, copyFileSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJobFile } from '#engine/store/jobFile.ts';
import { customRecipe, makeJob, profiles, temporaryFolder } from '../support/jobs.ts';
import { openHost, type OpenHost } from './openHost.ts';

let folder: ReturnType<typeof temporaryFolder>;
let host: OpenHost;
beforeEach(() => {
  folder = temporaryFolder();
  host = openHost(home());
});
afterEach(async () => {
  await host.ask('shutdown', { waitMs: 0 });
  folder.remove();
});

const home = () => join(folder.path, 'home');

/** A job file of three ready rows outside of the home. */
function jobFile(name: string): string {
  const path = join(folder.path, name);
  makeJob(path, profiles(3)).close();
  return path;
}

async function restart(): Promise<void> {
  await host.ask('shutdown', { waitMs: 0 });
  host = openHost(home());
}

describe('the jobs of a workstation', () => {
  it('are taken in from elsewhere under the name of their file', async () => {
    const path = jobFile('mine.importjob');
    const opened = await host.ask('openJobFile', { path });
    expect(opened).toMatchObject({ name: 'mine', status: { state: 'ready', counts: { read: 3, ready: 3 } } });
    expect(await host.ask('listJobs', {})).toEqual([opened]);
  });

  it('have an entry for each copy, which leads to the copy after a restart too, and one for all names of a file', async () => {
    const path = jobFile('mine.importjob');
    const original = await host.ask('openJobFile', { path });
    mkdirSync(join(folder.path, 'backup'));
    copyFileSync(path, join(folder.path, 'backup', 'mine.importjob'));
    const copy = await host.ask('openJobFile', { path: join(folder.path, 'backup', 'mine.importjob') });
    expect([original.name, copy.name]).toEqual(['mine', 'mine (backup)']);
    await host.ask('cancelJob', { jobId: copy.jobId });
    symlinkSync(path, join(folder.path, 'link.importjob'));
    expect(await host.ask('openJobFile', { path: join(folder.path, 'link.importjob') })).toEqual(original);
    await restart();
    const listed = await host.ask('listJobs', {});
    expect(new Map(listed.map(({ jobId, status }) => [jobId, status?.state]))).toEqual(new Map([[original.jobId, 'ready'], [copy.jobId, 'cancelled']]));
    await host.ask('deleteJob', { jobId: copy.jobId });
    expect([existsSync(path), existsSync(join(folder.path, 'backup', 'mine.importjob'))]).toEqual([true, false]);
  });

  it('stay pinned', async () => {
    const { jobId } = await host.ask('openJobFile', { path: jobFile('mine.importjob') });
    await host.ask('pinJob', { jobId, pinned: true });
    await restart();
    expect(await host.ask('listJobs', {})).toMatchObject([{ jobId, pinned: true }]);
    await host.ask('pinJob', { jobId, pinned: false });
    expect((await host.ask('listJobs', {}))[0]).not.toHaveProperty('pinned');
  });

  it('are told anew whenever their file has changed, and as they were while it has not', async () => {
    const path = jobFile('mine.importjob');
    await host.ask('openJobFile', { path });
    const states = async (): Promise<unknown> => (await host.ask('listJobs', {})).map(({ status }) => status?.state ?? null);
    expect([await states(), await states()]).toEqual([['ready'], ['ready']]);
    await restart();
    expect(await states()).toEqual(['ready']);
    const other = openJobFile(path, { create: false });
    other.job.setState('cancelled', null);
    expect(await states()).toEqual(['cancelled']);
    other.close();
    expect(await states()).toEqual(['cancelled']);
    renameSync(path, `${path}-away`);
    expect(await states()).toEqual([null]);
    renameSync(`${path}-away`, path);
    expect(await states()).toEqual(['cancelled']);
  });

  it('are not made of files of another kind', async () => {
    const path = join(folder.path, 'strange.importjob');
    writeFileSync(path, 'not ours');
    await expect(host.ask('openJobFile', { path })).rejects.toMatchObject({ code: 'job-unreadable' });
    await expect(host.ask('openJobFile', { path: join(folder.path, 'none.importjob') })).rejects.toMatchObject({ code: 'job-missing' });
    expect(await host.ask('listJobs', {})).toEqual([]);
  });

  it('are deleted with their file', async () => {
    const path = jobFile('mine.importjob');
    const { jobId } = await host.ask('openJobFile', { path });
    await host.ask('deleteJob', { jobId });
    expect(readdirSync(folder.path)).toEqual(['home']);
    expect(await host.ask('listJobs', {})).toEqual([]);
    await expect(host.ask('jobStatus', { jobId })).rejects.toMatchObject({ code: 'job-missing' });
  });

  it('are found again under their names when the folder of all that is kept was moved', async () => {
    const source = join(folder.path, 'clients.csv');
    writeFileSync(source, 'Client No\n1\n');
    const { sourceId } = await host.ask('registerSource', { path: source });
    const { jobId } = await host.ask('prepareJob', { sourceId, recipe: customRecipe, name: 'Weekly' });
    const listed = await host.ask('listJobs', {});
    await host.ask('shutdown', { waitMs: 0 });
    renameSync(home(), join(folder.path, 'moved'));
    host = openHost(join(folder.path, 'moved'));
    expect(await host.ask('listJobs', {})).toEqual(listed);
    expect(await host.ask('jobStatus', { jobId })).toMatchObject({ state: 'ready' });
  });

  it('are listed without a status when their file is broken, and can still be deleted', async () => {
    const path = jobFile('mine.importjob');
    const { jobId } = await host.ask('openJobFile', { path });
    writeFileSync(path, 'broken');
    expect(await host.ask('listJobs', {})).toEqual([expect.objectContaining({ jobId, status: null })]);
    expect((await host.ask('listJobs', {}))[0]).not.toHaveProperty('gone');
    await host.ask('deleteJob', { jobId });
    expect([existsSync(path), await host.ask('listJobs', {})]).toEqual([false, []]);
  });

  it('are swept of what a crash in mid-preparation left; one that was complete but not listed is listed', async () => {
    await host.ask('listJobs', {});
    const jobs = join(home(), 'jobs');
    const unfinished = openJobFile(join(jobs, 'left.importjob'), { create: true });
    unfinished.job.create({ jobId: 'left', createdAt: '2026-01-01T00:00:00.000Z', recipe: customRecipe, columns: [] });
    unfinished.close();
    openJobFile(join(jobs, 'hardly.importjob'), { create: true }).close();
    makeJob(join(jobs, 'whole.importjob'), profiles(3)).close();
    writeFileSync(join(jobs, 'strange.importjob'), 'not ours');
    await restart();
    expect(await host.ask('listJobs', {})).toMatchObject([{ name: 'whole', status: { state: 'ready' } }]);
    const left = readdirSync(jobs).filter((name) => name.endsWith('.importjob'));
    expect(left.sort()).toEqual(['strange.importjob', 'whole.importjob']);
  });
});

describe('the catalogue', () => {
  it('keeps connections and recipes from one start to the next', async () => {
    const connection = { connectionId: 'c1', name: 'Main', baseUrl: 'https://eu.example.com', tokenInBody: true, format: 'xml', practice: false, mark: usualMarks.production } as const;
    await host.ask('writeConnection', connection);
    await host.ask('saveRecipe', { name: 'weekly', recipe: customRecipe });
    await restart();
    expect(await host.ask('readConnections', {})).toEqual([connection]);
    expect(await host.ask('listRecipes', {})).toMatchObject([{ name: 'weekly', recipe: customRecipe }]);
    await host.ask('removeConnection', { connectionId: 'c1' });
    await host.ask('deleteRecipe', { name: 'weekly' });
    expect([await host.ask('readConnections', {}), await host.ask('listRecipes', {})]).toEqual([[], []]);
  });
});

describe('sources', () => {
  it('are files that are there and can be read', async () => {
    const path = join(folder.path, 'clients.csv');
    writeFileSync(path, 'Client No\n1\n');
    expect(await host.ask('registerSource', { path })).toMatchObject({ name: 'clients.csv', bytes: 12 });
    await expect(host.ask('registerSource', { path: join(folder.path, 'none.csv') })).rejects.toMatchObject({ code: 'source-missing' });
    await expect(host.ask('registerSource', { path: folder.path })).rejects.toMatchObject({ code: 'source-unreadable' });
  });

  it('become jobs, with progress on the way, and are known by their id alone', async () => {
    const path = join(folder.path, 'clients.csv');
    writeFileSync(path, `Client No\n${Array.from({ length: 1_000 }, (_, index) => index + 1).join('\n')}\nx\n`);
    const { sourceId } = await host.ask('registerSource', { path });
    const inspection = await host.ask('inspectSource', { sourceId });
    expect(inspection).toMatchObject({ name: 'clients.csv', kind: 'csv', headerRow: 1, columns: [{ header: 'Client No' }] });
    const doubts = ['1 field is unknown to the database: consent_xyz.'];
    const { jobId } = await host.ask('prepareJob', { sourceId, recipe: customRecipe, name: 'Weekly', doubts });
    expect(await host.ask('jobStatus', { jobId })).toMatchObject({ doubts, runSettings: null });
    expect(await host.ask('listJobs', {})).toMatchObject([{ jobId, name: 'Weekly', status: { state: 'ready', counts: { read: 1_001, ready: 1_000, invalid: 1 } } }]);
    expect(host.events).toContainEqual(expect.objectContaining({ kind: 'preparing', sourceId }));
    expect(await host.ask('jobProblems', { jobId })).toMatchObject([{ reason: 'not-integer', rows: 1, examples: [{ row: 1_002, value: 'x' }] }]);
    expect(await host.ask('previewItems', { jobId, limit: 2 })).toEqual(['{"Custom_ID":1}', '{"Custom_ID":2}']);
    const invalid = await host.ask('filterRows', { jobId, filter: { states: ['invalid'] } });
    expect(await host.ask('rowsAt', { jobId, positions: [...invalid] })).toMatchObject([{ row: 1_002, state: 'invalid' }]);
    expect(JSON.stringify(inspection)).not.toContain(folder.path);
  });

  it('leave no job behind when their preparation is cancelled', async () => {
    const path = join(folder.path, 'clients.csv');
    writeFileSync(path, `Client No\n${Array.from({ length: 200_000 }, (_, index) => index + 1).join('\n')}\n`);
    const { sourceId } = await host.ask('registerSource', { path });
    const prepared = host.ask('prepareJob', { sourceId, recipe: customRecipe, name: 'Weekly' });
    await expect(host.ask('prepareJob', { sourceId, recipe: customRecipe, name: 'Again' })).rejects.toMatchObject({ code: 'job-busy' });
    await host.ask('cancelPrepare', { sourceId });
    await expect(prepared).rejects.toMatchObject({ code: 'cancelled' });
    expect(await host.ask('listJobs', {})).toEqual([]);
    expect(readdirSync(join(home(), 'jobs'))).toEqual([]);
  });

  it('that were never registered are missing', async () => {
    await expect(host.ask('inspectSource', { sourceId: 's1' })).rejects.toMatchObject({ code: 'source-missing' });
  });
});
