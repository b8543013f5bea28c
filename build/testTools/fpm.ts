import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * TEST-ONLY stand-in for fpm, which can be had from GitHub alone: takes exactly the arguments that electron-builder gives it for a deb, and
 * has dpkg-deb make it. What is given out is made by fpm itself.
 */
interface Asked {
  /** The last value of each option. */
  readonly options: ReadonlyMap<string, string>;
  readonly depends: readonly string[];
  readonly recommends: readonly string[];
  /** From a file or folder of this machine to its place in the package. */
  readonly files: readonly (readonly [from: string, to: string])[];
}

const flags: ReadonlySet<string> = new Set(['--force', '--debug']);

function asked(args: readonly string[]): Asked {
  const options = new Map<string, string>();
  const lists = { '-d': new Array<string>(), '--deb-recommends': new Array<string>() };
  const files: [string, string][] = [];
  for (let i = 0; i < args.length; i += 1) {
    const given = args[i] ?? '';
    if (flags.has(given)) continue;
    if (!given.startsWith('-')) {
      const [from = '', to = ''] = given.split('=');
      files.push([from, to]);
      continue;
    }
    const value = args[(i += 1)] ?? '';
    if (given === '-d' || given === '--deb-recommends') lists[given].push(value);
    else options.set(given, value);
  }
  return { options, depends: lists['-d'], recommends: lists['--deb-recommends'], files };
}

/** The files in their places, readable by all, as fpm leaves them. */
function layOut(tree: string, files: Asked['files']): void {
  for (const [from, to] of files) {
    mkdirSync(dirname(join(tree, to)), { recursive: true });
    cpSync(from, join(tree, to), { recursive: true, verbatimSymlinks: true });
  }
  for (const entry of readdirSync(tree, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isSymbolicLink()) chmodSync(path, entry.isDirectory() || (statSync(path).mode & 0o111) !== 0 ? 0o755 : 0o644);
  }
}

function control({ options, depends, recommends }: Asked, kilobytes: number): string {
  const of = (name: string): string => options.get(name) ?? '';
  const [synopsis = '', ...long] = of('--description').split('\n');
  return [
    `Package: ${of('--name')}`,
    `Version: ${of('--version')}`,
    `License: ${of('--license')}`,
    `Vendor: ${of('--vendor')}`,
    `Architecture: ${of('--architecture')}`,
    `Maintainer: ${of('--maintainer')}`,
    `Installed-Size: ${String(kilobytes)}`,
    `Depends: ${depends.join(', ')}`,
    `Recommends: ${recommends.join(', ')}`,
    `Section: ${of('--category')}`,
    `Priority: ${of('--deb-priority')}`,
    `Homepage: ${of('--url')}`,
    `Description: ${synopsis.trim()}`,
    ...long.map((line) => ` ${line.trim() || '.'}`),
    '',
  ].join('\n');
}

function run(command: string, args: readonly string[], cwd?: string): string {
  const done = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 26, ...(cwd === undefined ? {} : { cwd }) });
  if (done.status !== 0) throw new Error(`${command} ended with ${String(done.status)}: ${done.stderr}`);
  return done.stdout;
}

function makeDeb(request: Asked, tree: string): void {
  const { options, files } = request;
  layOut(tree, files);
  const names = run('find', ['.', '-type', 'f', '-printf', '%P\\0'], tree).split('\0').filter((name) => name !== '');
  const sums = run('md5sum', names, tree);
  const folder = join(tree, 'DEBIAN');
  const kilobytes = Number(run('du', ['-sk', '--apparent-size', tree]).split('\t')[0]);
  mkdirSync(folder);
  writeFileSync(join(folder, 'control'), control(request, kilobytes));
  writeFileSync(join(folder, 'md5sums'), sums);
  for (const [option, name] of [['--after-install', 'postinst'], ['--after-remove', 'postrm']] as const) {
    const script = options.get(option);
    if (script !== undefined) writeFileSync(join(folder, name), readFileSync(script), { mode: 0o755 });
  }
  // The quickest compression: what is made is thrown away.
  run('dpkg-deb', ['--root-owner-group', '-Zgzip', '-z1', '--build', tree, options.get('--package') ?? '']);
}

const request = asked(process.argv.slice(2));
if (request.options.get('-t') !== 'deb') throw new Error('this stand-in for fpm makes debs alone');
const work = mkdtempSync(join(tmpdir(), 'fpm-'));
try {
  makeDeb(request, join(work, 'root'));
} finally {
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
}
