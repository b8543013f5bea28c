// Runs on the Node that the machine has, before anything is installed: plain JavaScript, no packages.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isStarted } from './isStarted.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const windows = process.platform === 'win32';

/** The Node 24 that package.json installs; everything of ours runs on it, whatever the machine has. */
export const node24 = join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');

/** Standard output belongs to the command that was asked for, so set-up speaks on standard error. */
const say = (line) => process.stderr.write(`setup: ${line}\n`);

/**
 * Windows deletes no program that runs, but lets it be moved: npm scripts run on the very Node that `npm ci` is about to
 * delete, so it goes out of the way first, and what an earlier time has left there goes for good.
 * @param modules path of node_modules
 * @param aside a folder on the same drive
 */
export function setAsideNode(modules, aside) {
  mkdirSync(aside, { recursive: true });
  for (const name of readdirSync(aside)) {
    try {
      rmSync(join(aside, name));
    } catch {
      // It still runs.
    }
  }
  for (const owner of existsSync(modules) ? readdirSync(modules).filter((name) => /^node(?:-|$)/.test(name)) : []) {
    const program = join(modules, owner, 'bin', 'node.exe');
    if (existsSync(program)) renameSync(program, join(aside, `${owner}-${process.pid}-${Date.now()}.exe`));
  }
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Whether node_modules holds what package-lock.json asks for, by npm's own record of its last install.
 * That record is written last, so an install that was cut short does not count.
 */
export function modulesAreCurrent() {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages;
  const present = readJson(join(root, 'node_modules', '.package-lock.json'))?.packages;
  if (!wanted || !present || !existsSync(node24)) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const installed = present[path];
    // Packages for other platforms are optional and stay away.
    if (installed === undefined) return entry.optional === true || entry.devOptional === true || entry.peer === true;
    return installed.version === entry.version;
  });
}

/** PATH without our own node_modules: npm must not run on the very Node that it is about to replace. */
function pathOfTheMachine() {
  const parts = (process.env.PATH ?? '').split(delimiter);
  return parts.filter((part) => !part.includes(join('node_modules', '.bin'))).join(delimiter);
}

/** Installs node_modules when they are missing or older than the lock file. Throws with the reason when it cannot. */
export function ensureModules() {
  if (modulesAreCurrent()) return;
  say('installing node_modules (npm ci), under a minute as a rule');
  if (windows) setAsideNode(join(root, 'node_modules'), join(root, '.cache', 'replaced-node'));
  const result = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'], {
    cwd: root,
    shell: windows,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, PATH: pathOfTheMachine() },
  });
  if (result.error) throw new Error(`npm could not be started (${result.error.message}); is it installed?`);
  if (result.status !== 0) throw new Error(`npm ci ended with code ${result.status}; its words are above`);
  const version = spawnSync(node24, ['--version'], { encoding: 'utf8' }).stdout?.trim() ?? 'nothing';
  if (!version.startsWith('v24.')) throw new Error(`expected Node 24 in node_modules/node, found ${version}`);
  say(`node_modules installed, running on Node ${version}`);
}

/** Packages and the compiled catalogue of messages, all that the sources need to run. The set-up's own tests have no catalogue beside them. */
export async function ensureSetup() {
  ensureModules();
  const compiler = join(root, 'build', 'scripts', 'messages.mjs');
  if (!existsSync(compiler)) return;
  const { ensureMessages } = await import(pathToFileURL(compiler).href);
  await ensureMessages();
}

async function main() {
  await ensureSetup();
  if (!process.argv.includes('--electron')) return 0;
  return spawnSync(node24, [join(root, 'build', 'scripts', 'setupElectron.ts')], { stdio: 'inherit' }).status ?? 1;
}

if (isStarted(import.meta.url)) {
  try {
    process.exitCode = await main();
  } catch (error) {
    say(error.message);
    process.exitCode = 1;
  }
}
