import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { prepareRows } from '../support/corrections.ts';
import { temporaryFolder } from '../support/jobs.ts';
import { rewritten } from '../support/rounds.ts';
import { openHost, type OpenHost } from './openHost.ts';

let folder: ReturnType<typeof temporaryFolder>;
let host: OpenHost;
let jobId: string;

beforeEach(async () => {
  folder = temporaryFolder();
  host = openHost(join(folder.path, 'home'));
  const path = await prepareRows(folder.path, [['1', 'Anna', ''], ['x', 'Boris', '31.01.2024'], ['3', 'Clara', '31.02.2024']]);
  ({ jobId } = await host.ask('openJobFile', { path }));
});
afterEach(async () => {
  await host.ask('shutdown', { waitMs: 0 });
  folder.remove();
});

async function exported(filter: Parameters<typeof host.ask<'exportTo'>>[1]['filter'] = {}): Promise<string> {
  const path = join(folder.path, 'wrong.xlsx');
  await host.ask('exportTo', { jobId, rows: 'wrong', path, forCorrecting: true, filter });
  return path;
}

it('knows a workbook that comes back under any name, shows what was changed in it, and takes it into its job', async () => {
  const path = await rewritten(await exported(), (sheet) => {
    expect(sheet.rowCount).toBe(3);
    sheet.getCell('A2').value = 2;
  });
  const named = join(folder.path, 'from Olga (final).xlsx');
  copyFileSync(path, named);
  const { sourceId } = await host.ask('registerSource', { path: named });
  expect(await host.ask('recogniseWorkbook', { sourceId })).toEqual({ jobId });
  expect(await host.ask('previewWorkbook', { jobId, sourceId, sendAgain: false, asItIs: false, overwrite: false })).toMatchObject({ changedRows: 1, untouched: 1, changes: [{ row: 3, becomes: 'ready' }] });
  expect(await host.ask('listCorrections', { jobId })).toEqual([]);
  expect(await host.ask('correctFromWorkbook', { jobId, sourceId, sendAgain: false, asItIs: false, overwrite: false })).toMatchObject({ result: { rows: 1, after: { invalid: 1, ready: 2 } } });
  expect(await host.ask('listCorrections', { jobId })).toMatchObject([{ origin: 'workbook', act: { kind: 'workbook', name: 'from Olga (final).xlsx' } }]);
  expect(host.events.some((event) => event.kind === 'correcting' && event.step === 'read')).toBe(true);
});

it('exports for correcting those rows alone that a filter leaves', async () => {
  const path = await rewritten(await exported({ problem: { column: 'C', reason: 'incorrect-date' } }), (sheet) => {
    expect([sheet.rowCount, sheet.getCell('A2').value]).toEqual([2, '3']);
  });
  const { sourceId } = await host.ask('registerSource', { path });
  expect(await host.ask('previewWorkbook', { jobId, sourceId, sendAgain: false, asItIs: false, overwrite: false })).toMatchObject({ rows: 1, untouched: 1 });
});

it('takes no other file for one, and says where its job is not in the list any more', async () => {
  const path = await exported();
  const { sourceId } = await host.ask('registerSource', { path });
  await host.ask('deleteJob', { jobId });
  expect(await host.ask('recogniseWorkbook', { sourceId })).toEqual({ jobId: null });
  const csv = join(folder.path, 'a.csv');
  writeFileSync(csv, 'No,[Import] Id\n1,id:1\n');
  const other = await host.ask('registerSource', { path: csv });
  expect(await host.ask('recogniseWorkbook', { sourceId: other.sourceId })).toBeNull();
});
