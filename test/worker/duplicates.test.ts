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

it('all rows of a large group are shown page by page, or about a row of the sheet, and can be picked', async () => {
  const path = join(folder.path, 'clients.csv');
  writeFileSync(path, `No,Name\n${Array.from({ length: 50 }, (_, index) => `1,${index}`).join('\n')}\n2,x\n`);
  const { sourceId } = await host.ask('registerSource', { path });
  const fields = [{ field: 'Custom_ID', type: 'int', column: 'No' } as const, { field: '_fname', type: 'string', column: 'Name' } as const];
  const job = await host.ask('prepareJob', { sourceId, name: 'clients', recipe: { version: 1, request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID' }, fields } });
  const page = async (wish: { readonly offset?: number; readonly row?: number }) => {
    const { offset, members } = await host.ask('duplicateRows', { ...job, position: 50, offset: 0, ...wish });
    return [offset, members.length, members[0]?.row, members.at(-2)?.row, members.at(-1)?.row];
  };
  const { groups: [first] } = await host.ask('listDuplicates', { ...job, offset: 0, limit: 10 });
  expect(await page({})).toEqual([0, first!.members.length, 2, 20, 51]);
  expect(await page({ offset: 19 })).toEqual([19, 20, 21, 39, 51]);
  expect(await page({ offset: 38 })).toEqual([38, 12, 40, 50, 51]);
  expect(await page({ row: 45 })).toEqual(await page({ offset: 38 }));
  expect(await page({ row: 1_000 })).toEqual(await page({ offset: 38 }));
  expect(await host.ask('pickDuplicate', { ...job, position: 44, sendAgain: false })).toMatchObject({ batch: { act: { kind: 'pick', row: 45, instead: 51 } } });
  // The row by which the page was shown is sent no more.
  expect((await host.ask('duplicateRows', { ...job, position: 50, offset: 0 })).members).toEqual([]);
});
