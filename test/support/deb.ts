import { spawnSync } from 'node:child_process';
import { expect } from 'vitest';
import { debDepends } from '../../build/package/linuxPackages.ts';

/** What a program of the system writes; throws where it fails. */
export function said(program: string, args: readonly string[]): string {
  const done = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 26, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  if (done.status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${String(done.status)}: ${done.stdout}${done.stderr}`);
  return done.stdout;
}

/** Holds a deb to what Debian, desktops and administrators look for in it. */
export function expectWholeDeb(file: string, version: string): void {
  const info = said('dpkg-deb', ['--info', file]);
  expect(info).toContain(` Package: profile-importer\n Version: ${version}\n`);
  expect(info).toMatch(/^ Homepage: https:/m);
  expect(info).toMatch(/^ Maintainer: .+ <.+@.+>$/m);
  expect(info).toContain(` Depends: ${debDepends.join(', ')}\n`);
  expect(info).toMatch(/^ Description: Updates Altcraft profiles from Excel workbooks$/m);
  const files = said('dpkg-deb', ['--contents', file]).split('\n').map((line) => [line.slice(0, 10), line.slice(line.indexOf(' ./') + 2)] as const);
  const modeOf = (path: string): string | undefined => files.find(([, name]) => name === path)?.[0];
  for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) expect(modeOf(`/usr/share/icons/hicolor/${String(size)}x${String(size)}/apps/profile-importer.png`)).toBe('-rw-r--r--');
  for (const path of ['applications/profile-importer.desktop', 'mime/packages/profile-importer.xml', 'doc/profile-importer/copyright', 'doc/profile-importer/changelog.gz']) expect([path, modeOf(`/usr/share/${path}`)]).toEqual([path, '-rw-r--r--']);
  for (const path of ['profile-importer', 'resources/bin/profile-importer', 'chrome-sandbox']) expect([path, modeOf(`/opt/Profile Importer/${path}`)]).toEqual([path, '-rwxr-xr-x']);
  // By the second the program knows that it does not take its own place.
  for (const name of ['app-update.yml', 'package-type']) expect([name, modeOf(`/opt/Profile Importer/resources/${name}`)]).toEqual([name, '-rw-r--r--']);
  // Whoever may write to it would write what root starts.
  expect(files.filter(([mode]) => mode[5] === 'w' || mode[8] === 'w')).toEqual([]);
}
