import type { Configuration } from 'electron-builder';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A release is never given out unsigned; set by the workflow that makes one. */
export const releaseVariable = 'PROFILE_IMPORTER_RELEASE';

const azureVariables = {
  publisherName: 'AZURE_SIGN_PUBLISHER',
  endpoint: 'AZURE_SIGN_ENDPOINT',
  certificateProfileName: 'AZURE_SIGN_PROFILE',
  codeSigningAccountName: 'AZURE_SIGN_ACCOUNT',
} as const;
/** Read by the builder and by Azure's own tool. */
const azureLogin = ['AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'AZURE_CLIENT_SECRET'];
const appleVariables = ['CSC_LINK', 'APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'];
const windowsVariables = ['WIN_CSC_LINK', 'CSC_LINK'];

type Azure = Record<keyof typeof azureVariables, string>;

export interface Signing {
  /** By Azure's service, by a certificate that the builder reads itself, or not at all. */
  readonly windows: Azure | 'certificate' | null;
  readonly mac: boolean;
  readonly isRelease: boolean;
}

const isSet = (env: Environment, name: string): boolean => (env[name] ?? '') !== '';

/** Who signs, as the environment says. Throws where a release for this system has nobody to sign it, before anything is packed. */
export function signingOf(env: Environment, platform: NodeJS.Platform): Signing {
  const isRelease = env[releaseVariable] === '1';
  const windows = azureOf(env) ?? (windowsVariables.some((name) => isSet(env, name)) ? 'certificate' : null);
  const mac = appleVariables.every((name) => isSet(env, name));
  if (isRelease && platform === 'win32' && windows === null) {
    throw new Error(`a release for Windows is signed: set WIN_CSC_LINK with WIN_CSC_KEY_PASSWORD, or ${[...azureLogin, ...Object.values(azureVariables)].join(', ')}`);
  }
  if (isRelease && platform === 'darwin' && !mac) {
    throw new Error(`a release for macOS is signed and notarized: set ${appleVariables.join(', ')}; missing: ${appleVariables.filter((name) => !isSet(env, name)).join(', ')}`);
  }
  return { windows, mac, isRelease };
}

function azureOf(env: Environment): Azure | null {
  if (![...azureLogin, ...Object.values(azureVariables)].every((name) => isSet(env, name))) return null;
  const value = (name: keyof Azure): string => env[azureVariables[name]] ?? '';
  return { publisherName: value('publisherName'), endpoint: value('endpoint'), certificateProfileName: value('certificateProfileName'), codeSigningAccountName: value('codeSigningAccountName') };
}

/** What the builder is told about it, for Windows. */
export function windowsSigning({ windows }: Signing): NonNullable<Configuration['win']> {
  // What a virus scanner and AppLocker look at is signed too, not the program alone.
  const signExts = ['.dll', '.node'];
  return windows === null || windows === 'certificate' ? { signExts } : { signExts, azureSignOptions: windows };
}

/** And for macOS. Without a certificate: signed by nobody, which Apple's processors want at least, and without the hardened runtime, which wants one. */
export function macSigning({ mac }: Signing): NonNullable<Configuration['mac']> {
  return mac ? { hardenedRuntime: true, notarize: true } : { identity: '-', hardenedRuntime: false };
}
