import { dirname, posix, win32 } from 'node:path';

/**
 * How this program came onto the computer, as far as that decides whether it can take its own place: an AppImage, an installer of Windows
 * for one person, a bundle of macOS. `other`: whoever has installed it, or an administrator, does that.
 */
export type Installation = 'AppImage' | 'nsis' | 'mac' | 'other';

export interface InstalledWhere {
  readonly platform: string;
  readonly isPackaged: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Of the program. */
  readonly executable: string;
  /** What the package of a Linux system says that it is, in resources/package-type; null where there is no such word. */
  readonly packageType: string | null;
  readonly exists: (path: string) => boolean;
}

/** As the installer names its own files. */
const product = 'Profile Importer';

/** Tells by where it lies; what is in doubt is `other`. */
export function installationOf(where: InstalledWhere): Installation {
  if (!where.isPackaged) return 'other';
  switch (where.platform) {
    case 'linux':
      return isAppImage(where) ? 'AppImage' : 'other';
    case 'win32':
      return isOwnNsis(where) ? 'nsis' : 'other';
    case 'darwin':
      return isMovable(where.executable) ? 'mac' : 'other';
    default:
      return 'other';
  }
}

/** A program that an AppImage has started inherits its variables, whatever it is: only one that lies in its image is part of it. */
function isAppImage({ env, executable, packageType }: InstalledWhere): boolean {
  const [file = '', image = ''] = [env['APPIMAGE'], env['APPDIR']];
  return packageType === null && posix.isAbsolute(file) && posix.isAbsolute(image) && executable.startsWith(`${image.replace(/\/+$/, '')}/`);
}

/** The installer has put its counterpart beside it, and everything into the person's own folder; for all users it lies elsewhere, and an administrator's right is wanted. */
function isOwnNsis({ env, executable, exists }: InstalledWhere): boolean {
  const [own = '', folder] = [env['LOCALAPPDATA'], win32.dirname(executable)];
  return own !== '' && folder.toLowerCase().startsWith(`${own.toLowerCase()}\\`) && exists(win32.join(folder, `Uninstall ${product}.exe`));
}

/** Not where macOS runs a download from until it is moved, nor in the image that it came in. */
const isMovable = (executable: string): boolean => !executable.startsWith('/Volumes/') && !executable.includes('/AppTranslocation/') && dirname(executable).endsWith('.app/Contents/MacOS');
