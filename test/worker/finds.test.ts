import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/jobs.ts';
import { openHost, type OpenHost } from './openHost.ts';

let folder: ReturnType<typeof temporaryFolder>;
let host: OpenHost;

beforeEach(() => {
  folder = temporaryFolder();
  host = openHost(join(folder.path, 'home'));
});
afterEach(async () => {
  await host.ask('shutdown', { waitMs: 0 }).catch(() => null);
  folder.remove();
});

async function prepared(count: number): Promise<{ readonly jobId: string }> {
  const path = join(folder.path, 'clients.csv');
  writeFileSync(path, ['No,Name', ...Array.from({ length: count }, (_, index) => `${index + 1},Anna ${index}`)].join('\n'));
  const { sourceId } = await host.ask('registerSource', { path });
  const fields = [{ field: 'Custom_ID', type: 'int', column: 'No' } as const, { field: '_fname', type: 'string', column: 'Name' } as const];
  return host.ask('prepareJob', { sourceId, name: 'clients', recipe: { version: 1, request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID' }, fields } });
}

describe('a search through the engine’s host', () => {
  it('answers, tells how far it is, and is ended by a new one, by request and by deleting its job', async () => {
    const job = await prepared(30_000);
    const search = { ...job, text: 'ANNA 29999', limit: 10 };
    const begun = host.hears('finding');
    const first = expect(host.ask('findText', { ...job, text: 'anna', limit: 10 })).rejects.toMatchObject({ code: 'cancelled' });
    await begun;
    expect(host.events.find(({ kind }) => kind === 'finding')).toMatchObject({ ...job, total: 30_000 });
    expect(await host.ask('findText', search)).toMatchObject({ total: 1, cells: [{ position: 30_000, row: 30_001, column: 1 }] });
    await first;
    const asked = expect(host.ask('findText', { ...search, text: 'anna' })).rejects.toMatchObject({ code: 'cancelled' });
    await host.ask('cancelFind', job);
    await asked;
    const last = expect(host.ask('findText', { ...search, text: 'anna' })).rejects.toMatchObject({ code: 'cancelled' });
    await host.ask('deleteJob', job);
    await last;
    await expect(host.ask('findText', search)).rejects.toMatchObject({ code: 'job-missing' });
  });
});
