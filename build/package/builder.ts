import type { Configuration } from 'electron-builder';
import type { Runtime } from '../scripts/electron/places.ts';

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

const shared: Configuration = {
  appId: 'com.example.profile-importer',
  productName: 'Profile Importer',
  copyright: 'MIT License',
  asar: true,
  // An addon is loaded by the system, which cannot look into the archive.
  asarUnpack: ['**/*.node'],
  // No: neither rebuild nor look for packages. The one addon is Node-API and serves every Electron as it is, and what
  // was staged is all that goes in; left to itself the builder would add our whole node_modules.
  beforeBuild: () => Promise.resolve(false),
  files: ['dist/**', 'package.json', { from: 'node_modules', to: 'node_modules' }],
  electronLanguages: ['en-US', 'en', 'ru'],
  executableName: 'profile-importer',
};

export interface Folders {
  /** The staged application: bundles, its package.json, the addon's package. */
  readonly app: string;
  readonly output: string;
}

const directories = ({ app, output }: Folders) => ({ app, output, buildResources: 'build/package' });

/** The installers as they are given out. */
export function installerConfig(folders: Folders): Configuration {
  return {
    ...shared,
    directories: directories(folders),
    electronFuses: fuses,
    win: { target: 'nsis', icon: 'icon.png' },
    nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true, deleteAppDataOnUninstall: false },
    mac: {
      target: 'dmg',
      category: 'public.app-category.business',
      icon: 'icon.png',
      hardenedRuntime: true,
      entitlements: 'build/package/entitlements.plist',
      entitlementsInherit: 'build/package/entitlements.plist',
    },
    linux: { target: 'AppImage', category: 'Office', icon: 'icon.png' },
  };
}

/** A folder with the program in it, no installer: for tests and for a start from the sources. */
export function folderConfig(folders: Folders, runtime: Runtime): Configuration {
  return {
    ...shared,
    directories: directories(folders),
    electronDist: runtime.folder,
    electronVersion: runtime.version,
    electronFuses: fusesForTests,
    win: { target: 'dir', signAndEditExecutable: false },
    mac: { target: 'dir', identity: null },
    linux: { target: 'dir' },
  };
}
