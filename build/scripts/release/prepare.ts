import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { buildSettingsOf } from '../../package/buildSettings.ts';
import { root } from '../electron/places.ts';
import { releaseProblems, releasesIn } from './changelog.ts';
import { checksumFile, checksumsOf } from './checksums.ts';
import { sbomFrom, sbomOf } from './sbom.ts';
import { newKeys, privateKeyOf, privateKeyVariable, publicKeyText, removeFeeds, signFeeds } from './signFeed.ts';

/**
 * The steps of a release that are the same on every system, each by its name, so that the workflow holds none of their
 * words and a person can run them, too: `node build/scripts/release/prepare.ts check --tag v1.2.3`, `sbom`, `notes`,
 * `sign` (with `--staging 10` for a part of the installations first) and `checksums`. What they write goes into release/.
 * `keys` makes a pair of keys for feeds and keeps neither.
 */
const packageSchema = z.object({ name: z.string(), version: z.string() });
const { name, version } = packageSchema.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');

function check(tag: string | null): void {
  const problems = releaseProblems({ changelog, version, tag });
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  if (problems.length > 0) process.exitCode = 1;
  else process.stdout.write(`${version}: package.json${tag === null ? '' : ', tag'} and CHANGELOG.md agree\n`);
}

/** Bill of materials of the bundles in dist/, which `npm run build` makes. */
function sbom(folder: string): void {
  const list = join(root, 'dist', 'packages.json');
  if (!existsSync(list)) throw new Error('dist/packages.json is not there: run `npm run build` first');
  const packed = z.array(z.object({ name: z.string(), version: z.string(), license: z.string() })).parse(JSON.parse(readFileSync(list, 'utf8')));
  // Without that option npm gives up over a wish of one of our tools that no release of TypeScript meets.
  const npm = spawnSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', '--legacy-peer-deps'], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, shell: process.platform === 'win32' });
  if (npm.status !== 0) throw new Error(`npm sbom ended with code ${String(npm.status)}: ${npm.stderr}`);
  const bill = sbomOf(sbomFrom(npm.stdout), packed, { name, version });
  writeFileSync(join(folder, `${name}-${version}.cdx.json`), `${JSON.stringify(bill, null, 2)}\n`);
  process.stdout.write(`${bill.components.length} packages\n`);
}

function notes(folder: string): void {
  const found = releasesIn(changelog).find((each) => each.version === version);
  writeFileSync(join(folder, 'notes.md'), `${found?.text ?? ''}\n`);
}

/** Signs the feeds. Where there is no key they are not given out: nobody could prove them. */
function sign(folder: string, staging: string | undefined): void {
  const text = process.env[privateKeyVariable] ?? '';
  const percent = staging === undefined ? null : Number(staging);
  if (percent !== null && !(percent >= 0 && percent <= 100)) throw new Error('--staging is a number from 0 to 100');
  if (text === '') {
    for (const name of removeFeeds(folder)) process.stdout.write(`${name} removed: ${privateKeyVariable} is not set, and an unsigned feed is of no use\n`);
    return;
  }
  const key = privateKeyOf(text);
  const { updateKey } = buildSettingsOf(process.env);
  if (updateKey !== null && updateKey !== publicKeyText(key)) throw new Error(`${privateKeyVariable} is not of the key that the programs hold`);
  for (const name of signFeeds(folder, key, percent)) process.stdout.write(`${name} signed\n`);
}

function keys(): void {
  const { publicKey, privateKey } = newKeys();
  process.stdout.write(`PROFILE_IMPORTER_UPDATE_KEY=${publicKey}\n${privateKeyVariable}=${privateKey}\n`);
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { tag: { type: 'string' }, staging: { type: 'string' }, folder: { type: 'string', default: join(root, 'release') } } });
const steps: Readonly<Record<string, () => unknown>> = {
  check: () => { check(values.tag ?? null); },
  sbom: () => { sbom(values.folder); },
  notes: () => { notes(values.folder); },
  sign: () => { sign(values.folder, values.staging); },
  keys,
  checksums: async () => { writeFileSync(join(values.folder, checksumFile), await checksumsOf(values.folder)); },
};
const step = steps[positionals[0] ?? ''];
if (step === undefined) throw new Error(`no step of that name; there are ${Object.keys(steps).join(', ')}`);
await step();
