import type { Configuration } from 'electron-builder';

/** Names that stand in Debian 12 and 13 and in Ubuntu: some were renamed in between. */
export const debDepends = [
  'libc6',
  'libgtk-3-0 | libgtk-3-0t64',
  'libnss3',
  'libasound2 | libasound2t64',
  'libgbm1',
  'libnotify4',
  'libsecret-1-0',
  'xdg-utils',
] as const;

/** Names of Fedora and its kin, and of openSUSE where it has others. */
export const rpmDepends = ['(gtk3 or libgtk-3-0)', '(nss or mozilla-nss)', '(alsa-lib or libasound2)', '(mesa-libgbm or libgbm1)', '(libnotify or libnotify4)', '(libsecret or libsecret-1-0)', 'xdg-utils'] as const;

/**
 * What is put on a system beside the program itself.
 * @param documents folder of the files for /usr/share/doc
 */
export function linuxPackages(documents: string): Pick<Configuration, 'linux' | 'deb' | 'rpm' | 'toolsets'> {
  const doc = (name: string): string => `${documents}/${name}=/usr/share/doc/profile-importer/${name}`;
  const scripts = { afterInstall: 'build/package/linux/after-install.sh', afterRemove: 'build/package/linux/after-remove.sh' };
  return {
    linux: {
      target: ['deb', 'rpm', 'AppImage', 'tar.gz'],
      executableName: 'profile-importer',
      category: 'Office',
      icon: 'icons',
      vendor: 'Profile Importer developers',
      synopsis: 'Updates Altcraft profiles from Excel workbooks',
      // A window belongs to the desktop entry of this name.
      syncDesktopName: true,
      // None: left out, the builder would switch Chromium's sandbox off in some of them.
      executableArgs: [],
    },
    deb: {
      ...scripts,
      depends: [...debDepends],
      // Without a key ring tokens cannot be kept.
      recommends: ['gnome-keyring | kwalletmanager'],
      packageCategory: 'misc',
      fpm: [doc('copyright'), doc('changelog.gz')],
    },
    rpm: {
      ...scripts,
      depends: [...rpmDepends],
      fpm: [
        // Its folders are its own, or they would stay when it is removed.
        '--directories', '/opt/Profile Importer', '--directories', '/usr/share/doc/profile-importer',
        // Two programs with the same Electron could not be installed beside each other, as both would have the links to its files.
        '--rpm-rpmbuild-define', '_build_id_links none',
        doc('copyright'), doc('changelog.gz'),
      ],
    },
    // The older ones want FUSE 2, which newer systems have no more, and start without a sandbox.
    toolsets: { appimage: '1.0.3', winCodeSign: '1.1.0' },
  };
}
