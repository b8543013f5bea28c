import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { Counts } from '../config/countReporter.ts';
import { root } from './electron/places.ts';

/**
 * The gate behind `npm test`: types and lint, the set-up of Electron, most of which is a download, and then the tests in its
 * window go beside the other tests, since none of them keeps two cores busy by itself. Their words come at once when they
 * have ended; the other tests speak as they go, and the last line counts all.
 */
const windows = process.platform === 'win32';
const options: SpawnOptions = { cwd: root, shell: windows };

/** Runs a script of package.json; its output is printed whole when it has ended. The exit code. */
async function script(name: string): Promise<number> {
  const code = await printed(stepBack(spawn('npm', ['run', '--silent', name], { ...options, stdio: ['ignore', 'pipe', 'pipe'] })));
  process.stdout.write(`npm run ${name}: ${code === 0 ? 'passed' : 'FAILED'}\n`);
  return code;
}

/** Prints all that a program says when it has ended, at once. Its exit code. */
async function printed(child: ChildProcess): Promise<number> {
  const [out, err, code] = await Promise.all([child.stdout === null ? '' : text(child.stdout), child.stderr === null ? '' : text(child.stderr), ended(child)]);
  process.stdout.write(`${out}${err}`);
  return code;
}

/** What it starts from now on steps back with it: the windows, one after another, take longest and come first. */
function stepBack(child: ChildProcess): ChildProcess {
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  return child;
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

/** Starts vitest; its counts come to the file, for one line over all runs. */
function vitest(args: readonly string[], stdio: SpawnOptions['stdio'], counts?: string): ChildProcess {
  const env = counts === undefined ? process.env : { ...process.env, TEST_COUNTS: counts };
  return spawn('npx', ['vitest', 'run', '--config', 'build/config/vitest.config.ts', ...args], { ...options, stdio, env });
}

/** The tests of the whole application, as soon as there is an Electron. They wait more than they compute. */
async function whole(counts: string): Promise<number> {
  await electron();
  return printed(vitest(['--project', 'whole'], ['ignore', 'pipe', 'pipe'], counts));
}

const countsSchema = z.object({ passed: z.number(), failed: z.number(), skipped: z.number() });

/** The counts of several runs as one; a run that left none ends with a code of its own. */
function total(files: readonly string[]): Counts {
  const counts = files.filter((file) => existsSync(file)).map((file) => countsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))));
  const sum = (of: keyof Counts): number => counts.reduce((all, one) => all + one[of], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

/** All tests, in two runs at once, since those of the whole keep to one window at a time and need what set-up brings. */
async function allTests(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'test-counts-'));
  const [rest, windowed] = [join(folder, 'rest.json'), join(folder, 'whole.json')];
  try {
    const others = ['shared', 'cli', 'apart', 'page'].flatMap((name) => ['--project', name]);
    const codes = await Promise.all([ended(stepBack(vitest(others, ['ignore', 'inherit', 'inherit'], rest))), whole(windowed)]);
    const { passed, failed, skipped } = total([rest, windowed]);
    process.stdout.write(`\nAll tests together:\n${passed} passed, ${failed} failed, ${skipped} skipped\n`);
    return codes.find((code) => code !== 0) ?? 0;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Some tests, by vitest's own arguments. */
async function someTests(args: readonly string[]): Promise<number> {
  await electron();
  return ended(vitest(args, ['ignore', 'inherit', 'inherit']));
}

const args = process.argv.slice(2);
const [checked, tested] = await Promise.all([checks(), args.length === 0 ? allTests() : someTests(args)]);
if (checked !== 0) process.stdout.write('types or lint failed; see "FAILED" above\n');
process.exitCode = checked || tested;
