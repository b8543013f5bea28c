import { describe, expect, test } from 'vitest';
import { folderConfig, installerConfig } from '../../build/package/builder.ts';

const folders = { app: '/nowhere/app', output: '/nowhere/out' };
const runtime = { kind: 'test', folder: '/nowhere/electron', version: '33.2.1', addon: null } as const;

describe('what is packed', () => {
  test('an installer turns every fuse to its strict side', () => {
    expect(installerConfig(folders).electronFuses).toEqual({
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

  test('the program of the tests differs from it in one fuse alone, the one the test driver needs', () => {
    const strict = installerConfig(folders).electronFuses;
    expect(folderConfig(folders, runtime).electronFuses).toEqual({ ...strict, enableNodeCliInspectArguments: true });
  });

  test('installers are an nsis program, a dmg and an AppImage', () => {
    const { win, mac, linux } = installerConfig(folders);
    expect([win?.target, mac?.target, linux?.target]).toEqual(['nsis', 'dmg', 'AppImage']);
  });

  test('an installer never takes the Electron of the tests', () => {
    const config = installerConfig(folders);
    expect(config.electronDist).toBeUndefined();
    expect(config.electronVersion).toBeUndefined();
  });
});
