import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FieldRule } from '#contract/recipe.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { applyBatch } from '#engine/jobs/corrections/applyBatch.ts';
import { openJob } from '#engine/jobs/recover.ts';
import { startPractice, type PracticeServer } from '../../electron/practice/index.ts';
import { temporaryFolder } from '../support/jobs.ts';
import { openHost, still, type OpenHost } from './openHost.ts';

let folder: ReturnType<typeof temporaryFolder>;
let server: PracticeServer;
let host: OpenHost;

beforeEach(async () => {
  folder = temporaryFolder();
  server = await startPractice({ population: 50_000, keepItems: true });
  host = openHost(join(folder.path, 'home'));
});
afterEach(async () => {
  await host.ask('shutdown', { waitMs: 0 }).catch(() => null);
  await server.close();
  folder.remove();
});

async function prepared(rows: readonly string[], more: readonly FieldRule[] = []): Promise<{ readonly jobId: string }> {
  const path = join(folder.path, 'clients.csv');
  writeFileSync(path, ['No,Name', ...rows].join('\n'));
  const { sourceId } = await host.ask('registerSource', { path });
  const fields = [{ field: 'Custom_ID', type: 'int', column: 'No' } as const, { field: '_fname', type: 'string', column: 'Name' } as const];
  return host.ask('prepareJob', { sourceId, name: 'clients', recipe: { version: 1, request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID' }, fields: [...fields, ...more] } });
}

const start = ({ jobId }: { jobId: string }) =>
  host.ask('runJob', { jobId, access: { baseUrl: server.url, token: server.token, tokenInBody: true }, streams: 1, chunkProfiles: 100, chunkBytes: 1_000_000, pauseWhenRefused: null });

describe('corrections through the engine’s host', () => {
  it('are typed, listed, undone and redone, and the window is told of what the job then is', async () => {
    const job = await prepared(['1,Anna', 'x,Boris']);
    const told = host.next(({ counts }) => counts.invalid === 0);
    const cells = [{ position: 2, column: 1, value: '' }, { position: 2, column: 0, value: '2' }];
    expect(await host.ask('correctCells', { ...job, cells, sendAgain: false })).toMatchObject({ rows: 1, cells: 2, batch: { origin: 'window', act: { row: 3, column: 'B' } }, after: { ready: 2 } });
    await told;
    expect(await host.ask('rowsAt', { ...job, positions: [1, 2] })).toMatchObject([{ state: 'ready' }, { state: 'ready', cells: [{ t: 's', v: '2' }], corrected: [0, 1] }]);
    expect(await host.ask('undoCorrections', { ...job, redo: false })).toMatchObject({ batch: { state: 'undone' }, after: { invalid: 1 } });
    expect(await host.ask('listCorrections', job)).toMatchObject([{ id: 1, state: 'undone' }]);
    await host.ask('undoCorrections', { ...job, redo: true });
    const finished = host.next(still);
    await start(job);
    expect(await finished).toMatchObject({ state: 'finished', counts: { accepted: 2 } });
    await expect(host.ask('undoCorrections', { ...job, redo: false })).rejects.toMatchObject({ code: 'correction-sent' });
  });

  it('are proposed, looked at and made alike for many rows', async () => {
    const job = await prepared(['1,Anna', '2 0,Boris', 'x,Vera']);
    expect(await host.ask('listProposals', job)).toMatchObject([{ column: 'A', reason: 'not-integer', rows: 2, proposals: [{ request: { mends: [{ kind: 'spaces' }] }, preview: { right: 1 } }] }]);
    const request = { column: 0, mends: [{ kind: 'map' as const, values: { x: '3' } }], selection: { kind: 'problem' as const, reason: 'not-integer' as const }, onlyFixing: true };
    expect(await host.ask('previewMend', { ...job, ...request })).toMatchObject({ cells: 1, right: 1, samples: [{ row: 4, after: { v: '3' } }] });
    expect(await host.ask('listCorrections', job)).toEqual([]);
    expect(await host.ask('applyMend', { ...job, ...request, sendAgain: false })).toMatchObject({ rows: 1, batch: { origin: 'window', act: { kind: 'mend', column: 'A' } }, after: { invalid: 1 } });
    expect(await host.ask('undoCorrections', { ...job, redo: false })).toMatchObject({ after: { invalid: 2 } });
    const look = host.ask('previewMend', { ...job, ...request });
    await host.ask('cancelMending', { ...job, look: 'mend' });
    await look.catch((error: unknown) => expect(error).toMatchObject({ code: 'cancelled' }));
    await host.ask('deleteJob', job);
  });

  it('are kept in the recipe that the job was made by, once, or in a new one, so that the next file needs none', async () => {
    const rows = ['1,Anna', '2 0,Boris'];
    const job = await prepared(rows);
    const request = { column: 0, mends: [{ kind: 'spaces' as const }], selection: { kind: 'problem' as const, reason: 'not-integer' as const }, onlyFixing: true };
    expect(await host.ask('keepChoices', job)).toEqual({ names: [], likely: null });
    expect(await host.ask('keepMend', { ...job, name: 'monthly', ...request })).toEqual({ name: 'monthly', isNew: true, rule: { column: 'No', do: [{ kind: 'spaces' }] } });
    const [{ recipe } = { recipe: null }] = await host.ask('listRecipes', {});
    expect(recipe).toMatchObject({ version: 2, mends: [{ column: 'No', do: [{ kind: 'spaces' }] }] });
    expect(await host.ask('keepChoices', job)).toEqual({ names: ['monthly'], likely: 'monthly' });
    expect(await host.ask('keepMend', { ...job, name: 'monthly', ...request })).toMatchObject({ isNew: false });
    expect(await host.ask('listRecipes', {})).toMatchObject([{ name: 'monthly', recipe: { mends: [{}] } }]);
    expect(await host.ask('keepMend', { ...job, name: 'monthly', ...request, mends: [{ kind: 'float' }] })).toMatchObject({ isNew: false });
    expect(await host.ask('listRecipes', {})).toMatchObject([{ recipe: { mends: [{}, { do: [{ kind: 'float' }] }] } }]);
    await expect(host.ask('keepMend', { ...job, name: 'monthly', ...request, selection: { kind: 'rows', positions: [2] } })).rejects.toMatchObject({ code: 'usage' });
    const { sourceId } = await host.ask('registerSource', { path: join(folder.path, 'clients.csv') });
    const next = await host.ask('prepareJob', { sourceId, name: 'next', recipe: recipe! });
    expect(await host.ask('jobStatus', next)).toMatchObject({ counts: { ready: 2, invalid: 0 } });
  });

  it('of valid addresses with a mistyped domain are found in rows that wait, and only shown', async () => {
    const job = await prepared(['1,a@gmail.con', '2,b@example.com', 'x,c@gmail.con'], [{ field: 'email', type: 'email', column: 'Name' }]);
    expect(await host.ask('listMistyped', job)).toMatchObject([{ column: 'B', reason: null, rows: 1, proposals: [{ preview: { samples: [{ row: 2, before: { v: 'a@gmail.con' }, after: { v: 'a@gmail.com' } }] } }] }]);
    expect(await host.ask('listCorrections', job)).toEqual([]);
  });

  it('leave a cell as it is that shows the pasted text already', async () => {
    const job = await prepared(['1,Anna', 'x,Boris']);
    const cells = [{ position: 1, column: 0, value: '1' }, { position: 1, column: 1, value: 'Anna' }, { position: 2, column: 0, value: '2' }];
    expect(await host.ask('correctCells', { ...job, cells, sendAgain: false })).toMatchObject({ rows: 1, cells: 1 });
    expect(await host.ask('rowsAt', { ...job, positions: [1, 2] })).toMatchObject([{ row: 2 }, { row: 3, corrected: [0] }]);
  });

  it('are cancelled on request, with others answered meanwhile, and have changed nothing then', async () => {
    const job = await prepared(Array.from({ length: 40_000 }, (_, index) => `${index + 1},Anna`));
    const cells = Array.from({ length: 40_000 }, (_, index) => ({ position: index + 1, column: 1, value: 'Ann' }));
    const begun = host.hears('correcting');
    const correcting = host.ask('correctCells', { ...job, cells, sendAgain: false });
    const ended = expect(correcting).rejects.toMatchObject({ code: 'cancelled' });
    await begun;
    expect(await host.ask('jobStatus', job)).toMatchObject({ counts: { ready: 40_000 } });
    await expect(start(job)).rejects.toMatchObject({ code: 'job-busy' });
    await host.ask('cancelCorrections', job);
    await ended;
    expect(await host.ask('listCorrections', job)).toEqual([]);
    expect(await host.ask('rowsAt', { ...job, positions: [1] })).toMatchObject([{ cells: [{ v: '1' }, { v: 'Anna' }] }]);
  });

  it('leave the file open for the next one, and take it as it is by then: written elsewhere, replaced, or gone', async () => {
    const job = await prepared(['1,Anna', 'x,Boris', 'y,Clara']);
    const path = join(folder.path, 'home', 'jobs', `${job.jobId}.importjob`);
    const type = (position: number, value: string) => host.ask('correctCells', { ...job, cells: [{ position, column: 0, value }], sendAgain: false });
    const whole = readFileSync(path);
    await type(2, '2');
    expect(existsSync(`${path}-wal`)).toBe(true);
    // As by the command line.
    const elsewhere = openJob(path);
    await applyBatch(elsewhere, { origin: 'command-line', act: { kind: 'edit', row: 4, column: 'A' }, cells: [{ position: 3, column: 0, after: { t: 's', v: '1' } }], clock: systemClock });
    elsewhere.close();
    expect(await type(2, '1')).toMatchObject({ batch: { id: 3 }, after: { invalid: 0, duplicate: 2 } });
    // An older copy is put in its place, as where a folder is brought back.
    await host.ask('deleteJob', job);
    expect(readdirSync(join(folder.path, 'home', 'jobs')).filter((name) => name.startsWith(job.jobId))).toEqual([]);
    writeFileSync(path, whole);
    const { jobId } = await host.ask('openJobFile', { path });
    const again = (position: number, value: string) => host.ask('correctCells', { jobId, cells: [{ position, column: 0, value }], sendAgain: false, adopt: true });
    expect(await again(2, '2')).toMatchObject({ batch: { id: 1 }, after: { invalid: 1 } });
    renameSync(path, `${path}.old`);
    renameSync(`${path}-wal`, `${path}.old-wal`);
    writeFileSync(path, whole);
    expect(await again(3, '3')).toMatchObject({ batch: { id: 1 }, after: { invalid: 1 } });
    await host.ask('shutdown', { waitMs: 0 });
    expect(existsSync(`${path}-wal`)).toBe(false);
  });
});
