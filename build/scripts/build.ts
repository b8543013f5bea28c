import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { bundlesInto } from '../config/bundles.ts';
import { licenceTexts, notedAt, notePackages, type NotedPackage } from '../config/packedPackages.ts';
import { isStarted } from './isStarted.mjs';
import { ensureMessages } from './messages.mjs';

/** Builds the application into a folder from nothing, so that no file of an older build is left to be packed. */
export async function buildInto(folder: string): Promise<void> {
  await ensureMessages();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const noted = new Map<string, NotedPackage>();
  for (const bundle of bundlesInto(folder, [notePackages(noted)])) await build(bundle);
  // These two are in no bundle.
  const beside = ['better-sqlite3', 'electron'].map((name) => notedAt(fileURLToPath(new URL(`../../node_modules/${name}`, import.meta.url))));
  const packages = [...noted.values(), ...beside.filter((found) => found !== null)].sort((a, b) => a.name.localeCompare(b.name, 'en'));
  writeFileSync(join(folder, 'packages.json'), JSON.stringify(packages.map(({ name, version, license }) => ({ name, version, license }))));
  writeFileSync(join(folder, 'licences.txt'), licenceTexts(packages));
}

if (isStarted(import.meta.url)) {
  await buildInto(fileURLToPath(new URL('../../dist', import.meta.url)));
}
