import { describe, expect, it } from 'vitest';
import { sharedPlaceWarning } from '#files/sharedPlace.ts';

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
