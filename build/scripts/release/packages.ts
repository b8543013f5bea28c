/** One package that is given out, and how a person's computer gets it, without a question asked, and loses it again. */
export interface Installation {
  /** The package's file. */
  readonly file: string;
  /** Each a program and its arguments, in order. */
  readonly install: readonly (readonly string[])[];
  /** The program as a command line starts it, once it is there. */
  readonly command: readonly string[];
  /** What must say that it is signed; nothing where the system has no such word. */
  readonly verify: readonly (readonly string[])[];
  readonly remove: readonly (readonly string[])[];
}

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** An empty folder for what is only unpacked; absolute. */
  readonly folder: string;
  /** %LOCALAPPDATA% and %ProgramFiles%, on Windows alone. */
  readonly localAppData?: string | undefined;
  readonly programFiles?: string | undefined;
}

const product = 'Profile Importer';
const name = 'profile-importer';

/** The installations that this machine can make of the files; absolute paths. Those for another architecture are left out. */
export function installationsOf(files: readonly string[], machine: Machine): readonly Installation[] {
  return files.flatMap((file) => {
    const made = installationOf(file, machine);
    return made === null ? [] : [made];
  });
}

function installationOf(file: string, machine: Machine): Installation | null {
  if (machine.platform === 'darwin') return file.includes('-universal') ? macInstallation(file, machine) : null;
  const isOurs = file.includes(`-${machine.arch}`) || (machine.arch === 'x64' && /-(?:amd64|x86_64)/.test(file));
  if (!isOurs) return null;
  if (machine.platform === 'win32') return windowsInstallation(file, machine);
  return linuxInstallation(file, machine);
}

function linuxInstallation(file: string, { folder }: Machine): Installation | null {
  if (file.endsWith('.deb')) {
    return {
      file,
      install: [['sudo', 'apt-get', 'install', '--yes', file]],
      command: [name],
      verify: [],
      remove: [['sudo', 'apt-get', 'purge', '--yes', name]],
    };
  }
  if (file.endsWith('.tar.gz')) {
    return {
      file,
      install: [['mkdir', '-p', `${folder}/tar`], ['tar', '--extract', '--gzip', '--file', file, '--directory', `${folder}/tar`, '--strip-components=1']],
      command: [`${folder}/tar/resources/bin/${name}`],
      verify: [],
      remove: [['rm', '-rf', `${folder}/tar`]],
    };
  }
  if (!file.endsWith('.AppImage')) return null;
  return {
    file,
    install: [['chmod', '+x', file]],
    command: [file, '--ozone-platform=headless', '--disable-gpu', '--log-level=3', '--cli', '--'],
    verify: [],
    remove: [],
  };
}

function windowsInstallation(file: string, { folder, localAppData = '', programFiles = '' }: Machine): Installation | null {
  const command = (at: string): readonly string[] => ['cmd', '/d', '/c', `${at}\\resources\\bin\\${name}.cmd`];
  const signed = (path: string): readonly string[] => ['powershell', '-NoProfile', '-Command', `if ((Get-AuthenticodeSignature '${path}').Status -ne 'Valid') { exit 1 }`];
  if (file.endsWith('.exe')) {
    const at = `${localAppData}\\Programs\\${name}`;
    // NSIS takes its switches as they are, /S in upper case; the uninstaller goes on by itself when its caller has ended.
    return { file, install: [[file, '/S', '/currentuser']], command: command(at), verify: [signed(file), signed(`${at}\\${name}.exe`)], remove: [[`${at}\\Uninstall ${product}.exe`, '/S', '/currentuser']] };
  }
  if (file.endsWith('.msi')) {
    return { file, install: [['msiexec', '/i', file, '/qn', '/norestart']], command: command(`${programFiles}\\${product}`), verify: [signed(file)], remove: [['msiexec', '/x', file, '/qn', '/norestart']] };
  }
  if (!file.endsWith('.zip')) return null;
  const at = `${folder}\\zip`;
  return {
    file,
    install: [['powershell', '-NoProfile', '-Command', `Expand-Archive -LiteralPath '${file}' -DestinationPath '${at}'`]],
    command: command(at),
    verify: [signed(`${at}\\${name}.exe`)],
    remove: [['powershell', '-NoProfile', '-Command', `Remove-Item -Recurse -LiteralPath '${at}'`]],
  };
}

function macInstallation(file: string, { folder }: Machine): Installation | null {
  const app = `${folder}/${product}.app`;
  const shared = {
    file,
    command: [`${app}/Contents/Resources/bin/${name}`],
    verify: [['codesign', '--verify', '--deep', '--strict', app], ['spctl', '--assess', '--type', 'execute', app]],
    remove: [['rm', '-rf', app]],
  };
  if (file.endsWith('.zip')) return { ...shared, install: [['ditto', '-x', '-k', file, folder]] };
  if (!file.endsWith('.dmg')) return null;
  const mount = `${folder}/mount`;
  return { ...shared, install: [['hdiutil', 'attach', '-nobrowse', '-readonly', '-mountpoint', mount, file], ['ditto', `${mount}/${product}.app`, app], ['hdiutil', 'detach', mount]] };
}
