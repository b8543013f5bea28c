import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import { startPractice } from '../../electron/practice/index.ts';
import { cli, type Ended } from '../support/cli.ts';
import { smallDisk, type SmallDisk } from '../support/disks.ts';
import { makeJob, profiles, temporaryFolder } from '../support/jobs.ts';

let folder: ReturnType<typeof temporaryFolder>;
let disk: SmallDisk | null = null;
const at = (name: string): string => join(folder.path, name);

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  disk?.remove();
  disk = null;
  folder.remove();
});

const home = (): Record<string, string> => ({ PROFILE_IMPORTER_HOME: at('home') });
const ours = (...args: readonly string[]): Promise<Ended> => cli(args, { env: home(), token: '0123456789abcdef0123456789abcdef' });

function drive(context: TestContext): SmallDisk {
  disk = smallDisk(folder.path);
  if (disk === null) context.skip('this person may mount no drive: read-only and full ones were not tried');
  return disk;
}

/** All that only looks, and an export to another place. */
async function expectReadable(job: string, rows: number): Promise<void> {
  expect(JSON.parse((await ours('status', job, '--json')).out)).toMatchObject({ state: 'ready', counts: { read: rows, notSent: rows } });
  expect(await ours('failures', job, '--json')).toMatchObject({ code: 0, out: '[]\n' });
  expect((await ours('preview', job, '--limit', '100')).out.trim().split('\n')).toHaveLength(rows);
  for (const name of ['all.csv', 'all.xlsx']) {
    expect(await ours('export', job, '--rows', 'all', '--out', at(name))).toMatchObject({ code: 0 });
    rmSync(at(name));
  }
}

/** Nothing that writes is done, and each says why in the words of the place. */
async function expectHeldBack(job: string, words: RegExp, code: number): Promise<void> {
  const server = await startPractice();
  try {
    for (const args of [['run', job, '--url', server.url], ['export', job, '--rows', 'all', '--out', `${job}.csv`], ['simulate', job, '--out', `${job}-sim`]]) {
      const ended = await ours(...args);
      expect([args[0], ended.code, ended.err]).toEqual([args[0], code, expect.stringMatching(words)]);
    }
    expect(server.journal.applied().size).toBe(0);
  } finally {
    await server.close();
  }
}

describe('A job in a place where nothing can be written', { timeout: 60_000 }, () => {
  it('can be looked at on a read-only drive, and says so otherwise', async (context) => {
    const place = drive(context);
    const job = join(place.path, 'j.importjob');
    makeJob(job, profiles(40)).close();
    place.readOnly();
    await expectReadable(job, 40);
    await expectHeldBack(job, /drive that can only be read/, 2);
    expect(readdirSync(place.path)).toEqual(['j.importjob']);
  });

  it('can be looked at on a full drive, and goes on once there is room', async (context) => {
    const place = drive(context);
    const job = join(place.path, 'j.importjob');
    makeJob(job, profiles(40)).close();
    place.fill();
    await expectReadable(job, 40);
    await expectHeldBack(job, /no room left on the drive/, 4);
    place.free();
    const server = await startPractice();
    const run = await cli(['run', job, '--url', server.url], { env: home(), token: server.token });
    expect([run.code, server.journal.applied().size]).toEqual([0, 40]);
    await server.close();
  });

  it('shows on a read-only drive what only the journal of an interrupted run holds', async (context) => {
    const place = drive(context);
    const job = join(place.path, 'j.importjob');
    const open = makeJob(at('j.importjob'), profiles(40));
    open.checkpoint();
    open.transaction(() => open.states.change([{ from: 1, to: 7 }], () => 'accepted'));
    // As a kill leaves it: with its journal, and with or without the index of that.
    for (const suffix of ['', '-wal']) copyFileSync(at('j.importjob') + suffix, job + suffix);
    open.close();
    place.readOnly();
    expect(JSON.parse((await ours('status', job, '--json')).out)).toMatchObject({ counts: { accepted: 7, notSent: 33 } });
    expect((await ours('export', job, '--rows', 'all', '--out', at('all.csv'))).code).toBe(0);
    expect(readFileSync(at('all.csv'), 'utf8').match(/,accepted,/g)).toHaveLength(7);
  });

  it('is not prepared on a full drive, and leaves nothing there', async (context) => {
    const place = drive(context);
    writeFileSync(at('c.csv'), `No\n${Array.from({ length: 500 }, (_, row) => row).join('\n')}\n`);
    writeFileSync(at('r.json'), JSON.stringify({ version: 1, request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID' }, fields: [{ field: 'Custom_ID', type: 'int', column: 'No' }] }));
    for (const room of [0, 20_000, 100_000]) {
      place.free();
      place.fill(room);
      const { code, err } = await ours('prepare', at('c.csv'), '--recipe', at('r.json'), '--job', join(place.path, 'k.importjob'));
      expect([code, err]).toEqual([4, expect.stringContaining('no room left on the drive')]);
      expect(readdirSync(place.path)).toEqual(['filler']);
    }
  });
});

describe('Names and rights', { timeout: 60_000 }, () => {
  it.each([
    ['a name of 255 bytes', () => `${'n'.repeat(245)}.importjob`],
    ['a path of 280 Cyrillic characters', () => { mkdirSync(at(`${'п'.repeat(120)}/${'к'.repeat(120)}`), { recursive: true }); return `${'п'.repeat(120)}/${'к'.repeat(120)}/${'ж'.repeat(30)}.importjob`; }],
  ])('a job with %s is looked at, and refused with that reason where it would be written', async (_, name) => {
    const long = name();
    makeJob(at('j.importjob'), profiles(3)).close();
    copyFileSync(at('j.importjob'), at(long));
    await expectReadable(at(long), 3);
    writeFileSync(at('c.csv'), 'Client No\n1\n');
    writeFileSync(at('r.json'), JSON.stringify({ version: 1, request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID' }, fields: [{ field: 'Custom_ID', type: 'int', column: 'Client No' }] }));
    for (const args of [['run', at(long), '--url', 'http://127.0.0.1:9'], ['prepare', at('c.csv'), '--recipe', at('r.json'), '--job', at(long.replace('j', 'k'))]]) {
      expect(await ours(...args)).toMatchObject({ code: 2, err: expect.stringContaining('is too long with its folders') });
    }
  });

  it('a job that one may not read is told as such', (context) => {
    if (process.getuid?.() !== 0) context.skip('only an administrator can become somebody else to try it');
    execFileSync('chmod', ['755', folder.path]);
    makeJob(at('j.importjob'), profiles(3)).close();
    const code = `import { openJobFile } from ${JSON.stringify(new URL('../../electron/engine/store/jobFile.ts', import.meta.url).href)};
      try { openJobFile(${JSON.stringify(at('j.importjob'))}, { create: false }); } catch (error) { console.log(error.code); }`;
    writeFileSync(at('open.mjs'), code);
    const out = execFileSync('setpriv', ['--reuid=65534', '--clear-groups', process.execPath, at('open.mjs')], { encoding: 'utf8', env: { PATH: process.env['PATH'] } });
    expect(out.trim()).toBe('file-forbidden');
    expect(existsSync(at('j.importjob-lock'))).toBe(false);
  });
});
