import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

export interface PackedPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

const text = (found: object, name: string): string => {
  const value: unknown = Object.entries(found).find(([key]) => key === name)?.[1];
  return typeof value === 'string' ? value : '';
};

/** What a folder of a package says of itself; null where it is none. */
export function packageAt(folder: string): PackedPackage | null {
  const path = join(folder, 'package.json');
  const found: unknown = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
  if (typeof found !== 'object' || found === null) return null;
  return { name: text(found, 'name'), version: text(found, 'version'), license: text(found, 'license') };
}

/** The package that a module belongs to: the folder above it that has a name and a version. */
function packageOf(module: string): PackedPackage | null {
  if (!module.includes('node_modules')) return null;
  for (let folder = dirname(module); folder.includes('node_modules'); folder = dirname(folder)) {
    const found = packageAt(folder);
    if (found !== null && found.name !== '' && found.version !== '') return found;
  }
  return null;
}

/** Notes which packages have come into a bundle, with code of theirs in it: those whose terms the program is under. */
export function notePackages(noted: Map<string, PackedPackage>): Plugin {
  return {
    name: 'note-packages',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        for (const [module, { renderedLength }] of Object.entries(chunk.modules)) {
          const found = renderedLength > 0 ? packageOf(module.replace(/^\0/, '').replace(/\?.*$/, '')) : null;
          if (found !== null) noted.set(found.name, found);
        }
      }
    },
  };
}
