import { releaseVariable, type Environment } from './signing.ts';

/** Whom the program is of, and where its newer versions are: said by the environment of a build, as neither is in the sources. */
export interface BuildSettings {
  /** Left out: as package.json has it, which is nobody's. */
  readonly homepage?: string;
  readonly author?: { readonly name: string; readonly email: string };
  /** Folder of the feed; null: none, unless a person's settings or a policy name one. */
  readonly updateUrl: string | null;
  /** Public key of Ed25519, in base64, by which feeds are proved; null: no program of this build asks any address for updates. */
  readonly updateKey: string | null;
}

/** Where nothing is said: nobody is asked for updates. */
export const usualBuild: BuildSettings = { updateUrl: null, updateKey: null };

const variables = {
  homepage: 'PROFILE_IMPORTER_HOMEPAGE',
  maintainer: 'PROFILE_IMPORTER_MAINTAINER',
  updateUrl: 'PROFILE_IMPORTER_UPDATE_URL',
  updateKey: 'PROFILE_IMPORTER_UPDATE_KEY',
} as const;

/** Reserved for examples and for nothing at all (RFC 2606, RFC 6761). */
const nobodys = /(?:^|[.@/])(?:example\.(?:com|net|org)|[\w-]+\.(?:example|invalid|test|localhost))$/i;

function hostOf(address: string): string | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url?.protocol === 'https:' ? url.hostname : null;
}

/** Throws where something is said wrongly, and where a release would name nobody. */
export function buildSettingsOf(env: Environment): BuildSettings {
  const said = (name: keyof typeof variables): string => env[variables[name]]?.trim() ?? '';
  const [homepage, maintainer, updateUrl, updateKey] = [said('homepage'), said('maintainer'), said('updateUrl'), said('updateKey')];
  if (homepage !== '' && hostOf(homepage) === null) throw new Error(`${variables.homepage} is no address of https`);
  const [, name = '', email = ''] = /^(.+?)\s*<([^<>@\s]+@[^<>@\s]+)>$/.exec(maintainer) ?? [];
  if (maintainer !== '' && email === '') throw new Error(`${variables.maintainer} is not of the form: Name <name@host>`);
  if (updateUrl !== '' && hostOf(updateUrl) === null) throw new Error(`${variables.updateUrl} is no address of https`);
  if (updateKey !== '' && Buffer.from(updateKey, 'base64').length !== 32) throw new Error(`${variables.updateKey} is no public key: node build/scripts/release/prepare.ts keys`);
  if (updateUrl !== '' && updateKey === '') throw new Error(`${variables.updateUrl} without ${variables.updateKey}: what an address offers is taken only when it is signed`);
  if (env[releaseVariable] === '1') {
    for (const [variable, value] of [[variables.homepage, hostOf(homepage) ?? ''], [variables.maintainer, email]] as const) {
      if (value === '' || nobodys.test(value)) throw new Error(`a release says whom it is of: set ${variable}`);
    }
  }
  return {
    ...(homepage === '' ? {} : { homepage }),
    ...(email === '' ? {} : { author: { name, email } }),
    updateUrl: updateUrl === '' ? null : updateUrl,
    updateKey: updateKey === '' ? null : updateKey,
  };
}
