import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../build/scripts/electron/places.ts';
import { ensureLookingTools, hasProgram } from '../../build/scripts/electron/systemPackages.ts';
import { makeTestPackages } from '../../build/scripts/electron/testPackages.ts';
import { startPractice } from '../../electron/practice/index.ts';
import { sampleRecipe, writeSampleWorkbook } from '../../electron/practice/sampleWorkbook.ts';
import { expectWholeDeb, said } from '../support/deb.ts';
import { foreignWords, installedCommand, type InstalledOptions } from '../support/installedCommand.ts';
import { makeJob, profiles } from '../support/jobs.ts';
import { lintianFindings } from '../support/lintian.ts';
import { startPracticeProxy } from '../support/practiceProxy.ts';
import { expectWholeRpm } from '../support/rpm.ts';
import { startTlsServer, tlsPath } from '../support/tlsServer.ts';

/**
 * The deb as a person has it: made, installed by apt-get, used by an account that is not root's, removed. For machines that are thrown
 * away, and for root: it installs a package and makes an account.
 */
const user = 'profile-importer-test';
const folder = mkdtempSync(join(tmpdir(), 'installed-'));
const home = join(folder, 'home');
let [deb, rpm, archive] = ['', '', ''];

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const inHome = (name: string): string => join(home, name);
const own = (...paths: readonly string[]): string => said('chown', ['-R', user, ...paths]);

beforeAll(async () => {
  if (process.getuid?.() !== 0) throw new Error('installing a package needs root: run it as root, on a machine that is thrown away');
  chmodSync(folder, 0o755);
  ensureLookingTools();
  const made = await makeTestPackages(['deb', 'rpm', 'tar.gz'], join(folder, 'packages'));
  [deb = '', rpm = '', archive = ''] = ['.deb', '.rpm', '.tar.gz'].map((ending) => made.find((each) => each.endsWith(ending)) ?? '');
  said('apt-get', ['install', '--yes', '--no-install-recommends', '-qq', '-o=Dpkg::Use-Pty=0', deb]);
  mkdirSync(home);
  said('useradd', ['--home-dir', home, '--shell', '/bin/sh', user]);
  own(home);
}, 600_000);

afterAll(() => {
  said('userdel', [user]);
  rmSync(folder, { recursive: true, force: true });
});

async function command(args: readonly string[], options: Partial<InstalledOptions> & { readonly token?: string } = {}) {
  const { token, env = {}, ...rest } = options;
  const ended = await installedCommand('/usr/bin/profile-importer', args, { user, ...rest, env: { HOME: home, LANG: 'C.UTF-8', ...env, ...(token === undefined ? {} : { ALTCRAFT_TOKEN: token }) } });
  expect(ended.err).not.toMatch(foreignWords);
  return { ...ended, value: args.includes('--json') ? JSON.parse(ended.out) : null };
}

