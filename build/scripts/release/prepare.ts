import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { root } from '../electron/places.ts';
import { releaseProblems, releasesIn } from './changelog.ts';
import { checksumFile, checksumsOf } from './checksums.ts';
import { sbomFrom, sbomOf } from './sbom.ts';
import { newKeys, privateKeyVariable, signStep } from './signFeed.ts';

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

function keys(): void {
  const { publicKey, privateKey } = newKeys();
  process.stdout.write(`PROFILE_IMPORTER_UPDATE_KEY=${publicKey}\n${privateKeyVariable}=${privateKey}\n`);
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { tag: { type: 'string' }, staging: { type: 'string' }, folder: { type: 'string', default: join(root, 'release') } } });
const steps: Readonly<Record<string, () => unknown>> = {
  check: () => { check(values.tag ?? null); },
  sbom: () => { sbom(values.folder); },
  notes: () => { notes(values.folder); },
  sign: () => { for (const line of signStep(values.folder, process.env, values.staging)) process.stdout.write(`${line}\n`); },
  keys,
  checksums: async () => { writeFileSync(join(values.folder, checksumFile), await checksumsOf(values.folder)); },
};
const step = steps[positionals[0] ?? ''];
if (step === undefined) throw new Error(`no step of that name; there are ${Object.keys(steps).join(', ')}`);
await step();
