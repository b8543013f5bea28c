import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'electron-builder';
import { afterAll, expect, inject, it } from 'vitest';
import { testPackagesConfig } from '../../build/package/builder.ts';
import { signingOf } from '../../build/package/signing.ts';
import { writeDocuments } from '../../build/scripts/electron/debDocuments.ts';
import { presentRuntime, root } from '../../build/scripts/electron/places.ts';
import { hasProgram } from '../../build/scripts/electron/systemPackages.ts';
import { makeTestTools } from '../../build/scripts/electron/testTools.ts';
import { expectWholeDeb, said } from '../support/deb.ts';
import { needsWindow } from '../support/electron.ts';
import { temporaryFolder } from '../support/jobs.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** The short form of test/installed: the deb of the folder that is packed for the tests of the window. */
it('the deb has what Debian, desktops and administrators look for in it', async (ctx) => {
  needsWindow(ctx);
  if (process.platform !== 'linux') ctx.skip('a deb is made on Linux');
  const lacking = ['dpkg-deb', 'mksquashfs', 'desktop-file-validate', '7zz'].filter((name) => !hasProgram(name));
  if (lacking.length > 0) ctx.skip(`not installed: ${lacking.join(', ')}`);
  const runtime = presentRuntime();
  if (runtime === null) throw new Error('there is a packed program, and no Electron');
  const folders = { app: join(folder.path, 'app'), beside: join(folder.path, 'beside'), output: join(folder.path, 'out') };
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  mkdirSync(folders.app, { recursive: true });
  writeDocuments(join(folders.beside, 'doc'), manifest);
  Object.assign(process.env, makeTestTools(join(folder.path, 'tools')));
  const config = testPackagesConfig(folders, signingOf({}, 'linux'), runtime);
  // Nothing is packed anew: the staged application is not here.
  const { directories, ...rest } = config;
  const packed = dirname(inject('packedApp').executable ?? '');
  const resources = join(packed, 'resources');
  const before = new Set(readdirSync(resources));
  const [file = ''] = await build({ projectDir: root, config: { ...rest, directories: { ...directories, app: root } }, prepackaged: packed, linux: ['deb'], x64: true, publish: 'never' }).finally(() => {
    // The builder puts more into the very folder that it packs, which the other tests start the program from.
    for (const name of readdirSync(resources)) if (!before.has(name)) rmSync(join(resources, name), { recursive: true });
  });
  expectWholeDeb(file, manifest.version);
  said('dpkg-deb', ['--raw-extract', file, join(folder.path, 'tree')]);
  const desktop = join(folder.path, 'tree', 'usr', 'share', 'applications', 'profile-importer.desktop');
  said('desktop-file-validate', [desktop]);
  expect(readFileSync(desktop, 'utf8')).toMatch(/^Exec="\/opt\/Profile Importer\/profile-importer" %U$[^]*^MimeType=application\/x-profile-importer-job;$/m);
});
