import Database from 'better-sqlite3';
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { takeAnnounced } from '#files/announcedJobs.ts';
import { startPractice, type PracticeServer } from '../../electron/practice/index.ts';
import { sampleRecipe, writeSampleWorkbook } from '../../electron/practice/sampleWorkbook.ts';
import { cli } from '../support/cli.ts';
import { temporaryFolder } from '../support/jobs.ts';
import { zeroPage } from '../support/repairs.ts';

let folder: ReturnType<typeof temporaryFolder>;
let server: PracticeServer;

beforeAll(async () => {
  folder = temporaryFolder();
  server = await startPractice();
});

afterAll(async () => {
  await server.close();
  folder.remove();
});

const inFolder = (name: string): string => join(folder.path, name);

it('check and repair end with the same code where nothing of a job can be saved', async () => {
  for (const [name, bytes] of [['empty', 0], ['zeros', 40_000]] as const) {
    const job = inFolder(`${name}.importjob`);
    writeFileSync(job, Buffer.alloc(bytes));
    expect([(await cli(['check', job])).code, (await cli(['repair', job, '--out', inFolder(`${name}-saved.importjob`)])).code]).toEqual([1, 1]);
  }
});

it('check tells what is hit by code 1, and repair gets a half sent job out of a file without its first page', async () => {
  await writeSampleWorkbook({ rows: 1_000, out: inFolder('clients.xlsx') });
  writeFileSync(inFolder('recipe.json'), JSON.stringify(sampleRecipe));
  writeFileSync(inFolder('token'), server.token);
  const job = inFolder('job.importjob');
  expect((await cli(['prepare', inFolder('clients.xlsx'), '--recipe', inFolder('recipe.json'), '--job', job])).code).toBe(0);
  const run = (which: string, ...more: readonly string[]) => cli(['run', which, '--url', server.url, '--token-file', inFolder('token'), '--json', ...more]);
  await run(job, '--trial', '300');
  expect((await cli(['check', job])).code).toBe(0);
  zeroPage(job, 1);
  const bytes = readFileSync(job);
  const checked = await cli(['check', job]);
  expect(checked.code).toBe(1);
  expect(checked.err).toContain('is damaged and cannot be run as it is');
  const out = inFolder('saved.importjob');
  const repaired = await cli(['repair', job, '--out', out, '--source', inFolder('clients.xlsx'), '--json', '--home', inFolder('home')]);
  expect({ code: repaired.code, ...JSON.parse(repaired.out) }).toMatchObject({ code: 0, state: 'paused', countsAddUp: true, repaired: { unknown: 0, lost: 0 } });
  // The window lists it by itself.
  expect(takeAnnounced(inFolder('home/state/announced'))).toEqual([realpathSync(out)]);
  expect(readFileSync(job).equals(bytes)).toBe(true);
  expect(JSON.parse((await run(out)).out)).toMatchObject({ state: 'finished', counts: { unknown: 0, notSent: 0 }, repaired: { from: 'job.importjob' } });
  expect(server.journal.appliedMoreThanOnce()).toEqual([]);
}, 60_000);

it('tells that rows have lost their cells and numbers, by code 3, and exports no row number 0', async () => {
  const [source, job, out] = [inFolder('few.csv'), inFolder('few.importjob'), inFolder('few-saved.importjob')];
  writeFileSync(source, 'Client No,Name\n1,Anna\n2,Boris\n2,Bob\n3,Vera\n');
  writeFileSync(inFolder('few.json'), JSON.stringify({ version: 1, request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID' }, fields: [{ field: 'Custom_ID', type: 'int', column: 'Client No' }] }));
  expect((await cli(['prepare', source, '--recipe', inFolder('few.json'), '--job', job])).code).toBe(0);
  expect((await cli(['run', job, '--url', server.url], { token: server.token })).code).toBe(0);
  const db = new Database(job);
  db.pragma('foreign_keys = OFF');
  db.exec('UPDATE block SET first = 3 WHERE first = 1');
  db.close();
  const told = await cli(['repair', job, '--out', out]);
  expect(told).toMatchObject({ code: 3, err: expect.stringMatching(/4 rows have lost their cells and row numbers: they are empty .*--source/) });
  expect((await cli(['status', out])).err).toContain('4 rows without cells');
  for (const ended of [await cli(['run', job, '--url', server.url], { token: server.token }), await cli(['status', job])]) expect(ended.err).toMatch(/note: The job “few\.importjob” was repaired into “.*few-saved\.importjob”/);
  expect((await cli(['export', out, '--rows', 'all', '--out', inFolder('few-all.csv')])).code).toBe(0);
  const lines = readFileSync(inFolder('few-all.csv'), 'utf8').trim().split(/\r?\n/).slice(1);
  expect(lines).toHaveLength(4);
  expect(lines.filter((line) => /^(?:"",|,)*"?0"?,|row 0/.test(line))).toEqual([]);
  const [header = '', first = ''] = readFileSync(inFolder('few-all.csv'), 'utf8').replace('\uFEFF', '').split(/\r?\n/);
  expect(first.split(',')[header.split(',').indexOf('[Import] Row')]).toBe('');
  const again = await cli(['repair', job, '--out', inFolder('few-again.importjob'), '--source', source]);
  expect(again).toMatchObject({ code: 0, err: expect.not.stringContaining('lost their cells') });
}, 60_000);
