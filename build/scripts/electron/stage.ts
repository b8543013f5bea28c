import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Folders } from '../../package/builder.ts';
import { usualBuild, type BuildSettings } from '../../package/buildSettings.ts';
import { buildInto } from '../build.ts';
import { writeDocuments } from './debDocuments.ts';
import { writeShim } from './shim.ts';
import { writeWindowsParts } from './windowsInstaller.ts';
import { packageVersion, root } from './places.ts';

const addonPackage = 'better-sqlite3';

function ownPackage(): Readonly<Record<string, unknown>> {
  const found: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  if (typeof found !== 'object' || found === null) throw new Error('package.json holds no object');
  const kept = ['name', 'productName', 'version', 'description', 'license', 'main', 'homepage', 'author'];
  return Object.fromEntries(Object.entries(found).filter(([name]) => kept.includes(name)));
}

/** What the window belongs to on Linux: the desktop entry of this name. */
const desktopName = 'profile-importer.desktop';

/**
 * Lays out exactly what the packed application holds: the bundles, a package.json without dependencies (they are in the
 * bundles), and of the one package that cannot be bundled its scripts and its addons for this platform.
 * @param addon an addon to put in place of the package's own, or null
 * @param settings whom the program is of, and where its newer versions are
 */
export async function stage({ app: folder, beside }: Pick<Folders, 'app' | 'beside'>, addon: string | null, { updateUrl, updateKey, ...meta }: BuildSettings = usualBuild): Promise<void> {
  await buildInto(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist', 'build.json'), JSON.stringify({ updateUrl, updateKey }));
  const own = { ...ownPackage(), ...meta };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ ...own, desktopName }, null, 2)}\n`);
  writeShim(join(beside, 'bin'));
  writeWindowsParts(beside);
  writeDocuments(join(beside, 'doc'), own);
  const from = join(root, 'node_modules', addonPackage);
  const to = join(folder, 'node_modules', addonPackage);
  mkdirSync(join(to, 'prebuilds'), { recursive: true });
  for (const name of ['package.json', 'LICENSE', 'lib']) cpSync(join(from, name), join(to, name), { recursive: true });
  if (addon !== null) {
    copyFileSync(addon, join(to, 'prebuilds', `${process.platform}-${process.arch}.node`));
    return;
  }
  const names = readdirSync(join(from, 'prebuilds')).filter((name) => name.startsWith(`${process.platform}-`));
  for (const name of names) copyFileSync(join(from, 'prebuilds', name), join(to, 'prebuilds', name));
}

/** A short sum over everything that decides about the packed application, so that the same is not packed twice. */
export function sumOfStage({ app, beside }: Pick<Folders, 'app' | 'beside'>, runtimeVersion: string): string {
  const hash = createHash('sha256').update(`${runtimeVersion} ${packageVersion('electron-builder')}\n`);
  for (const name of ['builder.ts', 'linuxPackages.ts', 'signing.ts']) hash.update(readFileSync(join(root, 'build', 'package', name)));
  for (const folder of [app, beside]) {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
    for (const path of paths) hash.update(path.slice(folder.length)).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex').slice(0, 12);
}
