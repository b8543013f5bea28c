import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stateFolder, windowDataFolder } from '#files/stateFolder.ts';
import { settledUserData, userDataFolder } from '../../electron/main/userData.ts';
import { temporaryFolder } from '../support/jobs.ts';

describe('the folder for what the window keeps', () => {
  const windows = { platform: 'win32' as const, home: 'C:\\Users\\Анна', usual: 'C:\\Users\\Анна\\AppData\\Roaming\\Profile Importer' };

  it.each([
    ['the local one that Windows names', { LOCALAPPDATA: 'D:\\Local', APPDATA: '\\\\server\\users\\anna' }, 'D:\\Local\\profile-importer\\user'],
    ['the usual local one', {}, 'C:\\Users\\Анна\\AppData\\Local\\profile-importer\\user'],
    ['the usual local one where an empty name is given', { LOCALAPPDATA: '' }, 'C:\\Users\\Анна\\AppData\\Local\\profile-importer\\user'],
    ['the usual local one where none of a drive is given', { LOCALAPPDATA: 'Local' }, 'C:\\Users\\Анна\\AppData\\Local\\profile-importer\\user'],
  ])('is on Windows %s, never a roaming one', (_, env, folder) => {
    expect(userDataFolder({ ...windows, env })).toEqual({ folder, before: windows.usual });
  });

  it('lies beside what the command line keeps on Windows, and both follow one variable', () => {
    const env = { LOCALAPPDATA: 'D:\\Local' };
    expect(stateFolder({ ...windows, env })).toBe('D:\\Local\\profile-importer\\state');
    const own = { ...env, PROFILE_IMPORTER_HOME: 'E:\\trial' };
    expect([windowDataFolder({ ...windows, env }), windowDataFolder({ ...windows, env: own })]).toEqual(['D:\\Local\\profile-importer\\user\\data', 'E:\\trial\\data']);
    expect([userDataFolder({ ...windows, env: own }), stateFolder({ ...windows, env: own })]).toEqual([{ folder: 'E:\\trial', before: null }, 'E:\\trial\\state']);
  });

  it.each([
    ['darwin', '/Users/anna/Library/Application Support/Profile Importer'],
    ['linux', '/home/anna/.config/Profile Importer'],
  ] as const)('is on %s the system’s own, which does not travel', (platform, usual) => {
    expect(userDataFolder({ platform, home: '/home/anna', usual, env: {} })).toEqual({ folder: usual, before: null });
    expect(windowDataFolder({ platform, home: platform === 'darwin' ? '/Users/anna' : '/home/anna', env: {} })).toBe(`${usual}/data`);
  });
});

describe('what was kept in the old folder', () => {
  let root: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    root = temporaryFolder();
    mkdirSync(join(before(), 'data', 'jobs'), { recursive: true });
    writeFileSync(join(before(), 'data', 'jobs', 'one.importjob'), 'a job');
    writeFileSync(join(before(), 'secrets.json'), 'sealed');
    writeFileSync(join(before(), 'Local State'), 'the key that opens what is sealed');
  });
  afterEach(() => root.remove());
  const before = (): string => join(root.path, 'roaming');
  const folder = (): string => join(root.path, 'local', 'user');
  const settle = (rename?: (from: string, to: string) => void): string => settledUserData({ folder: folder(), before: before() }, rename);
  const failing = (code: string) => (): never => {
    throw Object.assign(new Error(code), { code });
  };
  const whole = (at: string): unknown => ['data/jobs/one.importjob', 'secrets.json', 'Local State'].map((name) => readFileSync(join(at, name), 'utf8'));
  const content = ['a job', 'sealed', 'the key that opens what is sealed'];

  it('is moved once, and stays moved', () => {
    expect([settle(), settle()]).toEqual([folder(), folder()]);
    expect(whole(folder())).toEqual(content);
    expect(existsSync(before())).toBe(false);
  });

  it('is brought over from another drive, and nothing is left there', () => {
    expect(settle(failing('EXDEV'))).toBe(folder());
    expect(whole(folder())).toEqual(content);
    expect([existsSync(before()), readdirSync(join(root.path, 'local'))]).toEqual([false, ['user']]);
  });

  it('is used where it is while something holds it, and moved with a later start', () => {
    expect(settle(failing('EPERM'))).toBe(before());
    expect(whole(before())).toEqual(content);
    expect(settle()).toBe(folder());
    expect(whole(folder())).toEqual(content);
  });

  it('is removed from the old folder by the next start where only that was broken off', () => {
    settle();
    mkdirSync(join(before(), 'data'), { recursive: true });
    writeFileSync(join(before(), 'moved'), '');
    expect(settle()).toBe(folder());
    expect(existsSync(before())).toBe(false);
  });

  it('is whole again where copying was broken off before', () => {
    mkdirSync(join(`${folder()}.new`, 'data'), { recursive: true });
    writeFileSync(join(`${folder()}.new`, 'secrets.json'), 'half');
    writeFileSync(join(before(), 'moved'), '');
    expect(settle(failing('EXDEV'))).toBe(folder());
    expect(whole(folder())).toEqual(content);
  });

  it('that an older version wrote after the move is left alone', () => {
    settle();
    mkdirSync(join(before(), 'data'), { recursive: true });
    expect(settle()).toBe(folder());
    expect(existsSync(join(before(), 'data'))).toBe(true);
  });

  it('is moved by another start at the same moment: both use the new folder', () => {
    const other = (from: string, to: string): void => {
      renameSync(from, to);
      failing('ENOENT')();
    };
    expect(settle(other)).toBe(folder());
    expect(whole(folder())).toEqual(content);
  });
});
