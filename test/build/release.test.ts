import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { licenceTexts, notedAt } from '../../build/config/packedPackages.ts';
import { releaseProblems, releasesIn } from '../../build/scripts/release/changelog.ts';
import { checksumFile, checksumsOf } from '../../build/scripts/release/checksums.ts';
import { installationsOf, type Machine } from '../../build/scripts/release/packages.ts';
import { sbomFrom, sbomOf } from '../../build/scripts/release/sbom.ts';
import { newKeys, signStep } from '../../build/scripts/release/signFeed.ts';
import { isSigned, publicKeyOf } from '../../electron/main/updates/signedFeed.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const manifest = z.object({ version: z.string(), scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'release-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the list of changes', () => {
  const changelog = '# Changes\n\n## 1.1.0\n\n- New.\n\n## 1.0.0 (2026-11-01)\r\n\r\n- First.\n- Second.\n';

  test('is told by version', () => {
    expect(releasesIn(changelog)).toEqual([{ version: '1.1.0', day: null, text: '- New.' }, { version: '1.0.0', day: '2026-11-01', text: '- First.\n- Second.' }]);
  });

  test.each([
    ['1.0.0', 'v1.0.0', []],
    ['1.0.0', null, []],
    ['1.1.0', null, []],
    ['1.1.0', 'v1.1.0', [/on which day 1\.1\.0/]],
    ['1.0.0', 'v1.0.1', [/tag v1\.0\.1/]],
    ['1.0.0', '1.0.0', [/tag 1\.0\.0/]],
    ['1.2.0', 'v1.2.0', [/no part "## 1\.2\.0"/]],
  ])('lets version %s be given out as %s, or says why not', (version, tag, reasons) => {
    const problems = releaseProblems({ changelog, version, tag });
    expect(problems).toHaveLength(reasons.length);
    reasons.forEach((reason, index) => expect(problems[index]).toMatch(reason));
  });

  test('says something of the version that package.json names', () => {
    const real = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
    expect(releaseProblems({ changelog: real, version: manifest.version, tag: null })).toEqual([]);
  });
});

test('checksums are of every file but their own, in the form that sha256sum --check reads', async () => {
  for (const [name, text] of [['b.deb', 'two'], ['a name (x64).exe', 'one'], [checksumFile, 'old']] as const) writeFileSync(join(folder, name), text);
  expect(await checksumsOf(folder)).toBe([
    '7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed  a name (x64).exe\n',
    '3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3  b.deb\n',
  ].join(''));
});

describe('the bill of materials', () => {
  const component = (name: string, version: string, scope: string) => ({ 'bom-ref': `${name}@${version}`, type: 'library', name, version, scope, purl: `pkg:npm/${name}@${version}` });
  const all = sbomFrom(JSON.stringify({
    bomFormat: 'CycloneDX',
    metadata: { component: { 'bom-ref': 'us@1.0.0', name: 'folder', version: '0' } },
    components: [component('svelte', '5.0.0', 'optional'), component('zod', '4.0.0', 'required'), component('zod', '3.0.0', 'optional'), component('vite', '9.0.0', 'optional')],
    dependencies: [{ ref: 'us@1.0.0', dependsOn: ['svelte@5.0.0', 'vite@9.0.0', 'zod@4.0.0'] }, { ref: 'vite@9.0.0', dependsOn: ['zod@3.0.0'] }, { ref: 'svelte@5.0.0', dependsOn: [] }],
  }));

  test('holds what is in the bundles, and nothing that only built them', () => {
    const packed = [{ name: 'zod', version: '4.0.0', license: 'MIT' }, { name: 'svelte', version: '5.0.0', license: 'MIT' }];
    const bill = sbomOf(all, packed, { name: 'us', version: '1.0.0' });
    expect(bill.components.map((each) => [each['bom-ref'], each['scope']])).toEqual([['svelte@5.0.0', 'required'], ['zod@4.0.0', 'required']]);
    expect(bill.dependencies).toEqual([{ ref: 'us@1.0.0', dependsOn: ['svelte@5.0.0', 'zod@4.0.0'] }, { ref: 'svelte@5.0.0', dependsOn: [] }]);
    expect(bill.metadata.component).toMatchObject({ name: 'us', version: '1.0.0', type: 'application' });
  });

  test('is not made where a package of the bundles is unknown to it', () => {
    expect(() => sbomOf(all, [{ name: 'zod', version: '4.0.1', license: 'MIT' }], { name: 'us', version: '1.0.0' })).toThrow('zod@4.0.1');
  });
});

test('the texts of the licences stand under their packages, whatever their files are called', () => {
  const packages = ['zod', 'svelte', 'electron'].map((name) => notedAt(join(root, 'node_modules', name))).filter((each) => each !== null);
  const texts = licenceTexts(packages);
  expect(texts.match(/^\S+ \S+ \(MIT\)$/gm)).toEqual(packages.map(({ name, version }) => `${name} ${version} (MIT)`));
  expect(texts.match(/Permission is hereby granted/g)).toHaveLength(packages.length);
});

