import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { say } from './places.ts';

interface Need {
  /** A shared library by its file name, or a program. */
  readonly what: string;
  /** Debian's package that has it. */
  readonly from: string;
}

/** What a window needs on Linux beyond Electron itself. */
const windowNeeds: readonly Need[] = [
  { what: 'libgtk-3.so.0', from: 'libgtk-3-0' },
  { what: 'libnss3.so', from: 'libnss3' },
  { what: 'libasound.so.2', from: 'libasound2' },
  { what: 'libgbm.so.1', from: 'libgbm1' },
];
/** A screen where there is none, and a key ring, without which safeStorage refuses to keep a token. */
const testNeeds: readonly Need[] = [
  { what: 'Xvfb', from: 'xvfb' },
  { what: 'xauth', from: 'xauth' },
  { what: 'dbus-run-session', from: 'dbus-x11' },
  { what: 'gnome-keyring-daemon', from: 'gnome-keyring' },
  { what: 'libsecret-1.so.0', from: 'libsecret-1-0' },
];
/** For the one addon that is compiled, when the Electron for tests is used. */
const compilerNeeds: readonly Need[] = [
  { what: 'g++', from: 'g++' },
  { what: 'make', from: 'make' },
  { what: 'python3', from: 'python3' },
];

/** What a real broker is, for all that goes through a queue. */
const brokerNeeds: readonly Need[] = [
  { what: 'rabbitmqctl', from: 'rabbitmq-server' },
  { what: 'epmd', from: 'erlang-base' },
  { what: 'erl_call', from: 'erlang-base' },
];

/** To make packages for Linux with, where the builder's own tools are out of reach. */
const packagingNeeds: readonly Need[] = [
  { what: 'dpkg-deb', from: 'dpkg' },
  { what: 'rpmbuild', from: 'rpm' },
  { what: '7zz', from: '7zip' },
  { what: 'mksquashfs', from: 'squashfs-tools' },
  { what: 'unsquashfs', from: 'squashfs-tools' },
  { what: 'desktop-file-validate', from: 'desktop-file-utils' },
  // What a desktop asks about files.
  { what: 'update-mime-database', from: 'shared-mime-info' },
  { what: 'gio', from: 'libglib2.0-bin' },
];

/** To look into packages with, as those do who take them into a distribution. */
const lookingNeeds: readonly Need[] = [
  { what: 'lintian', from: 'lintian' },
  { what: 'makensis', from: 'nsis' },
  { what: 'xvfb-run', from: 'xvfb' },
  { what: 'dbus-run-session', from: 'dbus-x11' },
];

function programOnPath(name: string): string | undefined {
  return (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Whether a program lies on the PATH. */
export function hasProgram(name: string): boolean {
  return programOnPath(name) !== undefined;
}

/** Where a program lies. Throws where it does not. */
export function programPath(name: string): string {
  const path = programOnPath(name);
  if (path === undefined) throw new Error(`${name} is not installed`);
  return path;
}

function missing(needs: readonly Need[]): Need[] {
  const listing = spawnSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' }).stdout;
  return needs.filter(({ what }) => !(what.includes('.so') ? listing.includes(`${what} `) : hasProgram(what)));
}

function run(command: string, args: readonly string[]): boolean {
  // In run level 1 Debian starts no service that it installs: the broker of tests is one of their own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const done = spawnSync(command, args, { encoding: 'utf8', env });
  if (done.status !== 0) say(`${command} ended with code ${done.status}:\n${done.stdout}${done.stderr}`);
  return done.status === 0;
}

/** Newer Debian and Ubuntu ship some libraries under a name with t64 at its end. */
function nameHere(name: string): string {
  const renamed = `${name}t64`;
  return spawnSync('apt-cache', ['show', '--no-all-versions', renamed], { stdio: 'ignore' }).status === 0 ? renamed : name;
}

/**
 * Installs the system packages that are missing, on Debian and its kin as root; elsewhere says which they are. Never
 * throws: a test that cannot run for want of one says so itself.
 * @param compiler whether an addon has to be compiled
 */
export function ensureSystemPackages(compiler: boolean): void {
  if (process.platform !== 'linux') return;
  install(missing([...windowNeeds, ...testNeeds, ...brokerNeeds, ...packagingNeeds, ...(compiler ? compilerNeeds : [])]));
}

/** Installs what packages for tests are made with, as above. Throws a sentence where something is lacking after it. */
export function ensurePackagingTools(): void {
  install(missing(packagingNeeds));
  const lacking = missing(packagingNeeds);
  if (lacking.length === 0) return;
  throw new Error(`no package can be made without ${lacking.map(({ what }) => what).join(', ')}; on Debian: sudo apt-get install ${namesOf(lacking).join(' ')}`);
}

/** Installs what packages are looked into with, as above; what lacks after it, the tests that want it say. */
export function ensureLookingTools(): void {
  install(missing(lookingNeeds));
}

const namesOf = (needs: readonly Need[]): string[] => [...new Set(needs.map(({ from }) => from))];

function install(lacking: readonly Need[]): void {
  if (lacking.length === 0) return;
  const names = namesOf(lacking);
  if (!hasProgram('apt-get') || process.getuid?.() !== 0) {
    say(`missing on this machine: ${lacking.map(({ what }) => what).join(', ')}`);
    say(`on Debian: sudo apt-get install ${names.join(' ')}`);
    return;
  }
  say(`installing system packages with apt-get: ${names.join(' ')}`);
  const quiet = ['-qq', '-o=Dpkg::Use-Pty=0'];
  const here = (): string[] => names.map(nameHere);
  const done =
    run('apt-get', [...quiet, 'update']) && run('apt-get', [...quiet, 'install', '-y', '--no-install-recommends', ...here()]);
  if (!done) say('apt-get did not succeed; tests that need these packages will be skipped');
}
