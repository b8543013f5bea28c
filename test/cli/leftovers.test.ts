import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cli, cliProcess, type Ended } from '../support/cli.ts';
import { makeJob, profileRow, temporaryFolder } from '../support/jobs.ts';
import { isLong } from '../support/longForms.ts';

const recipe = { version: 1, request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID' }, fields: [{ field: 'Custom_ID', type: 'int', column: 'No' }] };

let folder: ReturnType<typeof temporaryFolder>;
let job = '';
let env: Record<string, string>;
const at = (name: string): string => join(folder.path, name);
const listOf = (rows: number): string => `No\n${Array.from({ length: rows }, (_, row) => row + 1).join('\n')}\n`;

/** With a job that takes a while to be written out, of which each test has a copy. */
const common = temporaryFolder();
const large = join(common.path, 'large.importjob');
beforeAll(() => makeJob(large, Array.from({ length: 20_000 }, (_, row) => profileRow(row + 1, { note: 'x'.repeat(40) }))).close());
afterAll(() => common.remove());

beforeEach(() => {
  folder = temporaryFolder();
  job = at('job.importjob');
  mkdirSync(at('out'));
  env = { PROFILE_IMPORTER_HOME: at('home') };
  writeFileSync(at('recipe.json'), JSON.stringify(recipe));
  writeFileSync(at('clients.csv'), listOf(600));
});
afterEach(() => folder.remove());

function storeJob(): void {
  copyFileSync(large, job);
}

/** Ends the command with the signal as soon as a file of that kind is there. */
async function ended(args: readonly string[], signal: NodeJS.Signals, inFolder: string, isThere: RegExp): Promise<Ended> {
  return cliProcess(args, {
    env,
    started(child) {
      const watcher = watch(inFolder, () => {
        if (!readdirSync(inFolder).some((name) => isThere.test(name))) return;
        watcher.close();
        child.kill(signal);
      });
      child.once('exit', () => watcher.close());
    },
  });
}

const temporary = /^\.profile-importer-.*\.tmp$/;
const commands: Readonly<Record<string, () => readonly string[]>> = {
  'an export to .csv': () => ['export', job, '--rows', 'all', '--out', at('out/rows.csv')],
  'an export to .xlsx': () => ['export', job, '--rows', 'all', '--out', at('out/rows.xlsx')],
  'a simulation': () => ['simulate', job, '--out', at('out/sim'), '--chunk-profiles', '50'],
};

describe('What a killed command leaves', { timeout: 90_000 }, () => {
  it.each(Object.entries(commands))('of %s is removed by whatever command comes next, and told', async (_, args) => {
    storeJob();
    expect((await ended(args(), 'SIGKILL', at('out'), temporary)).signal).toBe('SIGKILL');
    const [left] = readdirSync(at('out'));
    expect(left).toMatch(temporary);
    expect(statSync(at(`out/${left}`)).mode & 0o077).toBe(0);
    const { code, err, out } = await cli(['inspect', at('clients.csv'), '--json'], { env });
    expect(code).toBe(0);
    expect(err).toContain(`${left}” was removed`);
    expect(() => JSON.parse(out)).not.toThrow();
    expect(readdirSync(at('out'))).toEqual([]);
    expect((await cli(['inspect', at('clients.csv'), '--json'], { env })).err).not.toContain('removed');
  });

  it('of a preparation is removed too, under whatever name it was begun', async () => {
    writeFileSync(at('clients.csv'), listOf(60_000));
    const args = ['prepare', at('clients.csv'), '--recipe', at('recipe.json'), '--job', at('out/new.importjob')];
    expect((await ended(args, 'SIGKILL', at('out'), /-new$/)).signal).toBe('SIGKILL');
    expect(readdirSync(at('out'))).toContain('new.importjob-new');
    const { err } = await cli(['values', at('clients.csv'), '--column', 'No'], { env });
    expect(err).toMatch(/(new\.importjob-new” was removed|new\.importjob” is a whole job now)/);
    expect(readdirSync(at('out')).filter((name) => name !== 'new.importjob')).toEqual([]);
  });

  it('is nothing after SIGINT, SIGTERM or SIGHUP', async () => {
    storeJob();
    for (const [turn, signal] of (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).entries()) {
      // Each signal and each command once; the long form has every signal with every command.
      for (const args of Object.values(commands).filter((_, index) => isLong || index === turn)) {
        expect(await ended(args(), signal, at('out'), temporary)).toMatchObject({ code: 130 });
        expect(readdirSync(at('out'))).toEqual([]);
      }
    }
    expect(readdirSync(at('home/state/unfinished'))).toEqual([]);
  });

  it('stays while the one who writes it is alive', async () => {
    storeJob();
    let stopped = (): void => undefined;
    const writing = cliProcess(commands['a simulation']!(), {
      env,
      started(child) {
        const watcher = watch(at('out'), () => {
          watcher.close();
          child.kill('SIGSTOP');
          void cli(['inspect', at('clients.csv')], { env }).then(({ err }) => {
            expect(err).not.toContain('removed');
            child.kill('SIGCONT');
            stopped();
          });
        });
      },
    });
    await new Promise<void>((resolve) => (stopped = resolve));
    expect(await writing).toMatchObject({ code: 0 });
    expect(existsSync(at('out/sim/plan.json'))).toBe(true);
  });
});

describe('Files of ours', { timeout: 60_000 }, () => {
  const modes = (path: string): Record<string, string> =>
    Object.fromEntries(readdirSync(path, { recursive: true }).map((name) => [String(name), (statSync(join(path, String(name))).mode & 0o777).toString(8)]));

  it('are readable by their owner alone, whatever the umask', async () => {
    const before = process.umask(0);
    try {
      await cli(['prepare', at('clients.csv'), '--recipe', at('recipe.json'), '--job', at('out/a.importjob')], { env });
      for (const format of ['csv', 'xlsx']) await cli(['export', at('out/a.importjob'), '--rows', 'all', '--out', at(`out/a.${format}`)], { env });
      await cli(['simulate', at('out/a.importjob'), '--out', at('out/sim')], { env });
    } finally {
      process.umask(before);
    }
    const found = modes(at('out'));
    expect(found).toMatchObject({ 'a.importjob': '600', 'a.csv': '600', 'a.xlsx': '600', sim: '700', 'sim/plan.json': '600' });
    expect(Object.values(found).filter((mode) => mode !== '600' && mode !== '700')).toEqual([]);
    expect(statSync(at('home/state')).mode & 0o077).toBe(0);
  });

  it('that others could read are narrowed when they are opened, and told', async () => {
    storeJob();
    chmodSync(job, 0o644);
    const { err, out } = await cli(['status', job, '--json'], { env });
    expect(err).toContain('could be read by others on this computer');
    expect(JSON.parse(out)).toMatchObject({ state: 'ready' });
    expect(statSync(job).mode & 0o777).toBe(0o600);
    expect((await cli(['status', job], { env })).err).not.toContain('others');
    expect(readFileSync(job).subarray(0, 6).toString()).toBe('SQLite');
  });
});
