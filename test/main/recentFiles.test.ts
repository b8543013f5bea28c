import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RecentFile } from '#contract/commands.ts';
import { Fault } from '#contract/faults.ts';
import type { Engine } from '../../electron/main/engine/engine.ts';
import { createRecentFiles, type RecentFiles } from '../../electron/main/recentFiles.ts';
import { menuTemplate } from '../../electron/main/window/menu.ts';

let folder: string;
let gone: ReadonlySet<string>;
let told: (readonly RecentFile[])[];
let system: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'recent-'));
  gone = new Set();
  told = [];
  system = [];
});

afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string): string => join(folder, name);
const namesOf = (recent: RecentFiles): readonly string[] => recent.list().map(({ name }) => name);

function start(): RecentFiles {
  const request = async (_name: string, { path }: { readonly path: string }): Promise<unknown> => {
    if (gone.has(path)) throw new Fault('source-missing');
    return { sourceId: 's1', name: path, bytes: 1 };
  };
  return createRecentFiles({ engine: { request } as Pick<Engine, 'request'>, path: at('state/recent.json'), onChange: (files) => told.push(files), system: { add: (path) => system.push(path), clear: () => system.splice(0) } });
}

it('Files that were taken are remembered over a restart, the latest first and ten at most, by nothing but their paths', async () => {
  const recent = start();
  for (let index = 1; index <= 12; index += 1) await recent.take(at(`${index}.xlsx`));
  await recent.take(at('5.xlsx'));
  const names = ['5.xlsx', '12.xlsx', '11.xlsx', '10.xlsx', '9.xlsx', '8.xlsx', '7.xlsx', '6.xlsx', '4.xlsx', '3.xlsx'];
  expect(namesOf(start())).toEqual(names);
  expect(told.at(-1)?.map(({ name }) => name)).toEqual(names);
  expect(JSON.parse(readFileSync(at('state/recent.json'), 'utf8'))).toEqual(names.map(at));
});

it('A file that is gone for good leaves the list when it is asked for; one whose folder is away stays', async () => {
  const recent = start();
  await recent.take(at('here.xlsx'));
  await recent.take(at('away/there.xlsx'));
  gone = new Set([at('here.xlsx'), at('away/there.xlsx')]);
  for (const { recentId } of recent.list()) await expect(recent.takeAgain(recentId)).rejects.toMatchObject({ code: 'source-missing' });
  expect(namesOf(recent)).toEqual(['there.xlsx']);
  await expect(recent.takeAgain('other')).rejects.toMatchObject({ code: 'source-missing' });
});

it('The list is emptied on request, and begins anew where its file is not ours; a file is imported although it cannot be kept', async () => {
  const recent = start();
  await recent.take(at('a.xlsx'));
  recent.forget();
  expect([namesOf(recent), namesOf(start())]).toEqual([[], []]);
  writeFileSync(at('state/recent.json'), '{"paths": 1}');
  expect(namesOf(start())).toEqual([]);
  rmSync(at('state'), { recursive: true });
  writeFileSync(at('state'), '');
  expect(await recent.take(at('a.xlsx'))).toMatchObject({ sourceId: 's1' });
  expect(() => { recent.forget(); }).toThrow('output-unwritable');
});

it('The menu names files, with their folders where two have one name', async () => {
  const recent = start();
  for (const path of ['a/list.xlsx', 'b/list.xlsx', 'Smith & Sons.csv']) await recent.take(at(path));
  const menu = JSON.stringify(menuTemplate({ isMac: false, devTools: false, language: 'system', theme: 'system', available: new Set(['clear-recent']), recent: recent.list(), run: () => undefined, openRecent: () => undefined, installCommand: () => undefined }));
  for (const label of ['Smith && Sons.csv', at('a/list.xlsx'), at('b/list.xlsx')]) expect(menu).toContain(`"label":${JSON.stringify(label)}`);
});

it('The system’s own list has the files and the jobs that were opened, and is cleared with ours', async () => {
  const recent = start();
  await recent.take(at('a.xlsx'));
  recent.tellSystem(at('b.importjob'));
  expect(system).toEqual([at('a.xlsx'), at('b.importjob')]);
  recent.forget();
  expect([system, recent.list()]).toEqual([[], []]);
});
