import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { said } from './deb.ts';

/** What lintian may say of our deb, each with why it stays so. */
const accepted: Readonly<Record<string, string>> = {
  'dir-or-file-in-opt': 'it is no package of Debian’s own; what is added to a system from outside belongs into /opt (FHS 3.13)',
  'unknown-field': 'License and Vendor are written by fpm, which makes the package, into every one',
  'extended-description-line-too-long': 'the builder takes it from package.json as one line, for all systems',
  'postrm-removes-alternative': 'the builder has no script that is run before; between both nothing uses the command',
  'unstripped-binary-or-object': 'the addon comes compiled from its makers, and is held by the sum in the lock file',
  'shared-library-is-executable': 'as above',
};

/** Electron's own lie in the package's folder as they come from its makers: lintian would look through them for minutes, at libraries that are Chromium's. */
const ofElectron = /^(?:profile-importer|chrome.*|lib.*\.so.*)$/;

/**
 * What Debian’s own look at a package finds beyond what is accepted, a line each; of the package without Electron's own programs.
 * @param folder an empty one, for the package that is looked at
 */
export function lintianFindings(deb: string, folder: string): readonly string[] {
  const [tree, lean] = [join(folder, 'tree'), join(folder, 'profile-importer.deb')];
  mkdirSync(tree, { recursive: true });
  said('dpkg-deb', ['--raw-extract', deb, tree]);
  const program = join(tree, 'opt', 'Profile Importer');
  for (const name of readdirSync(program).filter((each) => ofElectron.test(each))) {
    rmSync(join(program, name));
    said('sed', ['--in-place', `\\|  opt/Profile Importer/${name}$|d`, join(tree, 'DEBIAN', 'md5sums')]);
  }
  said('dpkg-deb', ['--root-owner-group', '-Zgzip', '-z1', '--build', tree, lean]);
  const done = spawnSync('lintian', ['--allow-root', '--no-tag-display-limit', '--fail-on', 'none', lean], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (done.status !== 0) throw new Error(`lintian ended with ${String(done.status)}: ${done.stderr}`);
  return done.stdout.split('\n').filter((line) => /^[EWIPX]: /.test(line) && accepted[/^\w: \S+: (\S+)/.exec(line)?.[1] ?? ''] === undefined);
}
