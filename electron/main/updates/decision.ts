import { isLater } from './feed.ts';
import type { Installation } from './installation.ts';
import type { Feed, FeedFile } from './readFeed.ts';

const dayMs = 24 * 3_600_000;

/** Whether a newer version is to be looked for again: once a day, and at once where one was fetched before, which takes no download. */
export function isDue(kept: { readonly lookedAt: string; readonly isFetched: boolean } | undefined, now: number, isStart: boolean): boolean {
  if (kept === undefined || (isStart && kept.isFetched)) return true;
  const since = now - Date.parse(kept.lookedAt);
  // A clock that was put back does not keep anybody from looking for years.
  return since >= dayMs || since < 0;
}

export interface Question {
  readonly feed: Feed;
  /** Of the program. */
  readonly version: string;
  readonly channel: 'latest' | 'beta';
  readonly installation: Installation;
  readonly arch: string;
  /** Of this installation among all, 0 to 1. */
  readonly place: number;
  /** A person looks: then it counts for all at once. */
  readonly isAsked: boolean;
  /** Whether this system is at least of that version. */
  readonly isSystemAtLeast: (version: string) => boolean;
}

/** `none`: nothing to be told of. `later`: a newer version, with its file where this installation can take it; `unusable`: what is offered is meant for others. */
export type Decision =
  | { readonly kind: 'none' }
  | { readonly kind: 'later'; readonly version: string; readonly file: FeedFile | null }
  | { readonly kind: 'unusable'; readonly reason: string };

/** What a feed that is signed means to this installation. An older version is never offered, whoever asks. */
export function decide({ feed, version, channel, installation, arch, place, isAsked, isSystemAtLeast }: Question): Decision {
  if (!isLater(feed.version, version)) return { kind: 'none' };
  // A feed that is signed for the other channel, put in the place of this one.
  if (channel === 'latest' && feed.version.includes('-')) return { kind: 'unusable', reason: feed.version };
  if (feed.minimumSystemVersion !== undefined && !isSystemAtLeast(feed.minimumSystemVersion)) return { kind: 'none' };
  if (!isAsked && place * 100 >= (feed.stagingPercentage ?? 100)) return { kind: 'none' };
  if (installation === 'other') return { kind: 'later', version: feed.version, file: null };
  const file = fileFor(feed.files, installation, arch);
  return file === null ? { kind: 'unusable', reason: feed.version } : { kind: 'later', version: feed.version, file };
}

const endings: Readonly<Record<Exclude<Installation, 'other'>, string>> = { AppImage: '.AppImage', nsis: '.exe', mac: '.zip' };
/** As the builder names them in files. */
const archNames: Readonly<Record<string, readonly string[]>> = { x64: ['x64', 'x86_64', 'amd64'], arm64: ['arm64', 'aarch64'] };
const allNames = Object.values(archNames).flat();

/** The one file of this kind and architecture; one whose name tells no architecture is for all. */
function fileFor(files: readonly FeedFile[], installation: Exclude<Installation, 'other'>, arch: string): FeedFile | null {
  const ofKind = files.filter(({ url }) => url.endsWith(endings[installation]) && /^[\w.-]+$/.test(url));
  const names = archNames[arch] ?? [];
  return ofKind.find(({ url }) => names.some((name) => url.includes(name))) ?? ofKind.find(({ url }) => !allNames.some((name) => url.includes(name))) ?? null;
}
