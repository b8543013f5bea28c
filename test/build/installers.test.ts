import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { folderConfig, installerConfig, testPackagesConfig } from '../../build/package/builder.ts';
import { buildSettingsOf } from '../../build/package/buildSettings.ts';
import { signingOf, type Environment } from '../../build/package/signing.ts';
import { changesOf, debianChangelog } from '../../build/scripts/electron/debDocuments.ts';

const folders = { app: '/nowhere/app', beside: '/nowhere/beside', output: '/nowhere/out' };
const runtime = { kind: 'test', folder: '/nowhere/electron', version: '33.2.1', addon: null } as const;
const unsigned = signingOf({}, 'linux');
const config = installerConfig(folders, unsigned);
const root = new URL('../../', import.meta.url);

const apple = { CSC_LINK: 'c', APPLE_API_KEY: 'k', APPLE_API_KEY_ID: 'i', APPLE_API_ISSUER: 's' };
const azure = { AZURE_TENANT_ID: 't', AZURE_CLIENT_ID: 'c', AZURE_CLIENT_SECRET: 's', AZURE_SIGN_PUBLISHER: 'p', AZURE_SIGN_ENDPOINT: 'e', AZURE_SIGN_PROFILE: 'f', AZURE_SIGN_ACCOUNT: 'a' };

