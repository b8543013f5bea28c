import { realpathSync, statfsSync } from 'node:fs';
import { dirname, win32 } from 'node:path';
import { sharedPlaceWords, type SharedPlace } from '#contract/notices.ts';

/** Folders that a program keeps alike on several computers; it copies a job without its journal, or in the middle of a run. */
const synchronised: readonly (readonly [RegExp, string])[] = [
  [/^OneDrive(?: - .+)?$/i, 'OneDrive'],
  [/^Dropbox(?: \(.+\))?$/i, 'Dropbox'],
  [/^(?:iCloud ?Drive|com~apple~CloudDocs|Mobile Documents)$/i, 'iCloud'],
  [/^(?:Google ?Drive|My Drive)$/i, 'Google Drive'],
  [/^(?:Yandex\.?Disk|YandexDisk)$/i, 'Yandex Disk'],
];

/** File systems of other computers by their numbers on Linux (statfs(2), linux/magic.h): NFS, SMB, CIFS, SMB2, AFS, Coda, Ceph, 9P (as of a virtual machine's host). */
const remote: ReadonlySet<number> = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x5346414f, 0x73757245, 0x00c36400, 0x01021997]);

/** What the system says of a place. */
export interface PlaceLook {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The path behind links and mapped drives. Throws where nothing is there. */
  readonly realPath: (path: string) => string;
  /** The number of its file system's kind. Throws where nothing is there. */
  readonly fileSystem: (path: string) => number;
}

const systemLook: PlaceLook = {
  platform: process.platform,
  env: process.env,
  // The one of Node's two that asks Windows, which gives the share behind a drive's letter.
  realPath: (path) => realpathSync.native(path),
  fileSystem: (path) => statfsSync(path).type,
};

/** Why a job should not lie at this absolute path, there or not yet; null where nothing speaks against it. */
export function sharedPlace(path: string, look: PlaceLook = systemLook): SharedPlace | null {
  const real = firstOf(path, look.realPath);
  const paths = real === null ? [path] : [path, real];
  const kind = firstOf(path, look.fileSystem);
  // As a number of 32 bits, which some systems give with its sign.
  if (paths.some(isOfAnother) || (look.platform === 'linux' && kind !== null && remote.has(kind >>> 0))) return { kind: 'share' };
  const by = paths.map((one) => synchronisedBy(one, look)).find((found) => found !== null) ?? null;
  if (by !== null) return { kind: 'synchronised', by };
  return look.platform === 'win32' && paths.some((one) => isBelow(one, look.env['APPDATA'])) ? { kind: 'roaming' } : null;
}

/** The same in words. */
export function sharedPlaceWarning(path: string): string | null {
  const place = sharedPlace(path);
  return place === null ? null : sharedPlaceWords(place);
}

const isOfAnother = (path: string): boolean => /^(?:\\\\(?![?.]\\)|\\\\\?\\UNC\\|\/\/)[^\\/]/i.test(path);

function synchronisedBy(path: string, { platform, env }: PlaceLook): string | null {
  // Windows says itself where it is, whatever its name.
  if (platform === 'win32' && ['OneDrive', 'OneDriveConsumer', 'OneDriveCommercial'].some((name) => isBelow(path, env[name]))) return 'OneDrive';
  const parts = path.split(/[\\/]/);
  return synchronised.find(([name]) => parts.some((part) => name.test(part)))?.[1] ?? null;
}

function isBelow(path: string, folder: string | undefined): boolean {
  if (folder === undefined || !win32.isAbsolute(folder)) return false;
  const steps = win32.relative(folder, path);
  return steps !== '' && steps !== '..' && !steps.startsWith('..\\') && !win32.isAbsolute(steps);
}

/** Of the path, or of the nearest folder above it that is there. */
function firstOf<Value>(path: string, ask: (path: string) => Value): Value | null {
  for (let at = path, above = dirname(at); ; at = above, above = dirname(at)) {
    try {
      return ask(at);
    } catch {
      if (above === at) return null;
    }
  }
}
