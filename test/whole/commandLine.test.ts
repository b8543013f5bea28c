import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, inject, it, type TestContext } from 'vitest';
import { startPractice } from '../../electron/practice/index.ts';
import { sampleRecipe, writeSampleWorkbook } from '../../electron/practice/sampleWorkbook.ts';
import { launchApp, needsWindow } from '../support/electron.ts';
import { foreignWords, installedCommand, type InstalledOptions } from '../support/installedCommand.ts';
import { makeJob, profiles, temporaryFolder } from '../support/jobs.ts';
import { importWindow } from '../support/window.ts';

const folder = temporaryFolder();
const home = join(folder.path, 'home');
afterAll(() => folder.remove());

function needsCommand(ctx: TestContext): void {
  needsWindow(ctx);
  if (process.platform !== 'linux') ctx.skip('the packed command is tried on Linux');
}

/** The packed program's command, without display, Node or sources; its words are ours alone, and its JSON whole. */
async function command(args: readonly string[], options: Partial<InstalledOptions> & { readonly token?: string } = {}) {
  const shim = join(dirname(inject('packedApp').executable ?? ''), 'resources', 'bin', 'profile-importer');
  const { token, env = {}, ...rest } = options;
  const ended = await installedCommand(shim, args, { ...rest, env: { PROFILE_IMPORTER_HOME: home, HOME: folder.path, LANG: 'C.UTF-8', ...env, ...(token === undefined ? {} : { ALTCRAFT_TOKEN: token }) } });
  expect(ended.err).not.toMatch(foreignWords);
  return { ...ended, value: args.includes('--json') ? JSON.parse(ended.out) : null };
}

describe('the command line of the packed program', () => {
  it('prepares, sends and exports without a display, with the codes of the sources, and its job is in the window’s list', async (ctx) => {
    needsCommand(ctx);
    const [workbook, recipe, job, out] = ['клиенты и др.xlsx', 'recipe.json', 'A job.importjob', 'out.xlsx'].map((name) => join(folder.path, name)) as [string, string, string, string];
    const sample = await writeSampleWorkbook({ rows: 300, out: workbook });
    writeFileSync(recipe, JSON.stringify(sampleRecipe));
    const server = await startPractice();
    expect(await command(['prepare', workbook, '--recipe', recipe, '--job', job, '--json'])).toMatchObject({ code: 0, value: { state: 'ready', counts: { read: sample.read } } });
    expect(await command(['run', job, '--url', server.url, '--json'], { token: 'f'.repeat(32) })).toMatchObject({ code: 4, value: { state: 'paused' } });
    expect(await command(['run', job, '--url', server.url, '--json'], { token: server.token })).toMatchObject({ code: 3, value: { state: 'finished', counts: { accepted: sample.accepted } } });
    expect(server.journal.appliedMoreThanOnce()).toEqual([]);
    expect(await command(['export', job, '--rows', 'wrong', '--out', out, '--json'])).toMatchObject({ code: 0 });
    expect(await command(['run', job, '--url', server.url, '--json'])).toMatchObject({ code: 2, value: { fault: { code: 'token-missing' } } });
    await server.close();

    const { page, close } = await launchApp({ home });
    await importWindow(page).at('history').getByText('клиенты и др.xlsx').first().waitFor();
    await close();
  });

  it('an interrupt pauses the job, ends with 130, and the next run sends every row exactly once', async (ctx) => {
    needsCommand(ctx);
    const job = join(folder.path, 'stopped.importjob');
    makeJob(job, profiles(400, 610_000)).close();
    let interrupt = (): void => undefined;
    const server = await startPractice({ faults: { rules: [{ kind: 'slow', ms: 5 }] }, onRequest: ({ number }) => number === 5 && interrupt() });
    const args = ['run', job, '--url', server.url, '--chunk-profiles', '10', '--json'];
    const ended = await command(args, { token: server.token, started: (child) => (interrupt = () => void child.kill('SIGINT')) });
    expect(ended).toMatchObject({ code: 130, value: { state: 'paused', pause: { reason: 'asked' }, counts: { sending: 0, unknown: 0 } } });
    expect(ended.value.counts.notSent).toBeGreaterThan(0);
    expect((await command(args, { token: server.token })).code).toBe(0);
    expect(server.journal.appliedMoreThanOnce()).toEqual([]);
    expect(server.journal.applied().size).toBe(400);
    await server.close();
  });

  it('runs no other code: what the environment asks of Node is passed over', async (ctx) => {
    needsCommand(ctx);
    const [foreign, mark] = [join(folder.path, 'foreign.cjs'), join(folder.path, 'mark')];
    writeFileSync(foreign, `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '')`);
    const asked = await command(['--version'], { env: { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: `--require=${foreign}` } });
    expect(asked).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
    expect(existsSync(mark)).toBe(false);
  });

  it('gives help, and says what is wrong with its words, whole and with the codes of the sources', async (ctx) => {
    needsCommand(ctx);
    const help = await command(['run', '--help']);
    expect(help).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^Usage: .*--confirm.*\n$/s) });
    // In English they begin as Chromium's own do.
    const env = { PROFILE_IMPORTER_LANGUAGE: 'ru' };
    expect(await command(['run', '--json'], { env })).toMatchObject({ code: 2, value: { fault: { code: 'usage' } }, err: expect.stringContaining('--url') });
    expect(await command(['nonsense'], { env })).toMatchObject({ code: 2, out: '', err: expect.stringContaining('nonsense') });
  });

  it('works where nothing can be written beside the job, as for the account of a service', async (ctx) => {
    needsCommand(ctx);
    const nowhere = { PROFILE_IMPORTER_HOME: '/dev/null/home', HOME: '/dev/null', XDG_STATE_HOME: '/dev/null', TMPDIR: folder.path };
    const job = join(folder.path, 'of a service.importjob');
    makeJob(job, profiles(3, 620_000)).close();
    for (let time = 0; time < 2; time += 1) expect(await command(['status', job, '--json'], { env: nowhere })).toMatchObject({ code: 0, value: { state: 'ready' } });
    expect(readdirSync(folder.path).filter((name) => name.startsWith('profile-importer-'))).toHaveLength(1);
  });
});
