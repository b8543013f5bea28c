import { existsSync, readdirSync, readFileSync } from 'node:fs';
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
function packageOf(module: string): NotedPackage | null {
  if (!module.includes('node_modules')) return null;
  for (let folder = dirname(module); folder.includes('node_modules'); folder = dirname(folder)) {
    const found = notedAt(folder);
    if (found !== null && found.name !== '' && found.version !== '') return found;
  }
  return null;
}

/** A package among the bundles, and the folder that it came from. */
export interface NotedPackage extends PackedPackage {
  readonly folder: string;
}

/** The package in this folder; null where there is none. */
export function notedAt(folder: string): NotedPackage | null {
  const found = packageAt(folder);
  return found === null ? null : { ...found, folder };
}

const licenceFile = /^(?:licen[cs]e|copying|notice)/i;

/** What the terms of the packages ask to be given with the program: the texts that they bring, one under the other. */
export function licenceTexts(packages: readonly NotedPackage[]): string {
  return packages.map(({ name, version, license, folder }) => {
    const files = readdirSync(folder).filter((file) => licenceFile.test(file)).sort();
    const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
    return [`${name} ${version} (${license || 'no licence named'})`, ...texts].join('\n\n');
  }).join(`\n\n${'-'.repeat(80)}\n\n`);
}

/** Notes which packages have come into a bundle, with code of theirs in it: those whose terms the program is under. */
export function notePackages(noted: Map<string, NotedPackage>): Plugin {
  return {
    name: 'note-packages',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        for (const [module, { renderedLength }] of Object.entries(chunk.modules)) {
          const found = renderedLength > 0 ? packageOf(module.replace(/^\0/, '').replace(/\?.*$/, '')) : null;
          if (found !== null) noted.set(`${found.name} ${found.version}`, found);
        }
      }
    },
  };
}
