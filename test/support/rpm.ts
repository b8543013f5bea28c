import { expect } from 'vitest';
import { rpmDepends } from '../../build/package/linuxPackages.ts';
import { said } from './deb.ts';

/** Holds an rpm to what Fedora, desktops and administrators look for in it; it is not installed. */
export function expectWholeRpm(file: string, version: string): void {
  const asked = (format: string): string => said('rpm', ['--query', '--package', '--queryformat', format, file]);
  expect(asked('%{NAME} %{VERSION} %{ARCH}|%{SUMMARY}')).toBe(`profile-importer ${version} x86_64|Updates Altcraft profiles from Excel workbooks`);
  expect(asked('%{URL} %{PACKAGER}')).toMatch(/^https:\S+ .+ <.+@.+>$/);
  const requires = said('rpm', ['--query', '--package', '--requires', file]).trimEnd().split('\n');
  expect(requires.filter((each) => !/^(?:rpmlib\(|\/bin\/sh$)/.test(each)).sort()).toEqual([...rpmDepends].sort());
  const files = asked('[%{FILEMODES:perms} %{FILENAMES}\n]').trimEnd().split('\n').map((line) => [line.slice(0, 10), line.slice(11)] as const);
  const modeOf = (path: string): string | undefined => files.find(([, name]) => name === path)?.[0];
  for (const path of ['profile-importer', 'resources/bin/profile-importer', 'chrome-sandbox']) expect([path, modeOf(`/opt/Profile Importer/${path}`)]).toEqual([path, '-rwxr-xr-x']);
  for (const path of ['applications/profile-importer.desktop', 'mime/packages/profile-importer.xml', 'doc/profile-importer/copyright']) expect([path, modeOf(`/usr/share/${path}`)]).toEqual([path, '-rw-r--r--']);
  // Else they would stay when it is removed.
  for (const path of ['', '/resources', '/resources/bin', '/locales']) expect([path, modeOf(`/opt/Profile Importer${path}`)]).toEqual([path, 'drwxr-xr-x']);
  // Else it could not be installed beside another program with the same Electron.
  expect(files.filter(([, name]) => name.includes('.build-id'))).toEqual([]);
  expect(files.filter(([mode]) => mode[5] === 'w' || mode[8] === 'w')).toEqual([]);
  const scripts = said('rpm', ['--query', '--package', '--scripts', file]);
  expect(scripts).toMatch(/postinstall [^]*update-alternatives --install '\/usr\/bin\/profile-importer'[^]*postuninstall [^]*update-alternatives --remove 'profile-importer'/);
}
