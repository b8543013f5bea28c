import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, type TestContext } from 'vitest';
import { setLanguage } from '#contract/language.ts';
import { linkCommand, linkInTerminal, linkWords, type CommandLink } from '../../electron/main/commandLink.ts';
import { temporaryFolder } from '../support/jobs.ts';

const folders: { remove(): void }[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
  setLanguage('en');
});

function needsLinks(ctx: TestContext): void {
  if (process.platform === 'win32') ctx.skip('making links wants rights of an administrator on Windows');
}

const bundle = '/Applications/Profile Importer.app/Contents';

function mac(change: Partial<CommandLink> = {}): { readonly link: CommandLink; readonly path: string } {
  const folder = temporaryFolder();
  folders.push(folder);
  mkdirSync(join(folder.path, 'bin'));
  const link = { executable: `${bundle}/MacOS/Profile Importer`, command: `${bundle}/Resources/bin/profile-importer`, folder: join(folder.path, 'bin'), ...change };
  return { link, path: join(link.folder, 'profile-importer') };
}

describe('the command of a bundle', () => {
  it('is linked, and linked anew where the program has moved', (ctx) => {
    needsLinks(ctx);
    const { link, path } = mac();
    expect([linkCommand(link), readlinkSync(path), linkCommand(link)]).toEqual(['made', link.command, 'made']);
    const moved = { ...link, command: '/Users/a/Applications/Profile Importer.app/Contents/Resources/bin/profile-importer' };
    expect([linkCommand(moved), readlinkSync(path)]).toEqual(['made', moved.command]);
    expect(linkWords('made', link).copy).toBeNull();
  });

  it('takes the place of nothing that is not ours', (ctx) => {
    needsLinks(ctx);
    const [own, other] = [mac(), mac()];
    writeFileSync(own.path, 'mine');
    symlinkSync('/opt/other/bin/profile-importer', other.path);
    expect([linkCommand(own.link), readFileSync(own.path, 'utf8'), linkCommand(other.link), readlinkSync(other.path)]).toEqual(['taken', 'mine', 'taken', '/opt/other/bin/profile-importer']);
    expect(linkWords('taken', own.link).detail).toContain(own.path);
  });

  it('is not linked into a download or an image, which are gone later', () => {
    for (const executable of ['/Volumes/Profile Importer/Profile Importer.app/Contents/MacOS/Profile Importer', '/private/var/folders/x/AppTranslocation/y/d/Profile Importer.app/Contents/MacOS/Profile Importer']) {
      const { link, path } = mac({ executable });
      expect([linkCommand(link), existsSync(path)]).toEqual(['elsewhere', false]);
      expect(linkWords('elsewhere', link).detail).toContain('Applications');
    }
  });

  it('is told as a line for a terminal where an administrator is wanted, in either language', (ctx) => {
    needsLinks(ctx);
    const { link } = mac({ folder: join(mac().link.folder, 'nowhere', 'bin'), command: "/Users/o'neil/Profile Importer.app/Contents/Resources/bin/profile-importer" });
    expect(linkCommand(link)).toBe('forbidden');
    const line = `sudo mkdir -p '${link.folder}' && sudo ln -sf '/Users/o'\\''neil/Profile Importer.app/Contents/Resources/bin/profile-importer' '${link.folder}/profile-importer'`;
    expect([linkInTerminal(link), linkWords('forbidden', link).copy]).toEqual([line, line]);
    setLanguage('ru');
    expect(linkWords('forbidden', link)).toMatchObject({ message: 'Установить команду profile-importer может только администратор.', detail: expect.stringContaining(line) });
    if (process.getuid?.() === 0) return;
    const closed = mac();
    chmodSync(closed.link.folder, 0o555);
    expect([linkCommand(closed.link), lstatSync(closed.path, { throwIfNoEntry: false })]).toEqual(['forbidden', undefined]);
  });
});