describe('what is packed', () => {
  test('an installer turns every fuse to its strict side', () => {
    expect(config.electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  test('the program of the tests differs from it in one fuse alone, the one the test driver needs, and is signed anew by nobody', () => {
    expect(folderConfig(folders, runtime).electronFuses).toEqual({ ...config.electronFuses, enableNodeCliInspectArguments: true, resetAdHocDarwinSignature: true });
  });

  test('an installer never takes the Electron of the tests, nor is it put anywhere', () => {
    expect([config.electronDist, config.electronVersion]).toEqual([undefined, undefined]);
    // Feeds are written by it; the address is nobody's, and the program reads none of it.
    expect(config.publish).toEqual({ provider: 'generic', url: 'https://profile-importer.invalid/', useMultipleRangeRequest: false });
  });
});

describe('the installers', () => {
  test('are for persons, for administrators, and for those who install nothing', () => {
    expect(config.win?.target).toEqual([
      { target: 'nsis', arch: ['x64', 'arm64'] },
      { target: 'msi', arch: ['x64'] },
      { target: 'zip', arch: ['x64', 'arm64'] },
    ]);
    expect(config.nsis).toMatchObject({ oneClick: false, perMachine: false, allowElevation: true, deleteAppDataOnUninstall: false });
    expect(config.mac?.target).toEqual([{ target: 'dmg', arch: 'universal' }, { target: 'zip', arch: 'universal' }]);
    expect(config.linux?.target).toEqual(['deb', 'rpm', 'AppImage', 'tar.gz']);
  });

  test('the msi is for all users, and Windows knows its next version by a code that never changes', () => {
    expect(config.msi).toEqual({ oneClick: false, perMachine: true, upgradeCode: '7E5B9B3C-3C0B-4A53-9B6E-2F4C1D7A86E1' });
  });

  test('each system opens job files with the program', () => {
    for (const { fileAssociations } of [config.win ?? {}, config.mac ?? {}, config.linux ?? {}]) {
      expect(fileAssociations).toEqual([expect.objectContaining({ ext: 'importjob', mimeType: 'application/x-profile-importer-job', role: 'Editor', rank: 'Owner' })]);
    }
  });

  test('switch no sandbox off, and no longer ask for FUSE 2', () => {
    expect([config.linux?.executableArgs, config.toolsets?.appimage]).toEqual([[], '1.0.3']);
    expect(JSON.stringify(config)).not.toContain('no-sandbox');
  });

  test('name their file after the program on Windows and Linux, and the bundle after the product on macOS', () => {
    expect([config.executableName, config.win?.executableName, config.mac?.executableName, config.linux?.executableName]).toEqual([undefined, 'profile-importer', undefined, 'profile-importer']);
  });

  test('have an icon of every size that menus look for', () => {
    const names = readdirSync(new URL('build/package/icons', root));
    expect(names.sort()).toEqual([16, 24, 32, 48, 64, 128, 256, 512].map((size) => `${String(size)}x${String(size)}.png`).sort());
    for (const name of names) {
      const bytes = readFileSync(new URL(`build/package/icons/${name}`, root));
      expect(`${String(bytes.readUInt32BE(16))}x${String(bytes.readUInt32BE(20))}.png`).toBe(name);
    }
  });

  test('those of the tests are the same for Linux, but for their Electron, their name and how well they are packed', () => {
    const { electronDist, electronVersion, linux, deb, ...rest } = testPackagesConfig(folders, unsigned, runtime);
    expect({ electronDist, electronVersion }).toEqual({ electronDist: '/nowhere/electron', electronVersion: '33.2.1' });
    expect(linux).toEqual({ ...config.linux, target: ['deb', 'rpm', 'AppImage', 'tar.gz'], artifactName: '${name}-${version}-${arch}-for-tests.${ext}' });
    const { linux: _, deb: sameDeb, ...same } = config;
    expect(rest).toEqual(same);
    expect(deb).toEqual({ ...sameDeb, compression: 'gz' });
  });
});

describe('signing', () => {
  const names = (env: Environment) => {
    const made = installerConfig(folders, signingOf(env, 'linux'));
    return [made.win?.artifactName, made.mac?.artifactName];
  };

  test('what is not signed says so in its name', () => {
    expect(names({})).toEqual(['${name}-${version}-${os}-${arch}-unsigned.${ext}', '${name}-${version}-${os}-${arch}-unsigned.${ext}']);
    expect(names({ ...apple })).toEqual(['${name}-${version}-${os}-${arch}.${ext}', '${name}-${version}-${os}-${arch}.${ext}']);
    expect(names(azure)).toEqual(['${name}-${version}-${os}-${arch}.${ext}', '${name}-${version}-${os}-${arch}-unsigned.${ext}']);
  });

  test('a program for macOS without a certificate is signed by nobody, without the hardened runtime, so that it starts', () => {
    expect(config.mac).toMatchObject({ identity: '-', hardenedRuntime: false });
    const { mac } = installerConfig(folders, signingOf(apple, 'darwin'));
    expect(mac).toMatchObject({ hardenedRuntime: true, notarize: true, entitlements: 'build/package/entitlements.plist' });
    expect(mac?.identity).toBeUndefined();
  });

  test('Azure signs where all that it needs is there', () => {
    expect(installerConfig(folders, signingOf(azure, 'win32')).win?.azureSignOptions).toEqual({ publisherName: 'p', endpoint: 'e', certificateProfileName: 'f', codeSigningAccountName: 'a' });
    expect(installerConfig(folders, signingOf({ ...azure, AZURE_SIGN_PROFILE: '' }, 'win32')).win?.azureSignOptions).toBeUndefined();
  });

  test('a release that nobody would sign is refused before it is packed, with what is missing', () => {
    const release = { PROFILE_IMPORTER_RELEASE: '1' };
    expect(() => signingOf(release, 'win32')).toThrow('set WIN_CSC_LINK with WIN_CSC_KEY_PASSWORD, or AZURE_TENANT_ID');
    expect(() => signingOf({ ...release, ...apple, APPLE_API_KEY: '' }, 'darwin')).toThrow('missing: APPLE_API_KEY');
    expect(installerConfig(folders, signingOf({ ...release, ...azure }, 'win32')).forceCodeSigning).toBe(true);
    expect(config.forceCodeSigning).toBe(false);
  });
});

describe('what a build is told of', () => {
  const key = 'A'.repeat(43) + '=';
  const said = { PROFILE_IMPORTER_HOMEPAGE: 'https://importer.acme.org', PROFILE_IMPORTER_MAINTAINER: 'Acme <importer@acme.org>', PROFILE_IMPORTER_UPDATE_URL: 'https://updates.acme.org/feed', PROFILE_IMPORTER_UPDATE_KEY: key };
  const release = { PROFILE_IMPORTER_RELEASE: '1' };

  test('is nobody and no address, unless the environment names them', () => {
    expect(buildSettingsOf({})).toEqual({ updateUrl: null, updateKey: null });
    expect(buildSettingsOf({ ...said, ...release })).toEqual({ homepage: said.PROFILE_IMPORTER_HOMEPAGE, author: { name: 'Acme', email: 'importer@acme.org' }, updateUrl: said.PROFILE_IMPORTER_UPDATE_URL, updateKey: key });
  });

  test.each([
    ['PROFILE_IMPORTER_HOMEPAGE', ''], ['PROFILE_IMPORTER_HOMEPAGE', 'https://example.com/x'], ['PROFILE_IMPORTER_HOMEPAGE', 'https://profile-importer.invalid'],
    ['PROFILE_IMPORTER_MAINTAINER', ''], ['PROFILE_IMPORTER_MAINTAINER', 'N <n@example.org>'], ['PROFILE_IMPORTER_MAINTAINER', 'N <n@profile-importer.invalid>'],
  ])('and a release is refused that names nobody: %s=%s', (name, value) => {
    expect(() => buildSettingsOf({ ...said, ...release, [name]: value })).toThrow(`set ${name}`);
  });

  test('an address without a key, or what is none, is refused', () => {
    for (const wrong of [{ ...said, PROFILE_IMPORTER_UPDATE_KEY: '' }, { ...said, PROFILE_IMPORTER_UPDATE_KEY: 'AAAA' }, { ...said, PROFILE_IMPORTER_UPDATE_URL: 'http://updates.acme.org' }, { ...said, PROFILE_IMPORTER_MAINTAINER: 'Acme' }]) expect(() => buildSettingsOf(wrong)).toThrow(/^PROFILE_IMPORTER_/);
  });
});

describe('the changes that a Linux package tells of', () => {
  const manifest: unknown = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));

  test('are those of the version in package.json', () => {
    expect(manifest).toMatchObject({ version: expect.any(String), homepage: expect.stringMatching(/^https:/), author: { email: expect.any(String) } });
    const { version } = Object(manifest);
    expect(changesOf(readFileSync(new URL('CHANGELOG.md', root), 'utf8'), version).points.length).toBeGreaterThan(0);
    expect(() => changesOf('# What has changed\n\n## 0.1.0 (2026-01-02)\n\n- It.\n', '0.2.0')).toThrow('CHANGELOG.md says nothing of 0.2.0');
  });

  test('are written as Debian writes them', () => {
    const long = `One ${'word '.repeat(20)}end.`;
    expect(debianChangelog(`# What\n\n## 1.0.0-beta.1 (2026-03-05)\n\n- ${long}\n- Two.\n\n## 0.9.0 (2026-01-02)\n\n- Old.\n`, '1.0.0-beta.1', 'N <n@example.com>')).toBe(
      `profile-importer (1.0.0~beta.1) stable; urgency=medium\n\n  * One ${'word '.repeat(13)}word\n    ${'word '.repeat(6)}end.\n  * Two.\n\n -- N <n@example.com>  Thu, 05 Mar 2026 12:00:00 +0000\n`,
    );
  });
});
