import { sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { HttpAnswer } from '#contract/engine.ts';
import { Fault } from '#contract/faults.ts';
import { settingsInForce } from '#contract/settings/inForce.ts';
import type { SettingValues } from '#contract/settings/settings.ts';
import { createFetchFile } from '../../electron/main/updates/fetchFile.ts';
import { feedName, isLater } from '../../electron/main/updates/feed.ts';
import { decide, isDue, type Question } from '../../electron/main/updates/decision.ts';
import { installationOf, type Installation } from '../../electron/main/updates/installation.ts';
import { readFeed, type Feed } from '../../electron/main/updates/readFeed.ts';
import { isSigned, publicKeyOf } from '../../electron/main/updates/signedFeed.ts';
import { Updates } from '../../electron/main/updates/updates.ts';
import type { Settings } from '../../electron/main/settings.ts';
import { newKeys, privateKeyOf } from '../../build/scripts/release/signFeed.ts';

describe('which version is the later one', () => {
  // As https://semver.org orders them, 11.
  const inOrder = ['0.9.9', '1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-alpha.beta', '1.0.0-beta', '1.0.0-beta.2', '1.0.0-beta.11', '1.0.0-rc.1', '1.0.0', '1.0.1', '1.2.0', '1.10.0', '2.0.0'];

  it('goes by numbers, and puts what is finished behind its trials', () => {
    for (const [at, version] of inOrder.entries()) {
      for (const [other, than] of inOrder.entries()) expect(isLater(version, than), `${version} after ${than}`).toBe(at > other);
    }
  });

  it.each(['', '1.0', 'v2.0.0', '2.0.0;rm', '../2.0.0', '9'.repeat(30)])('%j is none', (text) => {
    expect(isLater(text, '1.0.0')).toBe(false);
  });

  it('is asked of the system’s own feed', () => {
    expect([feedName('latest', 'win32', 'x64'), feedName('beta', 'darwin', 'arm64'), feedName('latest', 'linux', 'x64'), feedName('latest', 'linux', 'arm64')])
      .toEqual(['latest.yml', 'beta-mac.yml', 'latest-linux.yml', 'latest-linux-arm64.yml']);
  });
});

const keys = newKeys();
const base: Question = {
  feed: { version: '2.0.0', files: [{ url: 'p-2.0.0-linux-x86_64.AppImage', sha512: 's'.repeat(88) }, { url: 'p-2.0.0-linux-amd64.deb', sha512: 's'.repeat(88) }] },
  version: '1.0.0', channel: 'latest', installation: 'AppImage', arch: 'x64', place: 0.3, isAsked: false, isSystemAtLeast: () => true,
};

describe('what a feed means to an installation', () => {
  const decided = (change: Partial<Question>, feed: Partial<Feed> = {}) => decide({ ...base, ...change, feed: { ...base.feed, ...feed } });

  it('is the file of its kind, or word of a version where somebody else installs', () => {
    expect(decided({})).toEqual({ kind: 'later', version: '2.0.0', file: base.feed.files[0] });
    expect(decided({ installation: 'other' })).toEqual({ kind: 'later', version: '2.0.0', file: null });
    expect(decided({ arch: 'arm64' })).toEqual({ kind: 'unusable', reason: '2.0.0' });
    expect(decided({ installation: 'nsis' }).kind).toBe('unusable');
    const files = ['p-win-arm64.exe', 'p-win-x64.exe', 'p-mac-universal.zip'].map((url) => ({ url, sha512: 's'.repeat(88) }));
    const chosen = (change: Partial<Question>) => decided(change, { files });
    expect([chosen({ installation: 'nsis' }), chosen({ installation: 'nsis', arch: 'arm64' }), chosen({ installation: 'mac', arch: 'arm64' })]).toEqual([1, 0, 2].map((at) => ({ kind: 'later', version: '2.0.0', file: files[at] })));
    expect(decided({}, { files: [{ url: '../x.AppImage', sha512: 's'.repeat(88) }] }).kind).toBe('unusable');
  });

  it('is never an older version or the same, whoever asks, nor one for trial in the place of a finished one', () => {
    for (const version of ['1.0.0', '0.9.9', '1.0.0-beta.1']) expect(decided({ isAsked: true, channel: 'beta' }, { version })).toEqual({ kind: 'none' });
    expect(decided({}, { version: '2.0.0-beta.1' }).kind).toBe('unusable');
    expect(decided({ channel: 'beta' }, { version: '2.0.0-beta.1' }).kind).toBe('later');
  });

  it('is for a part of the installations first, unless a person looks', () => {
    const kinds = [0, 30, 31, 100].map((stagingPercentage) => [decided({}, { stagingPercentage }).kind, decided({ isAsked: true }, { stagingPercentage }).kind]);
    expect(kinds).toEqual([['none', 'later'], ['none', 'later'], ['later', 'later'], ['later', 'later']]);
    expect(decided({ isSystemAtLeast: () => false }, { minimumSystemVersion: '99' })).toEqual({ kind: 'none' });
  });

  it('is asked for once a day, and at a start where one waits to be installed', () => {
    const now = Date.parse('2026-11-28T12:00:00Z');
    const kept = (lookedAt: string, isFetched = false) => ({ lookedAt, isFetched });
    const due = [undefined, kept('2026-11-27T12:00:00Z'), kept('2026-11-27T12:00:01Z'), kept('2026-11-27T12:00:01Z', true), kept('2027-01-01T00:00:00Z')].map((each) => isDue(each, now, true));
    expect(due).toEqual([true, true, false, true, true]);
    expect(isDue(kept('2026-11-28T11:00:00Z', true), now, false)).toBe(false);
  });
});

describe('which installations take their own place', () => {
  const where = { isPackaged: true, env: {}, executable: '', packageType: null, exists: () => true, platform: 'linux' };
  it.each([
    ['AppImage', { env: { APPIMAGE: '/home/a/p.AppImage', APPDIR: '/tmp/.mount_p' }, executable: '/tmp/.mount_p/profile-importer' }],
    ['other', { env: { APPIMAGE: '/home/a/terminal.AppImage', APPDIR: '/tmp/.mount_t' }, executable: '/opt/Profile Importer/profile-importer' }],
    ['other', { env: { APPIMAGE: '/home/a/p.AppImage', APPDIR: '/opt' }, executable: '/opt/Profile Importer/profile-importer', packageType: 'deb' }],
    ['other', { executable: '/home/a/unpacked/profile-importer' }],
    ['nsis', { platform: 'win32', env: { LOCALAPPDATA: 'C:\\Users\\A\\AppData\\Local' }, executable: 'C:\\users\\a\\AppData\\Local\\Programs\\profile-importer\\profile-importer.exe' }],
    ['other', { platform: 'win32', env: { LOCALAPPDATA: 'C:\\Users\\A\\AppData\\Local' }, executable: 'C:\\Program Files\\Profile Importer\\profile-importer.exe' }],
    ['other', { platform: 'win32', env: { LOCALAPPDATA: 'C:\\Users\\A\\AppData\\Local' }, executable: 'C:\\Users\\A\\AppData\\Local\\zip\\profile-importer.exe', exists: () => false }],
    ['mac', { platform: 'darwin', executable: '/Applications/Profile Importer.app/Contents/MacOS/Profile Importer' }],
    ['other', { platform: 'darwin', executable: '/Volumes/Profile Importer/Profile Importer.app/Contents/MacOS/Profile Importer' }],
    ['other', { isPackaged: false, env: { APPIMAGE: '/a', APPDIR: '/b' }, executable: '/b/c' }],
  ])('%s: %j', (kind, found) => {
    expect(installationOf({ ...where, ...found })).toBe(kind);
  });
});

/** A program with a feed at an address, and all that it does about it. */
function programWith(values: SettingValues, { policy = {}, updateKey = keys.publicKey, installation = 'AppImage' as const, ...given }: { readonly policy?: SettingValues; readonly updateKey?: string | null; readonly installation?: Installation; readonly kept?: Settings['update'] } = {}) {
  const [asked, told, steps, installed]: [string[], string[], string[], boolean[]] = [[], [], [], []];
  const state = { feed: feedText('2.0.0'), by: keys.privateKey, isWorking: false, fault: new Array<Fault>(), now: Date.parse('2026-11-28T12:00:00Z'), hold: Promise.resolve() };
  let kept = given.kept;
  const inForce = () => settingsInForce({ values: policy, problems: [] }, { values, problems: [] });
  const updates = new Updates({
    settings: { inForce, read: () => ({ ...inForce().values, update: kept }), change: ({ update }) => void (kept = update ?? undefined) },
    build: { updateUrl: null, updateKey },
    async fetchFile(url) {
      asked.push(url);
      const bytes = Buffer.from(state.feed);
      return url.endsWith('.sig') ? Buffer.from(sign(null, bytes, privateKeyOf(state.by)).toString('base64')) : bytes;
    },
    readFeed,
    loadUpdater: () => ({
      check: () => state.fault.shift() ?? null,
      async download(_what, { signal, onPercent }) {
        onPercent(50);
        await state.hold;
        signal.throwIfAborted();
        const fault = state.fault.shift();
        if (fault !== undefined) throw fault;
      },
      install: (restart) => void installed.push(restart),
    }),
    installation,
    version: '1.0.0',
    system: { platform: 'linux', arch: 'x64', release: '6.1.0-13-amd64' },
    isWorking: async () => state.isWorking,
    now: () => state.now,
    random: () => 0.5,
    onChange({ step }, tell) {
      steps.push(step.kind);
      if (tell) told.push(step.kind === 'failed' ? step.fault.code : step.kind);
    },
  });
  return { updates, state, asked, told, steps, installed };
}

const feedText = (version: string, more = ''): string => `version: ${version}\nfiles:\n  - url: p-${version}-x86_64.AppImage\n    sha512: ${'s'.repeat(88)}\n    size: 5\n${more}`;
const on = { updates: 'auto', updateUrl: 'https://updates.example.org/feed/' } as const;

describe('newer versions', () => {
  it('are looked for nowhere unless somebody has asked for that, with an address and a key', async () => {
    const programs = [
      programWith({}), programWith({ updates: 'auto' }), programWith({ updateUrl: on.updateUrl }), programWith({ ...on, updates: 'off' }),
      programWith(on, { policy: { updates: 'off' } }), programWith(on, { updateKey: null }), programWith(on, { updateKey: 'bm9uZQ==' }),
    ];
    for (const { updates, asked } of programs) {
      await updates.tick(true);
      await expect(updates.look()).rejects.toMatchObject({ code: 'update-off' });
      await expect(updates.refuseInstall()).rejects.toMatchObject({ code: 'update-off' });
      expect([asked, await updates.mayInstall()]).toEqual([[], false]);
    }
  });

  it('are looked for once a day in the feed of the channel, and installed at the end of the program', async () => {
    const { updates, state, asked, told, steps, installed } = programWith({ ...on, channel: 'beta' });
    await updates.tick(true);
    await updates.tick();
    expect(asked).toEqual(['beta-linux.yml', 'beta-linux.yml.sig'].map((name) => `https://updates.example.org/feed/${name}`));
    expect([steps, told]).toEqual([['looking', 'fetching', 'fetching', 'ready'], ['ready']]);
    state.now += 24 * 3_600_000;
    await updates.tick();
    expect([asked.length, updates.state().step.kind, told]).toEqual([4, 'ready', ['ready']]);
    expect(await updates.mayInstall()).toBe(true);
    updates.install(false);
    expect(installed).toEqual([false]);
  });

  it('are told of and fetched by a click, where only that was asked for; and told of where somebody else installs', async () => {
    const notified = programWith({ ...on, updates: 'notify' });
    await notified.updates.tick(true);
    expect([notified.steps, notified.told]).toEqual([['looking', 'later'], ['later']]);
    notified.updates.fetch();
    await expect.poll(() => notified.updates.state().step.kind).toBe('ready');
    const byHand = programWith(on, { installation: 'other' });
    await byHand.updates.tick(true);
    byHand.updates.fetch();
    expect([byHand.steps, byHand.told, byHand.updates.state().canInstall]).toEqual([['looking', 'later'], ['later'], false]);
  });

  it('stand back for a job: not fetched while one is sent, broken off when one begins, neither installed nor restarted meanwhile', async () => {
    const { updates, state } = programWith(on);
    state.isWorking = true;
    await updates.tick(true);
    expect(updates.state().step).toEqual({ kind: 'waiting', version: '2.0.0' });
    state.isWorking = false;
    let go = (): void => undefined;
    state.hold = new Promise((resolve) => (go = resolve));
    const fetching = updates.tick();
    await expect.poll(() => updates.state().step.kind).toBe('fetching');
    updates.makeWay();
    go();
    await fetching;
    expect(updates.state().step.kind).toBe('waiting');
    await updates.tick();
    expect(updates.state().step.kind).toBe('ready');
    state.isWorking = true;
    await expect(updates.refuseInstall()).rejects.toMatchObject({ code: 'update-while-working' });
    expect(await updates.mayInstall()).toBe(false);
  });

  it.each([
    ['update-unsigned', (state: ProgramState) => (state.by = newKeys().privateKey)],
    ['update-unusable', (state: ProgramState) => (state.feed = '<html>version: soon</html>')],
    ['update-unwritable', (state: ProgramState) => state.fault.push(new Fault('update-unwritable', { name: 'bin', reason: 'EROFS' }))],
    ['disk-full', (state: ProgramState) => state.fault.push(new Fault('disk-full', { during: 'update' }))],
  ])('that cannot be taken are told of once, by %s', async (code, spoil) => {
    const { updates, state, told } = programWith(on);
    spoil(state);
    await updates.tick(true);
    expect(updates.state().step).toMatchObject({ kind: 'failed', fault: { code } });
    expect([told, await updates.mayInstall()]).toEqual([[code], false]);
  });

  it('are dropped as soon as looking for them is turned off', async () => {
    let mode: 'auto' | 'off' = 'auto';
    const { updates } = programWith({ get updates() { return mode; }, updateUrl: on.updateUrl });
    await updates.tick(true);
    mode = 'off';
    updates.settle();
    expect([updates.state().step.kind, await updates.mayInstall()]).toEqual(['resting', false]);
  });
});

describe('what comes in place of a feed', () => {
  const url = 'https://updates.example.org/feed/latest.yml';
  const fetched = (answer: Partial<HttpAnswer>) => createFetchFile(async () => undefined, async () => ({ ok: true, answer: { status: 200, headers: {}, body: Buffer.from('version: 2.0.0\n'), ...answer } }))(url, new AbortController().signal);
  const page = Buffer.from('\n<!DOCTYPE html><title>Sign in</title>');

  it.each([
    ['a sign-in with a status of success', { body: page }],
    ['a page by its type alone', { headers: { 'content-type': 'text/html; charset=utf-8' } }],
    ['a way to a sign-in elsewhere', { status: 302, headers: { location: 'https://login.example.net/' } }],
    ['a network that wants a sign-in', { status: 511, body: page }],
  ])('%s is told as what it is, and is no false signature', async (_, answer) => {
    await expect(fetched(answer)).rejects.toMatchObject({ code: 'update-page' });
  });

  it('a server that has no feed, or refuses it, is told by its status, whatever page it says so with', async () => {
    expect(await fetched({})).toEqual(Buffer.from('version: 2.0.0\n'));
    expect(await fetched({ status: 404, body: page })).toBeNull();
    await expect(fetched({ status: 403, body: page })).rejects.toMatchObject({ code: 'update-unreachable', detail: { reason: 'HTTP 403' } });
  });
});

type ProgramState = ReturnType<typeof programWith>['state'];

describe('signing', () => {
  it('covers the very bytes, and a feed says nothing by more than its version, files and part', () => {
    const bytes = Buffer.from(feedText('2.0.0', 'stagingPercentage: 10\nreleaseNotes: x\n'));
    const key = publicKeyOf(keys.publicKey);
    const signature = sign(null, bytes, privateKeyOf(keys.privateKey)).toString('base64');
    if (key === null) throw new Error('no key');
    expect([isSigned(bytes, signature, key), isSigned(Buffer.concat([bytes, Buffer.from('\n')]), signature, key), isSigned(bytes, '', key), isSigned(bytes, 'x'.repeat(88), key)]).toEqual([true, false, false, false]);
    expect(readFeed(bytes, 'latest-linux.yml')).toMatchObject({ version: '2.0.0', stagingPercentage: 10 });
    for (const text of ['', 'version: 1.0.0', 'a: [', 'version: 1.0.0\nfiles:\n  - url: x\n']) expect(readFeed(Buffer.from(text), 'latest.yml')).toBeNull();
    expect([publicKeyOf(''), publicKeyOf('x'), publicKeyOf(`${keys.publicKey}AA`)]).toEqual([null, null, null]);
  });
});
