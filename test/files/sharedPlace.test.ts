import { describe, expect, it } from 'vitest';
import { sharedPlace, sharedPlaceWarning, type PlaceLook } from '#files/sharedPlace.ts';

describe('A job in a place that several computers share', () => {
  it.each([
    ['\\\\server\\jobs\\a.importjob', 'share'],
    ['\\\\?\\UNC\\server\\jobs\\a.importjob', 'share'],
    ['C:\\Users\\anna\\OneDrive - Firma GmbH\\a.importjob', 'OneDrive'],
    ['/Users/anna/Library/Mobile Documents/com~apple~CloudDocs/a.importjob', 'iCloud'],
    ['/home/anna/Dropbox/work/a.importjob', 'Dropbox'],
    ['C:\\Users\\anna\\YandexDisk\\a.importjob', 'Yandex Disk'],
  ])('%s is told', (path, words) => expect(sharedPlaceWarning(path)).toContain(words));

  it.each(['/home/anna/dropbox-notes/a.importjob', 'C:\\jobs\\a.importjob', '\\\\?\\C:\\jobs\\a.importjob', '/home/anna/OneDriveOld/a.importjob'])('%s is not', (path) =>
    expect(sharedPlaceWarning(path)).toBeNull());
});

describe('What the system says of a place', () => {
  const missing = (): never => {
    throw new Error('ENOENT');
  };
  const windows: PlaceLook = { platform: 'win32', env: { APPDATA: 'C:\\Users\\anna\\AppData\\Roaming', OneDriveCommercial: 'D:\\Firma' }, realPath: (path) => path, fileSystem: missing };
  const linux: PlaceLook = { platform: 'linux', env: {}, realPath: (path) => path, fileSystem: () => 0xef53 };

  it('shows the share behind a drive’s letter on Windows, also for a job that is still to be made', () => {
    const realPath = (path: string): string => (path.endsWith('.importjob') ? missing() : '\\\\server\\jobs');
    expect(sharedPlace('Z:\\new.importjob', { ...windows, realPath })).toEqual({ kind: 'share' });
  });

  it.each([['NFS', 0x6969], ['CIFS', 0xff534d42], ['CIFS, with a sign', 0xff534d42 | 0], ['SMB 2', 0xfe534d42], ['9P', 0x01021997]])('shows a mounted share on Linux: %s', (_, kind) => {
    expect(sharedPlace('/mnt/jobs/a.importjob', { ...linux, fileSystem: (path) => (path === '/mnt/jobs' ? kind : missing()) })).toEqual({ kind: 'share' });
  });

  it('shows OneDrive by whatever name Windows has it, and the roaming folder', () => {
    expect(sharedPlace('d:\\firma\\Q3\\a.importjob', windows)).toEqual({ kind: 'synchronised', by: 'OneDrive' });
    expect(sharedPlace('C:\\Users\\Anna\\AppData\\Roaming\\jobs\\a.importjob', windows)).toEqual({ kind: 'roaming' });
  });

  it('shows what a link leads to', () => {
    expect(sharedPlace('/home/anna/jobs/a.importjob', { ...linux, realPath: () => '/home/anna/Dropbox/jobs/a.importjob' })).toEqual({ kind: 'synchronised', by: 'Dropbox' });
  });

  it('speaks against nothing on a drive of this computer', () => {
    expect(sharedPlace('C:\\Users\\anna\\AppData\\Local\\a.importjob', windows)).toBeNull();
    expect(sharedPlace('D:\\Firmata\\a.importjob', windows)).toBeNull();
    expect(sharedPlace('/home/anna/a.importjob', linux)).toBeNull();
    expect(sharedPlace('/home/anna/none/a.importjob', { ...linux, realPath: missing, fileSystem: missing })).toBeNull();
  });
});
