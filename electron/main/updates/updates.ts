import type { SettingsFile } from '../settings.ts';
import { feedName, isLater, versionIn } from './feed.ts';

export interface UpdatesParts {
  readonly settings: Pick<SettingsFile, 'inForce'>;
  /** Gives the text at an address of https; null where there is none. */
  readonly fetchText: (url: string) => Promise<string | null>;
  /** Of the program. */
  readonly version: string;
  /** As process.platform and process.arch. */
  readonly system: { readonly platform: string; readonly arch: string };
  /** Told of each later version once. */
  readonly onLater: (version: string) => void;
}

export interface Updates {
  /** Looks whether there is a later version, where somebody has asked for that and there is an address; nothing is called else. Never fails. */
  look(): Promise<void>;
}

/** Tells of later versions. Nothing is fetched but the feed, and nothing installed: that is for a person or an administrator. */
export function createUpdates({ settings, fetchText, version, system, onLater }: UpdatesParts): Updates {
  let told = version;
  return {
    async look() {
      const { updates, updateUrl, channel } = settings.inForce().values;
      if (updates === 'off' || updateUrl === undefined) return;
      const url = `${updateUrl.replace(/\/+$/, '')}/${feedName(channel, system.platform, system.arch)}`;
      const feed = await fetchText(url).catch(() => null);
      const found = feed === null ? null : versionIn(feed);
      if (found === null || !isLater(found, told)) return;
      told = found;
      onLater(found);
    },
  };
}