describe('what is installed to be tried', () => {
  const names = ['profile-importer-1.0.0-linux-amd64.deb', 'profile-importer-1.0.0-linux-x64.tar.gz', 'profile-importer-1.0.0-linux-x86_64.AppImage', 'profile-importer-1.0.0-linux-x86_64.rpm',
    'profile-importer-1.0.0-win-x64.exe', 'profile-importer-1.0.0-win-arm64.exe', 'profile-importer-1.0.0-win-x64.msi', 'profile-importer-1.0.0-win-x64.zip',
    'profile-importer-1.0.0-mac-universal.dmg', 'profile-importer-1.0.0-mac-universal.zip', 'latest.yml', 'SHA256SUMS'];
  const on = (machine: Partial<Machine>) => installationsOf(names, { platform: 'linux', arch: 'x64', folder: '/t', localAppData: 'C:\\L', programFiles: 'C:\\P', ...machine });
  const kinds = (machine: Partial<Machine>): readonly string[] => on(machine).map(({ file }) => file.slice('profile-importer-1.0.0-'.length));

  test('is each package of the system and architecture', () => {
    expect(kinds({})).toEqual(['linux-amd64.deb', 'linux-x64.tar.gz', 'linux-x86_64.AppImage']);
    expect(kinds({ platform: 'win32' })).toEqual(['win-x64.exe', 'win-x64.msi', 'win-x64.zip']);
    expect(kinds({ platform: 'win32', arch: 'arm64' })).toEqual(['win-arm64.exe']);
    expect(kinds({ platform: 'darwin', arch: 'arm64' })).toEqual(['mac-universal.dmg', 'mac-universal.zip']);
  });

  test('asks nobody, and leaves nothing', () => {
    const [setup, msi] = on({ platform: 'win32' });
    expect(setup?.install).toEqual([[setup?.file, '/S', '/currentuser']]);
    expect(setup?.remove[0]?.slice(1)).toEqual(['/S', '/currentuser']);
    expect(msi?.install[0]?.slice(-2)).toEqual(['/qn', '/norestart']);
    expect(on({ platform: 'win32' }).every(({ verify, remove }) => verify.length > 0 && remove.length > 0)).toBe(true);
  });
});

describe('feeds', () => {
  const write = (name: string): void => { writeFileSync(join(folder, name), 'version: 1.0.0\n'); };
  const sign = (env: Readonly<Record<string, string>>, staging?: string) => signStep(folder, env, staging);

  test('are signed by the key that the programs hold, for a part of the installations first, or not given out', () => {
    const [keys, other] = [newKeys(), newKeys()];
    for (const name of ['latest.yml', 'beta-linux-arm64.yml', 'latest-mac.yml', 'alpha.yml', 'builder-debug.yml']) write(name);
    const env = { PROFILE_IMPORTER_UPDATE_KEY: keys.publicKey, PROFILE_IMPORTER_UPDATE_PRIVATE_KEY: keys.privateKey };
    expect(sign(env, '10')).toEqual(['beta-linux-arm64.yml signed', 'latest-mac.yml signed', 'latest.yml signed']);
    const text = readFileSync(join(folder, 'latest.yml'));
    expect(text.toString()).toBe('version: 1.0.0\nstagingPercentage: 10\n');
    const key = publicKeyOf(keys.publicKey);
    expect(key !== null && isSigned(text, readFileSync(join(folder, 'latest.yml.sig'), 'utf8').trim(), key)).toBe(true);
    expect(() => sign({ ...env, PROFILE_IMPORTER_UPDATE_KEY: other.publicKey })).toThrow('is not of the key that the programs hold');
    expect(() => sign({ ...env, PROFILE_IMPORTER_UPDATE_PRIVATE_KEY: 'bm9uZQ==' })).toThrow(/^PROFILE_IMPORTER_UPDATE_PRIVATE_KEY is no private key of Ed25519$/);
    sign({ PROFILE_IMPORTER_UPDATE_PRIVATE_KEY: '' });
    expect(readdirSync(folder).filter((name) => name.endsWith('.yml'))).toEqual(['alpha.yml', 'builder-debug.yml']);
  });
});

describe('the workflows', () => {
  const workflows = readdirSync(join(root, '.github/workflows')).map((name) => [name, readFileSync(join(root, '.github/workflows', name), 'utf8')] as const);
  const lines = (text: string, key: string): readonly string[] => [...text.matchAll(new RegExp(`^\\s*(?:- )?${key}: (.+)$`, 'gm'))].map(([, value]) => value ?? '');

  test.each(workflows)('%s takes each action as of one commit', (_name, text) => {
    const uses = lines(text, 'uses');
    expect(uses.length).toBeGreaterThan(0);
    for (const action of uses) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test.each(workflows)('%s runs scripts that are there, and holds no program of its own', (_name, text) => {
    for (const step of lines(text, 'run')) {
      const [program, first = '', second = ''] = step.split(' ');
      if (program === 'node') expect(existsSync(join(root, first)), step).toBe(true);
      else if (program === 'npm' && first === 'run') expect(Object.keys(manifest.scripts), step).toContain(second);
      else expect([program, first].join(' '), step).toMatch(/^(?:npm test|npm ci|gh release)$/);
    }
  });
});
