import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { once } from 'node:events';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeDrivenAppImages } from '../../build/scripts/electron/testPackages.ts';
import { newKeys, privateKeyOf, signFeeds } from '../../build/scripts/release/signFeed.ts';
import { startPractice } from '../../electron/practice/index.ts';
import { makeJob, profiles } from '../support/jobs.ts';
import { startUpdateServer, type UpdateServer } from '../support/updateServer.ts';

/**
 * An AppImage that updates itself from a server on this computer, by the window, as a person has it. The runtime of the AppImage is a
 * stand-in, and its programs are for tests, so that they can be driven.
 */
const folder = mkdtempSync(join(tmpdir(), 'updates-'));
const keys = newKeys();
const key = privateKeyOf(keys.privateKey);
const [oldVersion, newVersion] = ['0.1.0', '0.2.0'];
const feedFolder = join(folder, 'packages', newVersion);
const home = join(folder, 'home');
const program = join(folder, 'my programs', 'importer.AppImage');
let [old, fresh] = ['', ''];
let server: UpdateServer;
let screen: ChildProcess;
let display = '';
let feed = '';

beforeAll(async () => {
  [old = '', fresh = ''] = await makeDrivenAppImages([oldVersion, newVersion], join(folder, 'packages'), { updateKey: keys.publicKey });
  feed = readFileSync(join(feedFolder, 'latest-linux.yml'), 'utf8');
  mkdirSync(join(folder, 'my programs'));
  server = await startUpdateServer(feedFolder);
  screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const channel = screen.stdio[3];
  if (!(channel instanceof Readable)) throw new Error('there is no screen');
  const [number] = (await once(channel, 'data')) as [Buffer];
  display = `:${number.toString().trim()}`;
}, 600_000);

