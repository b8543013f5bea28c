import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Comparison } from '#contract/comparison.ts';
import { startPractice, type PracticeServer } from '../../electron/practice/index.ts';
import { temporaryFolder } from '../support/jobs.ts';
import { openHost, type OpenHost } from './openHost.ts';

let folder: ReturnType<typeof temporaryFolder>;
let host: OpenHost;
let server: PracticeServer;

beforeEach(async () => {
  folder = temporaryFolder();
  server = await startPractice({ population: 100 });
  host = openHost(join(folder.path, 'home'));
});
afterEach(async () => {
  await host.ask('shutdown', { waitMs: 0 }).catch(() => null);
  await server.close();
  folder.remove();
});

async function prepared(count: number): Promise<{ readonly jobId: string }> {
  const path = join(folder.path, 'clients.csv');
  writeFileSync(path, ['No,Name', ...Array.from({ length: count }, (_, index) => `${index + 1},Olga`)].join('\n'));
  const { sourceId } = await host.ask('registerSource', { path });
  const fields = [{ field: 'Custom_ID', type: 'int', column: 'No' } as const, { field: '_fname', type: 'string', column: 'Name' } as const];
  return host.ask('prepareJob', { sourceId, name: 'clients', recipe: { version: 1, request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID' }, fields } });
}

describe('a comparison through the engine’s host', () => {
  it('is ended by the operator, gone on with, and begun anew', async () => {
    const job = await prepared(12);
    const ask = (goOn: boolean): Promise<Comparison> =>
      host.ask('compareWith', { ...job, connectionId: 'c', sample: 4, goOn, keep: goOn, access: { baseUrl: server.url, token: server.token, tokenInBody: true } });
    const begun = host.hears('fetching');
    const first = ask(false);
    await begun;
    await host.ask('cancelComparison', job);
    const part = await first;
    expect(part).toMatchObject({ ended: 'asked', fault: null, sample: 4, waiting: 12 });
    expect(part.rows.length).toBeLessThan(4);
    const whole = await ask(true);
    expect(whole).toMatchObject({ ended: null, counts: { changed: 4 }, kept: 4 - part.rows.length });
    expect(whole.rows.map(({ position }) => position)).toEqual([1, 4, 7, 10]);
    expect(host.events.findLast(({ kind }) => kind === 'fetching')).toMatchObject({ ...job, total: 4 });
    // Once all are compared, to go on asks for nobody.
    expect(await ask(true)).toEqual(whole);
  });

  it('tells what the platform says with what was compared, and a job is deleted beside it', async () => {
    const job = await prepared(3);
    const access = { baseUrl: server.url, token: 'f'.repeat(32), tokenInBody: true };
    expect(await host.ask('compareWith', { ...job, connectionId: 'c', sample: 20, goOn: false, keep: false, access })).toMatchObject({ rows: [], ended: 'fault', fault: { code: 'server-refused' } });
    const last = host.ask('compareWith', { ...job, connectionId: 'c', sample: 20, goOn: false, keep: true, access: { ...access, token: server.token } });
    await host.ask('deleteJob', job);
    expect(await last).toMatchObject({ ended: 'asked' });
  });
});

describe('an undo workbook through the engine’s host', () => {
  it('is written with its recipe beside it and among the saved ones, and covers the rows whose profiles were kept', async () => {
    const job = await prepared(12);
    const access = { baseUrl: server.url, token: server.token, tokenInBody: true };
    const path = join(folder.path, 'clients undo.xlsx');
    await expect(host.ask('undoTo', { ...job, path })).rejects.toMatchObject({ code: 'nothing-to-undo' });
    await host.ask('compareWith', { ...job, connectionId: 'c', sample: 3, goOn: false, keep: true, access });
    expect(await host.ask('jobStatus', job)).toMatchObject({ keptProfiles: 3 });
    const over = host.next(({ state }) => state === 'finished');
    await host.ask('runJob', { ...job, access, streams: 1, chunkProfiles: 100, chunkBytes: 1_000_000, pauseWhenRefused: null });
    await over;
    const cancelled = host.ask('undoTo', { ...job, path });
    await host.ask('cancelUndo', job);
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    expect(readdirSync(folder.path).filter((name) => name.startsWith('clients undo'))).toEqual([]);
    writeFileSync(join(folder.path, 'clients undo.json'), 'somebody’s own');
    expect(await host.ask('undoTo', { ...job, path })).toEqual({
      workbook: 'clients undo.xlsx', recipe: 'clients undo 2.json', saved: 'clients undo', rows: 3, sent: 12, left: { added: 0, subscription: 0, value: 0, email: 0, key: 0 },
    });
    const [saved] = await host.ask('listRecipes', {});
    expect(saved).toMatchObject({ name: 'clients undo', recipe: JSON.parse(readFileSync(join(folder.path, 'clients undo 2.json'), 'utf8')) });
    expect(readFileSync(join(folder.path, 'clients undo.json'), 'utf8')).toBe('somebody’s own');
    const { sourceId } = await host.ask('registerSource', { path });
    const undo = await host.ask('prepareJob', { sourceId, name: 'undo', recipe: saved?.recipe ?? { version: 1, request: { db_id: 7, matching: 'email' }, fields: [] } });
    expect(await host.ask('jobStatus', { jobId: undo.jobId })).toMatchObject({ counts: { read: 3, notSent: 3 } });
  });
});
