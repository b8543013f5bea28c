import { describe, expect, it } from 'vitest';
import { settingsInForce } from '#contract/settings/inForce.ts';
import type { SettingValues } from '#contract/settings/settings.ts';
import { feedName, isLater, versionIn } from '../../electron/main/updates/feed.ts';
import { createUpdates } from '../../electron/main/updates/updates.ts';

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
    expect(versionIn(`version: ${text}\n`)).toBeNull();
  });

  it('is read from the feed’s own line', () => {
    expect(versionIn("version: 1.2.3\nfiles:\n  - url: x\n    version: 9.9.9\nreleaseDate: '2026-11-28'\n")).toBe('1.2.3');
    expect(versionIn('<html>version: soon</html>')).toBeNull();
  });

  it('is asked of the system’s own feed', () => {
    expect([feedName('latest', 'win32', 'x64'), feedName('beta', 'darwin', 'arm64'), feedName('latest', 'linux', 'x64'), feedName('latest', 'linux', 'arm64')])
      .toEqual(['latest.yml', 'beta-mac.yml', 'latest-linux.yml', 'latest-linux-arm64.yml']);
  });
});

describe('looking for a later version', () => {
  function lookWith(values: SettingValues, answer: () => Promise<string | null>) {
    const [asked, told]: [string[], string[]] = [[], []];
    const updates = createUpdates({
      settings: { inForce: () => settingsInForce({ values: {}, problems: [] }, { values, problems: [] }) },
      fetchText: (url) => (asked.push(url), answer()),
      version: '1.0.0',
      system: { platform: 'linux', arch: 'x64' },
      onLater: (version) => told.push(version),
    });
    return { updates, asked, told };
  }
  const feed = (version: string) => async () => `version: ${version}\n`;

  it('calls nobody unless it was asked for and there is an address', async () => {
    for (const values of [{}, { updates: 'notify' }, { updateUrl: 'https://example.com/feed' }, { updates: 'off', updateUrl: 'https://example.com/feed' }] as const) {
      const { updates, asked, told } = lookWith(values, feed('2.0.0'));
      await updates.look();
      expect([asked, told]).toEqual([[], []]);
    }
  });

  it('tells of each later one once, of the channel that was chosen', async () => {
    let version = '1.0.0';
    const { updates, asked, told } = lookWith({ updates: 'notify', channel: 'beta', updateUrl: 'https://example.com/feed/' }, () => feed(version)());
    for (version of ['1.0.0', '0.9.0', '1.1.0', '1.1.0', '1.0.5', '1.2.0-beta.1']) await updates.look();
    expect(told).toEqual(['1.1.0', '1.2.0-beta.1']);
    expect(new Set(asked)).toEqual(new Set(['https://example.com/feed/beta-linux.yml']));
  });

  it.each([
    ['there is no feed', async () => null],
    ['the server cannot be reached', () => Promise.reject(new Error('net::ERR_FAILED'))],
    ['something else is there', async () => '<html>Sign in</html>'],
  ])('says nothing where %s', async (_, answer) => {
    const { updates, told } = lookWith({ updates: 'notify', updateUrl: 'https://example.com/feed' }, answer);
    await updates.look();
    expect(told).toEqual([]);
  });
});
