import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../..', import.meta.url));
const modules = join(root, 'node_modules');

/** What set-up made and may make again at any time; not in git. */
export const cache = join(root, '.cache');
export const testRuntimeFolder = join(cache, 'electron-runtime');
export const testAddonFile = join(cache, 'electron-addon', 'better_sqlite3.node');

/** An Electron to pack the application with. */
export interface Runtime {
  /** `test`: an older Electron that stands in where the product's own cannot be downloaded. Never shipped. */
  readonly kind: 'product' | 'test';
  readonly folder: string;
  readonly version: string;
  /** SQLite addon to use in place of the package's own, which the older Electron cannot load. */
  readonly addon: string | null;
}

/** Set-up speaks on standard error; standard output belongs to the command it runs for. */
export function say(line: string): void {
  process.stderr.write(`setup: ${line}\n`);
}

function readText(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : null;
}

/** Version of an installed package, as its own package.json says. */
export function packageVersion(name: string): string {
  const found: unknown = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8'));
  if (typeof found === 'object' && found !== null && 'version' in found && typeof found.version === 'string') {
    return found.version;
  }
  throw new Error(`node_modules/${name} has no version`);
}

/** The Electron that is there now: the product's own when it was downloaded, else the one for tests, else null. */
export function presentRuntime(): Runtime | null {
  const folder = join(modules, 'electron', 'dist');
  const version = packageVersion('electron');
  if (readText(join(folder, 'version'))?.replace(/^v/, '') === version) {
    return { kind: 'product', folder, version, addon: null };
  }
  const testVersion = readText(join(testRuntimeFolder, 'version'));
  if (testVersion === null || !existsSync(testAddonFile)) return null;
  return { kind: 'test', folder: testRuntimeFolder, version: testVersion, addon: testAddonFile };
}