afterAll(async () => {
  screen.kill();
  await server.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const starts = join(folder, 'starts');
const env = (): Record<string, string> => ({ PATH: '/usr/local/bin:/usr/bin:/bin', HOME: home, LANG: 'C.UTF-8', DISPLAY: display, PROFILE_IMPORTER_HOME: join(home, 'importer'), PROFILE_IMPORTER_LANGUAGE: 'en', TMPDIR: folder, APPIMAGE_STARTS: starts, XDG_STATE_HOME: join(home, 'state') });
const sum = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

/** A person's computer with the old version, and what they have set; the feed as it was made and signed. */
function begin(settings: object): void {
  rmSync(home, { recursive: true, force: true });
  mkdirSync(join(home, 'importer'), { recursive: true });
  copyFileSync(old, program);
  writeFileSync(join(home, 'importer', 'settings.json'), JSON.stringify({ updateUrl: server.url, ...settings }));
  for (const name of readdirSync(feedFolder).filter((each) => /\.(?:yml|sig)$/.test(each))) rmSync(join(feedFolder, name));
  writeFileSync(join(feedFolder, 'latest-linux.yml'), feed);
  signFeeds(feedFolder, key, null);
}

const open = new Set<ElectronApplication>();

// One that a failed test leaves would share the processor, and the folder, with the next.
afterEach(() => {
  for (const app of open) app.process().kill('SIGKILL');
  open.clear();
});

async function opened(): Promise<{ readonly app: ElectronApplication; readonly page: Page }> {
  const app = await _electron.launch({ executablePath: program, args: [], chromiumSandbox: false, env: env(), timeout: 60_000 });
  open.add(app);
  app.on('close', () => open.delete(app));
  const page = await app.firstWindow();
  await page.waitForLoadState('domcontentloaded');
  await page.getByTestId('open-settings').click();
  await page.getByTestId('update').waitFor();
  return { app, page };
}

/** Waits for words about newer versions. */
async function saying(page: Page, words: RegExp): Promise<void> {
  await expect.poll(async () => page.getByTestId('update').textContent(), { timeout: 90_000 }).toMatch(words);
}

/** Has a person look, and waits for the words that come of it. */
async function looked(page: Page, words: RegExp): Promise<void> {
  await page.getByTestId('update-look').click();
  await saying(page, words);
}

/** The feed is another one from now on; signed by whoever has `by`. */
function offer(text: string, { name = 'latest-linux.yml', by = key, staging = null }: { readonly name?: string; readonly by?: typeof key; readonly staging?: number | null } = {}): void {
  writeFileSync(join(feedFolder, name), text);
  signFeeds(feedFolder, by, staging);
}

const headless = ['--no-sandbox', '--ozone-platform=headless', '--disable-gpu', '--log-level=3', '--cli', '--'];
const versionOf = (path: string): string => spawnSync(path, [...headless, '--version'], { encoding: 'utf8', env: env() }).stdout.trim();

describe('an AppImage', () => {
  it('stays as it is, and starts, whatever is offered that is not a newer version of its makers', async () => {
    begin({ updates: 'auto' });
    offer(feed, { staging: 0 });
    const { app, page } = await opened();
    // By itself, soon after the start: it is for others first.
    await saying(page, /This is the newest version/);
    expect(server.asked).toEqual(['latest-linux.yml', 'latest-linux.yml.sig']);
    offer(feed.replaceAll(newVersion, '0.0.9'));
    await looked(page, /This is the newest version/);
    offer(feed, { by: privateKeyOf(newKeys().privateKey) });
    await looked(page, /is not signed by the makers of this program/);
    offer(feed);
    writeFileSync(join(feedFolder, 'latest-linux.yml'), feed.replace(newVersion, '0.3.0'));
    await looked(page, /is not signed by the makers of this program/);
    server.signIn = true;
    await looked(page, /In place of the list of newer versions a web page came/);
    server.signIn = false;
    rmSync(join(feedFolder, 'latest-linux.yml.sig'));
    await looked(page, /is not signed by the makers of this program/);
    expect(server.asked.some((name) => name.endsWith('.AppImage'))).toBe(false);
    const file = join(feedFolder, basename(fresh));
    const bytes = readFileSync(file);
    offer(feed);
    writeFileSync(file, Buffer.concat([bytes.subarray(0, 5_000_000), Buffer.from('#'), bytes.subarray(5_000_001)]));
    await looked(page, /is not the one that was signed/);
    writeFileSync(file, bytes);
    server.cutOff = true;
    await looked(page, /could not be fetched/);
    server.cutOff = false;
    rmSync(join(feedFolder, 'latest-linux.yml'));
    await looked(page, /could not be fetched \(HTTP 404\)/);
    await server.close();
    await looked(page, /could not be fetched \(ERR_CONNECTION_REFUSED\)/);
    await app.close();
    server = await startUpdateServer(feedFolder);
    expect([sum(program) === sum(old), versionOf(program)]).toEqual([true, oldVersion]);
  });

  it('is replaced when it is closed, and not before, by the version that a person tries', async () => {
    begin({ updates: 'auto', channel: 'beta' });
    offer(feed.replace(newVersion, `${newVersion}-beta.1`), { name: 'beta-linux.yml' });
    rmSync(join(feedFolder, 'latest-linux.yml'));
    const { app, page } = await opened();
    await looked(page, /Version 0\.2\.0-beta\.1 is ready/);
    expect(sum(program)).toBe(sum(old));
    await app.close();
    expect([sum(program) === sum(fresh), versionOf(program)]).toEqual([true, newVersion]);
    expect(readdirSync(dirname(program))).toEqual([basename(program)]);
  });

  it('lets every job end first, whoever sends it, and is then replaced and started again when that is asked for', async () => {
    begin({ updates: 'auto' });
    let first = (): void => undefined;
    const practice = await startPractice({ onRequest: () => { first(); } });
    /** Sends by the command line of the same program. Gives its code when it has ended. */
    const sending = async (name: string, from: number): Promise<{ readonly ended: Promise<unknown> }> => {
      const job = join(home, name);
      makeJob(job, profiles(400, from)).close();
      practice.setFaults({ rules: [{ kind: 'slow', ms: 8_000 }] });
      const begun = new Promise<void>((resolve) => (first = resolve));
      const child = spawn(program, [...headless, 'run', job, '--url', practice.url, '--streams', '1', '--chunk-profiles', '10'], { env: { ...env(), ALTCRAFT_TOKEN: practice.token }, stdio: 'ignore' });
      const ended = once(child, 'exit');
      await begun;
      return { ended };
    };
    const askedBefore = server.asked.length;
    const one = await sending('Задание 1.importjob', 640_000);
    const { app, page } = await opened();
    await looked(page, /is fetched as soon as no job is being sent or prepared/);
    expect(server.asked.slice(askedBefore).some((name) => name.endsWith('.AppImage'))).toBe(false);
    practice.setFaults({ rules: [] });
    expect(await one.ended).toEqual([0, null]);
    await looked(page, /Version 0\.2\.0 is ready/);
    const two = await sending('Задание 2.importjob', 650_000);
    await page.getByTestId('update-install').click();
    await page.getByText('is not installed now: a job is being sent or prepared').waitFor();
    await app.close();
    expect(sum(program)).toBe(sum(old));
    practice.setFaults({ rules: [] });
    expect(await two.ended).toEqual([0, null]);
    expect([practice.journal.appliedMoreThanOnce(), practice.journal.applied().size]).toEqual([[], 800]);
    await practice.close();
    const again = await opened();
    await saying(again.page, /Version 0\.2\.0 is ready/);
    await Promise.all([again.app.waitForEvent('close'), again.page.getByTestId('update-install').click()]);
    expect([sum(program) === sum(fresh), versionOf(program)]).toEqual([true, newVersion]);
    // By nobody but the one that has ended: without any of the driver's words.
    await expect.poll(() => readFileSync(starts, 'utf8').trimEnd().split('\n').slice(-2)).toContain(`${program}:`);
  });
});
