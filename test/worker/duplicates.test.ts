import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
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

it('duplicates are listed, picked and filled through the engine’s host, and undone as other corrections', async () => {
  const path = join(folder.path, 'clients.csv');
  writeFileSync(path, 'No,Name\n1,Anna\n2,Boris\n1,\n');
  const { sourceId } = await host.ask('registerSource', { path });
  const fields = [{ field: 'Custom_ID', type: 'int', column: 'No' } as const, { field: '_fname', type: 'string', column: 'Name' } as const];
  const job = await host.ask('prepareJob', { sourceId, name: 'clients', recipe: { version: 1, request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID' }, fields } });
  const list = () => host.ask('listDuplicates', { ...job, offset: 0, limit: 10 });
  expect(await list()).toMatchObject({ total: 1, duplicates: 1, groups: [{ key: '1', sent: 4, sentPosition: 3, isPicked: false, members: [{ row: 2 }, { row: 4 }] }] });
  expect(await host.ask('previewFill', { ...job, position: 1, sendAgain: false })).toMatchObject({ cells: 1, first: [{ row: 4, column: 1, from: 2 }] });
  expect(await host.ask('fillDuplicates', { ...job, sendAgain: false })).toMatchObject({ batch: { origin: 'window', act: { kind: 'fill', row: null } }, cells: 1 });
  expect(await host.ask('pickDuplicate', { ...job, position: 1, sendAgain: false })).toMatchObject({ batch: { act: { kind: 'pick', row: 2, instead: 4 } } });
  expect(await list()).toMatchObject({ groups: [{ sent: 2, isPicked: true }] });
  await host.ask('undoCorrections', { ...job, redo: false });
  expect(await list()).toMatchObject({ groups: [{ sent: 4, isPicked: false }] });
});
