import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '#contract/faults.ts';
import type { Recipe } from '#contract/recipe.ts';
import type { SourceInspection } from '#contract/source.ts';
import { explain } from '#contract/sentences.ts';
import { temporaryFolder } from '../support/jobs.ts';
import { openHost, type OpenHost } from './openHost.ts';

let folder: ReturnType<typeof temporaryFolder>;
let host: OpenHost;
let path = '';

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, 'clients.csv');
  host = openHost(join(folder.path, 'home'));
  writeFileSync(path, 'No,Name\n1,Anna\n2,Boris\n');
});
afterEach(async () => {
  await host.ask('shutdown', { waitMs: 0 });
  folder.remove();
});

const recipe: Recipe = {
  version: 1,
  request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID' },
  fields: [
    { field: 'Custom_ID', type: 'int', column: 'No' },
    { field: '_fname', type: 'string', column: 'Name' },
  ],
};

async function looked(): Promise<{ readonly sourceId: string; readonly seen: SourceInspection['seen'] }> {
  const { sourceId } = await host.ask('registerSource', { path });
  const { seen } = await host.ask('inspectSource', { sourceId });
  return { sourceId, seen };
}

const faultOf = async (work: Promise<unknown>): Promise<Fault> => {
  const error = await work.then(() => null, (reason: unknown) => reason);
  if (!(error instanceof Fault)) throw new Error('no fault');
  return error;
};

/** Writes other content of the same length and puts the old time back, as a careful copy does. */
function replaceUnseen(text: string): void {
  const { atime, mtime } = statSync(path);
  writeFileSync(path, text);
  utimesSync(path, atime, mtime);
}

describe('A file that changes between being looked at and being checked', () => {
  it.each([
    ['has other headers', () => writeFileSync(path, 'Card,City\n1,Tver\n2,Omsk\n')],
    ['has other values under the same headers', () => writeFileSync(path, 'No,Name\n1,Anna\n2,Boriska\n')],
    ['has the same size and the old time', () => replaceUnseen('No,Name\n1,Olga\n2,Boris\n')],
    ['was only replaced by a file of the same size', () => { rmSync(path); writeFileSync(path, 'No,Name\n1,Olga\n2,Petra\n'); }],
  ])('is not read where it %s, and no job is left', async (_, change) => {
    const { sourceId, seen } = await looked();
    change();
    const fault = await faultOf(host.ask('prepareJob', { sourceId, recipe, name: 'clients', seen }));
    expect(fault.code).toBe('source-changed');
    expect(explain(fault.data).what).toContain('has changed since it was looked at');
    expect(await host.ask('listJobs', {})).toEqual([]);
    expect(readdirSync(join(folder.path, 'home', 'jobs')).filter((name) => name.includes('importjob') && !name.endsWith('lock'))).toEqual([]);
  });

  it('is read once it was looked at anew', async () => {
    await looked();
    writeFileSync(path, 'No,Name\n5,Olga\n');
    const { sourceId, seen } = await looked();
    const { jobId } = await host.ask('prepareJob', { sourceId, recipe, name: 'clients', seen });
    expect(await host.ask('jobStatus', { jobId })).toMatchObject({ counts: { notSent: 1 } });
  });

  it('is found while it is read, too: its rows and its sum would be those of two files', async () => {
    const lines = Array.from({ length: 60_000 }, (_, index) => `${index + 1},Name ${index + 1}`);
    writeFileSync(path, ['No,Name', ...lines].join('\n'));
    const { sourceId, seen } = await looked();
    const preparing = host.ask('prepareJob', { sourceId, recipe, name: 'clients', seen });
    const reading = new Promise<void>((resolve) => {
      const look = (): void => void (host.events.some(({ kind }) => kind === 'preparing') ? resolve() : setImmediate(look));
      look();
    });
    await reading;
    replaceUnseen(['No,Name', ...lines].join('\n').replace('Name 59999', 'Nome 59999'));
    const fault = await faultOf(preparing);
    expect(fault.code).toBe('source-changed');
    expect(explain(fault.data).what).toContain('while it was read');
    expect(await host.ask('listJobs', {})).toEqual([]);
  });

  it('tells a missing column by its header and not by the recipe’s inner path', async () => {
    const { sourceId } = await looked();
    writeFileSync(path, 'No,City\n1,Tver\n');
    const fault = await faultOf(host.ask('prepareJob', { sourceId, recipe, name: 'clients' }));
    expect(fault.code).toBe('recipe-columns');
    const { what } = explain(fault.data);
    expect(what).toContain('no column with the header “Name”');
    expect(what).not.toMatch(/fields\[/);
  });
});

describe('A file that changes between being checked and being started', () => {
  async function prepared(): Promise<string> {
    const { sourceId, seen } = await looked();
    return (await host.ask('prepareJob', { sourceId, recipe, name: 'clients', seen })).jobId;
  }

  it('is the same where it was not touched, or only copied over with the very same content', async () => {
    const jobId = await prepared();
    expect(await host.ask('checkSource', { jobId })).toMatchObject({ verdict: 'same' });
    copyFileSync(path, `${path}.copy`);
    copyFileSync(`${path}.copy`, path);
    expect(await host.ask('checkSource', { jobId })).toMatchObject({ verdict: 'same' });
  });

  it('is told to have changed, be it by one letter under the old time', async () => {
    const jobId = await prepared();
    replaceUnseen('No,Name\n1,Olga\n2,Boris\n');
    expect(await host.ask('checkSource', { jobId })).toMatchObject({ verdict: 'changed' });
  });

  it('is gone where it was deleted or its name is a folder’s now', async () => {
    const jobId = await prepared();
    rmSync(path);
    expect(await host.ask('checkSource', { jobId })).toEqual({ verdict: 'gone', modified: null });
    mkdirSync(path);
    expect(await host.ask('checkSource', { jobId })).toEqual({ verdict: 'gone', modified: null });
  });

  it('is known after the program was started anew, and can be taken again with the recipe of the job', async () => {
    const jobId = await prepared();
    await host.ask('shutdown', { waitMs: 0 });
    host = openHost(join(folder.path, 'home'));
    writeFileSync(path, 'No,Name\n1,Anna\n2,Boris\n3,Olga\n');
    expect(await host.ask('checkSource', { jobId })).toMatchObject({ verdict: 'changed' });
    const reopened = await host.ask('reopenSource', { jobId });
    expect(reopened).toMatchObject({ source: { name: 'clients.csv' }, recipe });
    expect((await host.ask('inspectSource', { sourceId: reopened.source.sourceId })).sample).toHaveLength(3);
  });

  it('of a job from elsewhere is not known, and nobody is bothered', async () => {
    const prepareId = await prepared();
    const elsewhere = join(folder.path, 'brought.importjob');
    copyFileSync(join(folder.path, 'home', 'jobs', `${prepareId}.importjob`), elsewhere);
    await host.ask('shutdown', { waitMs: 0 });
    host = openHost(join(folder.path, 'other home'));
    const { jobId } = await host.ask('openJobFile', { path: elsewhere });
    expect(await host.ask('checkSource', { jobId })).toEqual({ verdict: 'unknown', modified: null });
    expect((await faultOf(host.ask('reopenSource', { jobId }))).code).toBe('source-missing');
  });

  it('stays known when its job file is opened by hand as well', async () => {
    const jobId = await prepared();
    await host.ask('openJobFile', { path: join(folder.path, 'home', 'jobs', `${jobId}.importjob`) });
    expect(await host.ask('checkSource', { jobId })).toMatchObject({ verdict: 'same' });
  });
});
