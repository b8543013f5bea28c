import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSettingsOf } from '../../package/buildSettings.ts';
import type { Environment } from '../../package/signing.ts';

/** Holds the private key of feeds, as PKCS #8 in PEM or in base64; only the job that makes a release has it. */
export const privateKeyVariable = 'PROFILE_IMPORTER_UPDATE_PRIVATE_KEY';

/** Feeds of electron-builder's: latest.yml, beta-linux.yml and their kin. */
const feed = /^(?:latest|beta)(?:-(?:mac|linux)(?:-\w+)?)?\.yml$/;

export interface FeedKeys {
  /** For PROFILE_IMPORTER_UPDATE_KEY. */
  readonly publicKey: string;
  /** For the variable above, on one line. */
  readonly privateKey: string;
}

/** A new pair. Who loses the private one gives out no version that older ones take by themselves. */
export function newKeys(): FeedKeys {
  const { privateKey } = generateKeyPairSync('ed25519');
  return { publicKey: publicKeyText(privateKey), privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64') };
}

/** The 32 bytes of its public half, in base64. */
export function publicKeyText(privateKey: KeyObject): string {
  return createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
}

/** Throws where the text is no private key of Ed25519; what it holds is in no message. */
export function privateKeyOf(text: string): KeyObject {
  try {
    const key = text.includes('-----BEGIN') ? createPrivateKey(text.replaceAll('\\n', '\n')) : createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' });
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Told below, without what was tried.
  }
  throw new Error(`${privateKeyVariable} is no private key of Ed25519`);
}

/**
 * Writes the signature of every feed in a folder beside it, over the very bytes that are given out. Gives their names.
 * @param staging how many of a hundred installations take the version by themselves; null: all of them
 */
export function signFeeds(folder: string, privateKey: KeyObject, staging: number | null): readonly string[] {
  const names = feedsIn(folder);
  for (const name of names) {
    const path = join(folder, name);
    if (staging !== null) writeFileSync(path, `${readFileSync(path, 'utf8').replace(/^stagingPercentage:.*\n/m, '').trimEnd()}\nstagingPercentage: ${String(staging)}\n`);
    writeFileSync(`${path}.sig`, `${sign(null, readFileSync(path), privateKey).toString('base64')}\n`);
  }
  return names;
}

const feedsIn = (folder: string): readonly string[] => readdirSync(folder).filter((name) => feed.test(name)).sort();

/**
 * Signs the feeds of a folder by the key of the environment; where it has none they are removed, as nobody could prove them. Gives what is
 * to be told, a line each. Throws where the key is not the one that the programs hold.
 * @param staging in words, as signFeeds has it
 */
export function signStep(folder: string, env: Environment, staging: string | undefined): readonly string[] {
  const percent = staging === undefined ? null : Number(staging);
  if (percent !== null && !(percent >= 0 && percent <= 100)) throw new Error('--staging is a number from 0 to 100');
  const text = env[privateKeyVariable] ?? '';
  if (text === '') {
    return feedsIn(folder).map((name) => {
      rmSync(join(folder, name));
      return `${name} removed: ${privateKeyVariable} is not set, and an unsigned feed is of no use`;
    });
  }
  const key = privateKeyOf(text);
  const { updateKey } = buildSettingsOf(env);
  if (updateKey !== null && updateKey !== publicKeyText(key)) throw new Error(`${privateKeyVariable} is not of the key that the programs hold`);
  return signFeeds(folder, key, percent).map((name) => `${name} signed`);
}
