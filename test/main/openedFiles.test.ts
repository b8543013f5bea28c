import { describe, expect, it } from 'vitest';
import type { OfferedFile } from '#contract/commands.ts';
import { Fault } from '#contract/faults.ts';
import { createOpenedFiles, filesIn } from '../../electron/main/openedFiles.ts';

const posixOnly = process.platform === 'win32' ? [] : [
  ['an absolute path', '/home/я/Мои задания/a b.importjob', '/home/я/Мои задания/a b.importjob'],
  ['an address as desktops give it', 'file:///home/%D1%8F/a%20b.importjob', '/home/я/a b.importjob'],
  ['an address with a host of this computer', 'FILE://localhost/tmp/a.xlsx', '/tmp/a.xlsx'],
  ['a path from where it was started', '../лист.xlsx', '/work/лист.xlsx'],
  ['what only looks like an address', 'https://example.com/a.xlsx', '/work/here/https:/example.com/a.xlsx'],
  ['an address that cannot be read', 'file:///a%2', '/work/here/file:/a%2'],
] as const;

describe('the files that a program is started with', () => {
  it.each(posixOnly)('%s', (_name, word, path) => {
    expect(filesIn(['/opt/p', word], '/work/here')).toEqual([path]);
  });

  it('are all of them, and no switch is one', () => {
    const words = ['/opt/p', '--no-sandbox', 'a.csv', '', '-psn_0_1', '--enable-features=X', 'b.importjob'];
    expect(filesIn(words, process.cwd()).map((path) => path.replace(/^.*[\\/]/, ''))).toEqual(['a.csv', 'b.importjob']);
    expect(filesIn(['/opt/p'], '/')).toEqual([]);
  });
});

describe('files that the system asks for', () => {
  const source = (name: string): OfferedFile => ({ source: { sourceId: name, name, bytes: 1 } });

  it('wait until the page takes them, in their order', async () => {
    let told = 0;
    const files = createOpenedFiles(async (path) => source(path), () => (told += 1));
    files.add([]);
    expect(told).toBe(0);
    files.add(['a', 'b']);
    files.add(['c']);
    expect(told).toBe(2);
    const taken = [await files.takeNext(), await files.takeNext(), await files.takeNext(), await files.takeNext()];
    expect(taken).toEqual([source('a'), source('b'), source('c'), null]);
  });

  it('that cannot be opened are told, and do not keep the next ones from it', async () => {
    let told = 0;
    const open = async (path: string): Promise<OfferedFile> => {
      if (path === 'bad') throw new Fault('job-unreadable', { name: path });
      return source(path);
    };
    const files = createOpenedFiles(open, () => (told += 1));
    files.add(['bad', 'good']);
    await expect(files.takeNext()).rejects.toThrow(expect.objectContaining({ code: 'job-unreadable' }));
    expect(told).toBe(2);
    expect(await files.takeNext()).toEqual(source('good'));
  });
});
