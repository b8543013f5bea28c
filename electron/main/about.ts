import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { AboutProgram, PackedPackage } from '#contract/answers.ts';

const packagesSchema = z.array(z.object({ name: z.string(), version: z.string(), license: z.string() }));

export interface AboutParts {
  readonly version: string;
  /** As process.versions. */
  readonly versions: Readonly<Record<string, string | undefined>>;
  /** Path of the list of packages, which is made with the bundles. */
  readonly packages: string;
  readonly dataFolder: string;
}

/** What the program is made of. Where the list of its packages cannot be read, the rest is told all the same. */
export function aboutProgram({ version, versions, packages, dataFolder }: AboutParts): AboutProgram {
  const runtimes = (['electron', 'chrome', 'node'] as const).flatMap((name) => {
    const found = versions[name];
    return found === undefined ? [] : [{ name: names[name], version: found }];
  });
  return { version, runtimes, packages: packagesOf(packages), dataFolder };
}

/** The texts of the licences that the file holds; empty where it cannot be read. */
export function licenceTexts(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

const names = { electron: 'Electron', chrome: 'Chromium', node: 'Node.js' } as const;

function packagesOf(path: string): readonly PackedPackage[] {
  try {
    return packagesSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return [];
  }
}