describe('the installed deb', () => {
  it('has what Debian, desktops and administrators look for in it', async () => {
    expectWholeDeb(deb, version);
    expect(said('update-alternatives', ['--query', 'profile-importer'])).toContain('Value: /opt/Profile Importer/resources/bin/profile-importer');
    const wire = await getCurrentFuseWire('/opt/Profile Importer/profile-importer');
    const fuses = [FuseV1Options.RunAsNode, FuseV1Options.EnableNodeOptionsEnvironmentVariable, FuseV1Options.EnableNodeCliInspectArguments, FuseV1Options.EnableEmbeddedAsarIntegrityValidation, FuseV1Options.OnlyLoadAppFromAsar];
    expect(fuses.map((fuse) => String.fromCharCode(wire[fuse] ?? 0)).join('')).toBe('00011');
  });

  it('has nothing that Debian’s own look at packages finds fault with, but for what is accepted with its reason', (ctx) => {
    if (!hasProgram('lintian')) {
      const words = 'lintian is not installed: sudo apt-get install lintian';
      if (process.env['CI'] !== undefined) throw new Error(words);
      ctx.skip(words);
    }
    expect(lintianFindings(deb, join(folder, 'looked-at'))).toEqual([]);
  });

  it('has a sister for Fedora and openSUSE with the same in it, which leaves no folder behind', () => {
    expectWholeRpm(rpm, version);
  });

  it('carries the main job out on the command line, for an ordinary person without a display, through a company’s proxy with its login and its own root', async () => {
    const [workbook, recipe, job, out] = ['клиенты.xlsx', 'recipe.json', 'Задание 1.importjob', 'wrong.xlsx'].map(inHome) as [string, string, string, string];
    const sample = await writeSampleWorkbook({ rows: 2_000, out: workbook });
    writeFileSync(recipe, JSON.stringify(sampleRecipe));
    const server = await startPractice();
    const secure = await startTlsServer(Number(new URL(server.url).port));
    const proxy = await startPracticeProxy({ login: 'operator:only-the-proxy-knows' });
    const [login, roots] = [inHome('login'), inHome('root.pem')];
    writeFileSync(login, 'operator:only-the-proxy-knows\n');
    copyFileSync(tlsPath('private-root.cert.pem'), roots);
    own(home);
    const url = `https://platform.test:${String(secure.port)}`;
    // On a system without a desktop its settings of the proxy are these.
    const run = (token?: string) => command(['run', job, '--url', url, '--root-certificates', roots, '--proxy-login-file', login, '--json'], { env: { HTTPS_PROXY: proxy.url }, ...(token === undefined ? {} : { token }) });
    expect(await command(['--version'])).toMatchObject({ code: 0, out: `${version}\n` });
    expect(await command(['prepare', workbook, '--recipe', recipe, '--job', job, '--json'])).toMatchObject({ code: 0, value: { state: 'ready', counts: { read: sample.read }, countsAddUp: true } });
    expect(await run()).toMatchObject({ code: 2, value: { fault: { code: 'token-missing' } } });
    expect(await run('f'.repeat(32))).toMatchObject({ code: 4, value: { state: 'paused' } });
    expect(await run(server.token)).toMatchObject({ code: 3, value: { state: 'finished', counts: { accepted: sample.accepted } } });
    const isOurs = (line: string): boolean => line.startsWith(`CONNECT platform.test:${String(secure.port)} `);
    // Nobody else is called, Chromium's maker neither.
    expect([proxy.log.some(isOurs), proxy.log.filter((line) => !isOurs(line)), proxy.bytes().includes(server.token)]).toEqual([true, [], false]);
    expect(await command(['status', job, '--json'])).toMatchObject({ code: 0, value: { state: 'finished', countsAddUp: true } });
    expect(await command(['export', job, '--rows', 'wrong', '--out', out, '--json'])).toMatchObject({ code: 0 });
    expect(server.journal.appliedMoreThanOnce()).toEqual([]);
    secure.close();
    proxy.close();
    await server.close();
  });

  it('stops at an interrupt with 130, and sends every row exactly once when it goes on', async () => {
    const job = inHome('stopped.importjob');
    makeJob(job, profiles(400, 610_000)).close();
    own(home);
    let interrupt = (): void => undefined;
    const server = await startPractice({ faults: { rules: [{ kind: 'slow', ms: 5 }] }, onRequest: ({ number }) => number === 5 && interrupt() });
    const args = ['run', job, '--url', server.url, '--chunk-profiles', '10', '--json'];
    const ended = await command(args, { token: server.token, started: (child) => (interrupt = () => void child.kill('SIGINT')) });
    expect(ended).toMatchObject({ code: 130, value: { state: 'paused', pause: { reason: 'asked' } } });
    expect((await command(args, { token: server.token })).code).toBe(0);
    expect([server.journal.appliedMoreThanOnce(), server.journal.applied().size]).toEqual([[], 400]);
    await server.close();
  });

  it('runs no other code, whatever the environment and the arguments ask of Node', async () => {
    const [foreign, mark] = [inHome('foreign.cjs'), inHome('mark')];
    writeFileSync(foreign, `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '')`);
    expect(await command(['--version'], { env: { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: `--require=${foreign}` } })).toMatchObject({ code: 0, out: `${version}\n` });
    const args = ['--inspect=0', '--ozone-platform=headless', '--disable-gpu', '--log-level=3', '--cli', '--', '--version'];
    const inspected = await installedCommand('/opt/Profile Importer/profile-importer', args, { user, env: { HOME: home } });
    expect(inspected.err).not.toContain('Debugger listening');
    expect(existsSync(mark)).toBe(false);
  });

  it('opens a job by a double click, in one window', async () => {
    if (!['gio', 'xvfb-run', 'dbus-run-session'].every(hasProgram)) throw new Error('on Debian: sudo apt-get install libglib2.0-bin xvfb xauth dbus-x11');
    const [job, windows] = [inHome('Открыть меня 2.importjob'), inHome('windows')];
    makeJob(job, profiles(10, 620_000)).close();
    own(home);
    expect(said('gio', ['info', '--attributes=standard::content-type', job])).toContain('application/x-profile-importer-job');
    // gio starts what the system has for the file and leaves. The list of the window has the job when it was opened: nothing else has told of it.
    const listed = `grep -qa 'Открыть меня 2' "$HOME/.config/Profile Importer/data/"catalogue.sqlite*`;
    const programs = `for p in /proc/[0-9]*; do [ "$(readlink "$p/exe")" = '/opt/Profile Importer/profile-importer' ] && ! grep -qa -e --type= "$p/cmdline" && echo "$p"; done`;
    const script = `gio open "$1"; n=0; until ${listed} 2>/dev/null || [ $n = 600 ]; do n=$((n + 1)); sleep 0.2; done; gio open "$1"; sleep 5; { ${programs}; } > "${windows}" 2>/dev/null; ${listed}`;
    const opened = await installedCommand('/usr/bin/xvfb-run', ['-a', 'dbus-run-session', '--', 'sh', '-c', script, 'sh', job], { user, env: { HOME: home, LANG: 'C.UTF-8' } });
    expect(opened.code).toBe(0);
    expect(readFileSync(windows, 'utf8').trim().split('\n')).toHaveLength(1);
  });

  it('runs where it is only unpacked, from the tar.gz', async () => {
    const at = inHome('unpacked');
    mkdirSync(at);
    said('tar', ['--extract', '--gzip', '--file', archive, '--directory', at, '--strip-components=1']);
    own(at);
    expect(await installedCommand(join(at, 'resources', 'bin', 'profile-importer'), ['--version'], { user, env: { HOME: home } })).toMatchObject({ code: 0, out: `${version}\n` });
  });

  it('is upgraded by a newer deb in its place, which has the command again', async () => {
    const [tree, newer] = [join(folder, 'tree'), join(folder, 'newer.deb')];
    mkdirSync(tree);
    said('dpkg-deb', ['--raw-extract', deb, tree]);
    const control = join(tree, 'DEBIAN', 'control');
    writeFileSync(control, readFileSync(control, 'utf8').replace(/^Version: .*$/m, `Version: ${version}+1`));
    said('dpkg-deb', ['--root-owner-group', '-Zgzip', '-z1', '--build', tree, newer]);
    said('apt-get', ['install', '--yes', '--no-install-recommends', '-qq', '-o=Dpkg::Use-Pty=0', newer]);
    expect(said('dpkg-query', ['--show', '--showformat=${Version}', 'profile-importer'])).toBe(`${version}+1`);
    expect((await command(['status', inHome('Задание 1.importjob'), '--json'])).code).toBe(0);
  });

  it('leaves nothing of the program when it is purged, and all that is the person’s', () => {
    said('apt-get', ['purge', '--yes', '-qq', '-o=Dpkg::Use-Pty=0', 'profile-importer']);
    for (const path of ['/opt/Profile Importer', '/usr/bin/profile-importer', '/etc/alternatives/profile-importer', '/var/lib/dpkg/alternatives/profile-importer', '/usr/share/applications/profile-importer.desktop', '/usr/share/doc/profile-importer', '/etc/apparmor.d/profile-importer']) expect([path, existsSync(path)]).toEqual([path, false]);
    expect(existsSync(inHome('Задание 1.importjob'))).toBe(true);
    expect(said('gio', ['info', '--attributes=standard::content-type', inHome('Задание 1.importjob')])).not.toContain('profile-importer-job');
  });
});
