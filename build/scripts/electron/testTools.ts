import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './places.ts';
import { programPath } from './systemPackages.ts';

/** Of the stand-in for the AppImage runtime, at whose end the image begins. */
const runtimeBytes = 4_096;

/**
 * TEST-ONLY: what electron-builder would fetch from GitHub, made of Debian's programs and of the stand-ins in build/testTools. Gives
 * the environment by which the builder finds all of it, and asks nobody else.
 */
export function makeTestTools(folder: string): Readonly<Record<string, string>> {
  const appImage = join(folder, 'appimage');
  for (const name of ['runtimes', 'lib/x64']) mkdirSync(join(appImage, name), { recursive: true });
  const script = (path: string, line: string): string => {
    writeFileSync(path, `#!/bin/sh\nexec ${line} "$@"\n`, { mode: 0o755 });
    return path;
  };
  symlinkSync(programPath('desktop-file-validate'), join(appImage, 'desktop-file-validate'));
  // Its options stand behind what the builder gives: the quickest compression, as what is made is thrown away.
  writeFileSync(join(appImage, 'mksquashfs'), `#!/bin/sh\nexec ${programPath('mksquashfs')} "$@" -Xcompression-level 1\n`, { mode: 0o755 });
  const runtime = readFileSync(join(root, 'build', 'testTools', 'appimage-runtime.sh'), 'utf8').replace('@SIZE@', String(runtimeBytes));
  writeFileSync(join(appImage, 'runtimes', 'runtime-x64'), runtime.padEnd(runtimeBytes, '\n'));
  return {
    ELECTRON_BUILDER_OFFLINE: '1',
    ELECTRON_BUILDER_COMPRESSION_LEVEL: '1',
    ELECTRON_BUILDER_7ZIP_PATH: script(join(folder, '7za'), programPath('7zz')),
    CUSTOM_FPM_PATH: script(join(folder, 'fpm'), `"${process.execPath}" "${join(root, 'build', 'testTools', 'fpm.ts')}"`),
    APPIMAGE_TOOLS_PATH: appImage,
  };
}
