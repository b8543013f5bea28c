import type { Fault } from '#contract/faults.ts';
import type { Installation } from './installation.ts';
import type { Feed, FeedFile } from './readFeed.ts';
import type { UpdatesNetwork } from './updatesNetwork.ts';

export interface Download {
  readonly version: string;
  readonly file: FeedFile;
  /** Of the folder that it lies in. */
  readonly address: string;
}

export interface DownloadWatch {
  readonly signal: AbortSignal;
  readonly onPercent: (percent: number) => void;
}

/** Fetches a version and has it take this one's place; nothing of it is loaded before the first is found. */
export interface Updater {
  /** Whether it could take the place as far as can be seen; a fault where not. */
  check(size: number): Fault | null;
  /** Ends when the file lies here and is the very one of the feed. Faults update-unreachable, update-mismatch, update-unwritable, disk-full, cancelled. */
  download(what: Download, watch: DownloadWatch): Promise<void>;
  /** To be called when the program is about to end, with nothing under way. Faults update-unwritable, update-mismatch, disk-full. */
  install(restart: boolean): void;
}

export interface UpdaterParts {
  readonly installation: Exclude<Installation, 'other'>;
  readonly network: UpdatesNetwork;
}

/** What lies beside the window's bundle. */
export interface UpdaterProgram {
  readonly createUpdater: (parts: UpdaterParts) => Updater;
  /** What a feed that is signed says; null where it is no feed. */
  readonly readFeed: (bytes: Uint8Array, name: string) => Feed | null;
}
