import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { arch, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { root } from '../electron/places.ts';
import { installationsOf, type Installation } from './packages.ts';

/**
 * Installs each package of a folder that this machine can take, has the installed program say its version and prepare a
 * small job, and removes it: `node build/scripts/release/tryInstalled.ts release`. With --unsigned no signature is asked for.
 * It installs as it stands, so it is for machines that are thrown away. Ends with 1 and the step that failed.
 */
const { values, positionals } = parseArgs({ allowPositionals: true, options: { unsigned: { type: 'boolean', default: false } } });
const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
const countsSchema = z.object({ state: z.literal('ready'), countsAddUp: z.literal(true), counts: z.object({ read: z.literal(3), invalid: z.literal(1) }) });

/** What it said; throws with all of it where it ended with another code. */
function ran([program = '', ...args]: readonly string[]): string {
  process.stdout.write(`$ ${[program, ...args].join(' ')}\n`);
  const done = spawnSync(program, args, { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`ended with ${String(done.status ?? done.error?.message)}\n${done.stdout}\n${done.stderr}`);
  return done.stdout;
}

/** The job's promise in small: three rows read, one of them wrong and kept apart. */
function tryProgram(command: readonly string[], folder: string): void {
  const said = ran([...command, '--version']).trim();
  if (said !== version) throw new Error(`it says version "${said}", not ${version}`);
  const [table, recipe, job] = [join(folder, 'in.csv'), join(folder, 'recipe.json'), join(folder, 'in.importjob')];
  writeFileSync(table, 'email,name\na@example.com,Анна\nb@example.com,Борис\nnobody,Вера\n');
  writeFileSync(recipe, JSON.stringify({ version: 2, request: { db_id: 1, matching: 'email' }, fields: [{ field: 'email', type: 'email', column: 'email' }, { field: '_fname', type: 'string', column: 'name' }] }));
  rmSync(job, { force: true });
  countsSchema.parse(JSON.parse(ran([...command, 'prepare', table, '--recipe', recipe, '--job', job, '--json'])));
}

function tryPackage(installation: Installation, folder: string): void {
  process.stdout.write(`\n${installation.file}\n`);
  for (const step of installation.install) ran(step);
  try {
    if (!values.unsigned) for (const step of installation.verify) ran(step);
    tryProgram(installation.command, folder);
  } finally {
    for (const step of installation.remove) ran(step);
  }
}

const packages = resolve(positionals[0] ?? join(root, 'release'));
if (!existsSync(packages)) throw new Error(`${packages} is not there: run \`npm run dist\` first`);
const folder = mkdtempSync(join(tmpdir(), 'installed-'));
try {
  const machine = { platform: process.platform, arch: arch(), folder, localAppData: process.env['LOCALAPPDATA'], programFiles: process.env['ProgramFiles'] };
  const installations = installationsOf(readdirSync(packages).map((file) => join(packages, file)), machine);
  if (installations.length === 0) throw new Error(`${packages} holds no package for ${machine.platform} ${machine.arch}`);
  for (const installation of installations) tryPackage(installation, folder);
  process.stdout.write(`\n${installations.length} packages installed, tried and removed\n`);
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
