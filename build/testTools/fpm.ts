import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * TEST-ONLY stand-in for fpm, which can be had from GitHub alone: takes exactly the arguments that electron-builder gives it for a deb or an
 * rpm, and has dpkg-deb or rpmbuild make it. What is given out is made by fpm itself.
 */
interface Asked {
  /** The last value of each option. */
  readonly options: ReadonlyMap<string, string>;
  readonly depends: readonly string[];
  readonly recommends: readonly string[];
  /** Folders that an rpm owns with all below them. */
  readonly directories: readonly string[];
  /** As `name value`. */
  readonly defines: readonly string[];
  /** From a file or folder of this machine to its place in the package. */
  readonly files: readonly (readonly [from: string, to: string])[];
}

const flags: ReadonlySet<string> = new Set(['--force', '--debug']);

function asked(args: readonly string[]): Asked {
  const options = new Map<string, string>();
  const lists = { '-d': new Array<string>(), '--deb-recommends': new Array<string>(), '--directories': new Array<string>(), '--rpm-rpmbuild-define': new Array<string>() };
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
    if (given === '-d' || given === '--deb-recommends' || given === '--directories' || given === '--rpm-rpmbuild-define') lists[given].push(value);
    else options.set(given, value);
  }
  return { options, depends: lists['-d'], recommends: lists['--deb-recommends'], directories: lists['--directories'], defines: lists['--rpm-rpmbuild-define'], files };
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

/** Of the scripts that fpm puts into an rpm; it knows no language but the shell's. */
function rpmScript(path: string | undefined, section: string): readonly string[] {
  return path === undefined ? [] : [`%${section}`, readFileSync(path, 'utf8').replace(/^#!.*\n/, '').replaceAll('%', '%%')];
}

/** What rpmbuild is told; the files lie there already. As fpm does, it owns files, and folders only where that was asked for. */
function specOf({ options, depends, directories }: Asked, tree: string): string {
  const of = (name: string): string => options.get(name) ?? '';
  const entries = readdirSync(tree, { recursive: true, withFileTypes: true }).map((entry) => ({ path: join(entry.parentPath, entry.name).slice(tree.length), isFolder: entry.isDirectory() }));
  const isOwned = (path: string): boolean => directories.some((folder) => path === folder || path.startsWith(`${folder}/`));
  return [
    `Name: ${of('--name')}`,
    `Version: ${of('--version')}`,
    'Release: 1',
    `Summary: ${of('--rpm-summary')}`,
    `License: ${of('--license')}`,
    `Vendor: ${of('--vendor')}`,
    `Packager: ${of('--maintainer')}`,
    `URL: ${of('--url')}`,
    'AutoReqProv: no',
    ...depends.map((each) => `Requires: ${each}`),
    '%description',
    of('--description'),
    '%install',
    `cp --archive --link '${tree}/.' "$RPM_BUILD_ROOT"`,
    ...rpmScript(options.get('--after-install'), 'post'),
    ...rpmScript(options.get('--after-remove'), 'postun'),
    '%files',
    '%defattr(-,root,root,-)',
    ...entries.flatMap(({ path, isFolder }) => (isFolder ? (isOwned(path) ? [`%dir "${path}"`] : []) : [`"${path}"`])),
    '',
  ].join('\n');
}

function makeRpm(request: Asked, tree: string): void {
  const { options, files, defines } = request;
  layOut(tree, files);
  const [spec, top] = [`${tree}.spec`, `${tree}-rpm`];
  writeFileSync(spec, specOf(request, tree));
  // Nothing is stripped or looked into, and the quickest compression taken: what is made is thrown away.
  const defined = [`_topdir ${top}`, `_rpmdir ${top}/made`, '_rpmfilename made.rpm', '__os_install_post %{nil}', 'debug_package %{nil}', '_binary_payload w1.gzdio', ...defines];
  // As fpm, which is given Debian's name.
  const architecture = options.get('--architecture') === 'amd64' ? 'x86_64' : (options.get('--architecture') ?? '');
  run('rpmbuild', ['-bb', '--quiet', '--target', architecture, ...defined.flatMap((each) => ['--define', each]), spec]);
  cpSync(join(top, 'made', 'made.rpm'), options.get('--package') ?? '');
}

const makers = new Map([['deb', makeDeb], ['rpm', makeRpm]]);
const request = asked(process.argv.slice(2));
const make = makers.get(request.options.get('-t') ?? '');
if (make === undefined) throw new Error('this stand-in for fpm makes debs and rpms alone');
const work = mkdtempSync(join(tmpdir(), 'fpm-'));
try {
  make(request, join(work, 'root'));
} finally {
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
}
