import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { releasesIn } from '../release/changelog.ts';
import { root } from './places.ts';

const manifestSchema = z.object({ version: z.string(), author: z.object({ name: z.string(), email: z.string() }) });

/** The entry of a version in CHANGELOG.md: its day and its points. Throws where there is none. */
export function changesOf(changelog: string, version: string): { readonly day: string; readonly points: readonly string[] } {
  const found = releasesIn(changelog).find((each) => each.version === version);
  const day = found?.day ?? null;
  const points = (found?.text ?? '').split('\n').filter((line) => line.startsWith('- ')).map((line) => line.slice(2).trim());
  if (day === null || points.length === 0) throw new Error(`CHANGELOG.md says nothing of ${version}: it wants "## ${version} (YYYY-MM-DD)" and its points`);
  return { day, points };
}

/** As Debian writes it. */
export function debianChangelog(changelog: string, version: string, maintainer: string): string {
  const { day, points } = changesOf(changelog, version);
  const date = new Date(`${day}T12:00:00Z`).toUTCString().replace(/GMT$/, '+0000');
  return `profile-importer (${version.replaceAll('-', '~')}) stable; urgency=medium\n\n${points.map(pointOf).join('')}\n -- ${maintainer}  ${date}\n`;
}

/** In lines of at most 80 characters. */
function pointOf(text: string): string {
  const lines = text.split(' ').reduce<readonly string[]>((made, word) => {
    const last = made.at(-1) ?? '';
    return `${last} ${word}`.length > 75 ? [...made, word] : [...made.slice(0, -1), last === '' ? word : `${last} ${word}`];
  }, []);
  return `  * ${lines.join('\n    ')}\n`;
}

function copyright(license: string): string {
  const holder = /^Copyright \(c\) (.*)$/m.exec(license)?.[1] ?? '';
  const terms = license.slice(license.indexOf('Permission')).trimEnd().split('\n').map((line) => ` ${line || '.'}`).join('\n');
  const format = 'https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/';
  return `Format: ${format}\nUpstream-Name: Profile Importer\n\nFiles: *\nCopyright: ${holder}\nLicense: Expat\n${terms}\n\nComment: Chromium's and Electron's terms lie beside the program, as LICENSES.chromium.html and LICENSE.electron.txt;\n those of the packages in it are told under Help, About.\n`;
}

/**
 * Writes what a package keeps under /usr/share/doc.
 * @param manifest the program's package.json
 */
export function writeDocuments(folder: string, manifest: unknown): void {
  const { version, author } = manifestSchema.parse(manifest);
  const read = (name: string): string => readFileSync(join(root, name), 'utf8');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'copyright'), copyright(read('LICENSE')));
  writeFileSync(join(folder, 'changelog.gz'), gzipSync(debianChangelog(read('CHANGELOG.md'), version, `${author.name} <${author.email}>`), { level: 9 }));
}
