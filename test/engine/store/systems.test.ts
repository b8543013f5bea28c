import { describe, expect, it } from 'vitest';
import { fileFault } from '#engine/sheet/file.ts';
import { durabilityPragmas } from '#engine/store/database.ts';
import { databasePath } from '#engine/store/openFaults.ts';

const long = `C:\\${'Клиенты и заявки\\'.repeat(16)}a.importjob`;

describe('a database of ours', () => {
  it('brings a commit to the disk itself on macOS, where a plain sync only reaches the drive’s memory', () => {
    expect(durabilityPragmas('darwin')).toEqual(['synchronous = FULL', 'fullfsync = ON', 'checkpoint_fullfsync = ON']);
    expect([durabilityPragmas('win32'), durabilityPragmas('linux')]).toEqual([['synchronous = FULL'], ['synchronous = FULL']]);
  });

  it('is opened on Windows under a long path in the form that takes one, and under a short one as it is', () => {
    expect(databasePath(long, 'win32')).toBe(`\\\\?\\${long}`);
    expect(databasePath(`\\\\server\\jobs\\${'a'.repeat(240)}.importjob`, 'win32')).toMatch(/^\\\\\?\\UNC\\server\\jobs\\a/);
    expect(databasePath('C:\\jobs\\a.importjob', 'win32')).toBe('C:\\jobs\\a.importjob');
  });
});

describe('a source that cannot be read', () => {
  it.each(['UNKNOWN', 'EBUSY', 'EPERM', 'EIO', 'ESOMETHINGNEW'])('by the system’s code %s is told as such, never as an error inside the program', (code) => {
    expect(fileFault(Object.assign(new Error('x'), { code }))).toMatchObject({ code: 'source-unreadable', detail: { reason: code } });
  });
});
