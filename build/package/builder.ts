import type { Configuration } from 'electron-builder';
import type { Runtime } from '../scripts/electron/places.ts';
import { linuxPackages } from './linuxPackages.ts';
import { putCommandOnPath } from './msiPath.ts';
import { macSigning, windowsSigning, type Signing } from './signing.ts';

/**
 * What the packed program may do, fixed in its executable: not run as plain Node, take no options from the environment,
 * load nothing but its own sealed archive, and give file: pages no more rights than others.
 */
const fuses = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
} as const;

/** TEST-ONLY: the test driver attaches to the main process by an inspect argument. Never in an installer. */
const fusesForTests = { ...fuses, enableNodeCliInspectArguments: true } as const;

/**
 * No: neither rebuild nor look for packages. The one addon is Node-API and serves every Electron as it is, and what
 * was staged is all that goes in; left to itself the builder would add our whole node_modules.
 */
const beforeBuild = () => Promise.resolve(false);

/** Made anew for each: the builder writes into what it is given. */
const shared = (): Configuration => ({
  appId: 'com.example.profile-importer',
  productName: 'Profile Importer',
  copyright: 'MIT License',
  asar: true,
  // An addon is loaded by the system, which cannot look into the archive.
  asarUnpack: ['**/*.node'],
  beforeBuild,
  files: ['dist/**', 'package.json', { from: 'node_modules', to: 'node_modules' }],
  electronLanguages: ['en-US', 'en', 'ru'],
});

/** On macOS the bundle has the product's name, which Finder shows. */
const executableName = 'profile-importer';

/** How the systems are told that a job file is opened by this program. The name is what each of them keeps it under. */
const jobFiles = (name: string) => ({
  fileAssociations: [{ ext: 'importjob', name, description: 'Profile Importer job', mimeType: 'application/x-profile-importer-job', role: 'Editor', rank: 'Owner' }],
});

export interface Folders {
  /** The staged application: bundles, its package.json, the addon's package. */
  readonly app: string;
  /** What lies beside it: the command for the PATH in bin/, what a Linux package documents in doc/, our part of the installer for Windows. */
  readonly beside: string;
  readonly output: string;
}

const base = ({ app, beside, output }: Folders) => ({
  directories: { app, output, buildResources: 'build/package' },
  extraResources: [{ from: `${beside}/bin`, to: 'bin' }],
});

/**
 * Never changed: by it Windows knows the next version's msi for the same product.
 */
const upgradeCode = '7E5B9B3C-3C0B-4A53-9B6E-2F4C1D7A86E1';

/** The installers as they are given out. */
export function installerConfig(folders: Folders, signing: Signing): Configuration {
  const { linux, ...packages } = linuxPackages(`${folders.beside}/doc`);
  const nameOf = (isSigned: boolean): string => `\${name}-\${version}-\${os}-\${arch}${isSigned ? '' : '-unsigned'}.\${ext}`;
  return {
    ...shared(),
    ...base(folders),
    electronFuses: fuses,
    // Has feeds written, and nothing put anywhere. The program itself takes no address from it: see buildSettings.ts.
    publish: { provider: 'generic', url: 'https://profile-importer.invalid/', useMultipleRangeRequest: false },
    // Who tries versions out gets the finished ones, too.
    generateUpdatesFilesForAllChannels: true,
    forceCodeSigning: signing.isRelease,
    win: {
      target: [
        { target: 'nsis', arch: ['x64', 'arm64'] },
        { target: 'msi', arch: ['x64'] },
        { target: 'zip', arch: ['x64', 'arm64'] },
      ],
      executableName,
      icon: 'icon.png',
      artifactName: nameOf(signing.windows !== null),
      ...windowsSigning(signing),
      ...jobFiles('ProfileImporter.Job'),
    },
    nsis: {
      oneClick: false,
      // Asked: for oneself, or for all who use the computer.
      perMachine: false,
      allowElevation: true,
      allowToChangeInstallationDirectory: true,
      deleteAppDataOnUninstall: false,
      buildUniversalInstaller: false,
      installerLanguages: ['en_US', 'ru_RU'],
      // Asks whether the command line is wanted on the PATH.
      include: `${folders.beside}/installer.nsh`,
    },
    // Where programs in a person's folders are forbidden, and for group policy.
    msi: { oneClick: false, perMachine: true, upgradeCode },
    msiProjectCreated: putCommandOnPath,
    mac: {
      target: [
        { target: 'dmg', arch: 'universal' },
        { target: 'zip', arch: 'universal' },
      ],
      category: 'public.app-category.business',
      icon: 'icon.png',
      artifactName: nameOf(signing.mac),
      // The addon of each architecture lies in both halves.
      x64ArchFiles: '**/prebuilds/*.node',
      entitlements: 'build/package/entitlements.plist',
      entitlementsInherit: 'build/package/entitlements.plist',
      ...macSigning(signing),
      ...jobFiles('Profile Importer job'),
    },
    linux: { ...linux, ...jobFiles('Profile Importer job') },
    ...packages,
  };
}

/**
 * TEST-ONLY: packages for Linux from the very configuration, on the Electron that is there. Never given out.
 * @param isDriven whether the test driver can attach
 */
export function testPackagesConfig(folders: Folders, signing: Signing, runtime: Runtime, isDriven = false): Configuration {
  const whole = installerConfig(folders, signing);
  const config = isDriven ? { ...whole, electronFuses: fusesForTests } : whole;
  const artifactName = '${name}-${version}-${arch}-for-tests.${ext}';
  return { ...config, electronDist: runtime.folder, electronVersion: runtime.version, linux: { ...config.linux, target: ['deb', 'rpm', 'AppImage', 'tar.gz'], artifactName }, deb: { ...config.deb, compression: 'gz' } };
}

/** A folder with the program in it, no installer: for tests and for a start from the sources. */
export function folderConfig(folders: Folders, runtime: Runtime): Configuration {
  return {
    ...shared(),
    ...base(folders),
    electronDist: runtime.folder,
    electronVersion: runtime.version,
    // Turned after Electron was signed, which Apple's processors would end the program for.
    electronFuses: { ...fusesForTests, resetAdHocDarwinSignature: true },
    win: { target: 'dir', executableName, signAndEditExecutable: false },
    mac: { target: 'dir', identity: null },
    linux: { target: 'dir', executableName },
  };
}
