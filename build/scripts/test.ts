import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { root } from './electron/places.ts';

/**
 * The gate behind `npm test`: types and lint beside the set-up of Electron, most of which is a download, and beside the
 * tests, since none of them keeps two cores busy by itself. Their words come at once when they have ended; the tests speak
 * as they go and have the last line.
 */
const windows = process.platform === 'win32';
const options: SpawnOptions = { cwd: root, shell: windows };

/** Runs a script of package.json; its output is printed whole when it has ended. The exit code. */
async function script(name: string): Promise<number> {
  const child = spawn('npm', ['run', '--silent', name], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err, code] = await Promise.all([child.stdout === null ? '' : text(child.stdout), child.stderr === null ? '' : text(child.stderr), ended(child)]);
  process.stdout.write(`${out}${err}npm run ${name}: ${code === 0 ? 'passed' : 'FAILED'}\n`);
  return code;
}

/** The exit code; 1 for one that was ended from outside. */
async function ended(child: ChildProcess): Promise<number> {
  await once(child, 'close');
  return child.exitCode ?? 1;
}

async function checks(): Promise<number> {
  const types = await script('check');
  return (await script('lint')) || types;
}

/** Its own words say what is lacking; a test that lacks it says so, too. */
async function electron(): Promise<number> {
  return ended(spawn(process.execPath, ['build/scripts/setupElectron.ts'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }));
}

async function tests(args: readonly string[]): Promise<number> {
  await electron();
  const child = spawn('npx', ['vitest', 'run', '--config', 'build/config/vitest.config.ts', ...args], { ...options, stdio: ['ignore', 'inherit', 'inherit'] });
  return ended(child);
}

const [checked, tested] = await Promise.all([checks(), tests(process.argv.slice(2))]);
if (checked !== 0) process.stdout.write('types or lint failed; see "FAILED" above\n');
process.exitCode = checked || tested;
