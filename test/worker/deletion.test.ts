import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EngineInput } from '#contract/engine.ts';
import type { Recipe } from '#contract/recipe.ts';
import { startPractice, type PracticeServer } from '../../electron/practice/index.ts';
import { temporaryFolder } from '../support/jobs.ts';
import { openHost, still, type OpenHost } from './openHost.ts';

const email = 'anna.petrova@mail-of-anna.example';
const recipe: Recipe = {
  version: 1,
  request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID' },
  fields: [
    { field: 'Custom_ID', type: 'int', column: 'Id' },
    { field: 'email', type: 'email', column: 'Email' },
  ],
};

let server: PracticeServer;
let folder: ReturnType<typeof temporaryFolder>;
let home: string;
let host: OpenHost;

beforeAll(async () => {
  // The platform's own words name a person, too.
  server = await startPractice({ faults: { rules: [{ kind: 'reject-items', everyNth: 1, code: 404, text: `No profile ${email}` }] } });
});
afterAll(() => server.close());
beforeEach(() => {
  folder = temporaryFolder();
  home = join(folder.path, 'home');
  mkdirSync(home);
  host = openHost(home);
});
afterEach(async () => {
  await host.ask('shutdown', { waitMs: 0 });
  folder.remove();
});

/** A finished job of two people, all of them refused, looked at, corrected and exported; its id. */
async function sent(name: string): Promise<string> {
  const path = join(folder.path, `${name}.csv`);
  writeFileSync(path, `Id,Email\n1,${email}\n2,${email.replace('anna', 'olga')}\n`);
  const { sourceId } = await host.ask('registerSource', { path });
  await host.ask('inspectSource', { sourceId });
  const { jobId } = await host.ask('prepareJob', { sourceId, recipe, name });
  const access = { baseUrl: server.url, token: server.token, tokenInBody: true };
  const ended = host.next((status) => still(status));
  const run: EngineInput<'runJob'> = { jobId, access, streams: 1, chunkProfiles: 100, chunkBytes: 1_000_000, pauseWhenRefused: null };
  await host.ask('runJob', run);
  await ended;
  await host.ask('listJobs', {});
  await host.ask('findText', { jobId, text: 'anna', limit: 10 });
  return jobId;
}

/** Files below the folder of all that is kept in which a text stands, in either encoding that SQLite has. */
function filesWith(text: string): readonly string[] {
  const wanted = [Buffer.from(text), Buffer.from(text, 'utf16le')];
  return readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => wanted.some((bytes) => readFileSync(path).includes(bytes)));
}

describe('A job that is deleted', () => {
  it('leaves no byte of its people behind, nor its name or its source’s place', async () => {
    const [gone, stays] = [await sent('people-of-anna'), await sent('others')];
    await host.ask('correctCells', { jobId: gone, cells: [{ position: 1, column: 1, value: 'new.address@mail-of-anna.example' }], sendAgain: false });
    expect(filesWith('mail-of-anna').length).toBeGreaterThan(0);
    expect(await host.ask('sourceOnlyOf', { jobId: gone })).toEqual({ path: join(folder.path, 'people-of-anna.csv') });
    await host.ask('deleteJob', { jobId: gone });
    expect([filesWith('new.address'), filesWith('people-of-anna')]).toEqual([[], []]);
    await host.ask('deleteJob', { jobId: stays });
    expect([filesWith('mail-of-anna'), filesWith('others.csv')]).toEqual([[], []]);
    expect(readdirSync(join(home, 'jobs'))).toEqual([]);
  });

  it('was of another person’s no business while it was there', async () => {
    await sent('people');
    const wide = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) => (statSync(join(entry.parentPath, entry.name)).mode & 0o077) !== 0);
    expect(wide.map(({ name }) => name)).toEqual([]);
  });
});

it('Jobs that are done with rest by their last change; pinned ones, and those that are not ours, are none', async () => {
  const [old, pinned, fresh] = [await sent('old'), await sent('pinned'), await sent('fresh')];
  await host.ask('pinJob', { jobId: pinned, pinned: true });
  const [day, now] = [86_400_000, Date.now()];
  const elsewhere = join(folder.path, 'mine.importjob');
  await host.ask('handOverTo', { jobId: await sent('given'), path: elsewhere });
  for (const name of readdirSync(join(home, 'jobs'))) if (!name.startsWith(fresh)) utimesSync(join(home, 'jobs', name), now / 1_000, (now - 40 * day) / 1_000);
  utimesSync(elsewhere, now / 1_000, (now - 40 * day) / 1_000);
  const resting = await host.ask('restingSince', { moment: now - 30 * day });
  expect(resting.map(({ jobId }) => jobId)).toContain(old);
  expect(resting.map(({ name }) => name)).not.toEqual(expect.arrayContaining([expect.stringMatching(/pinned|fresh|mine/)]));
});
