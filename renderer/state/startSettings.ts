import type { Connection } from '#contract/commands.ts';

export interface StartSettings {
  readonly connectionId: string | null;
  /** At most: a run uses fewer while the server is better served so. */
  readonly streams: number;
  readonly chunkProfiles: number;
  /** Megabytes (1,000,000 bytes), as the operator thinks of the limit. */
  readonly chunkMegabytes: number;
  /** How many rows to try it out with first; null sends all. */
  readonly trial: number | null;
}

/** Rows of a trial unless the operator says otherwise. */
export const usualTrial = 10;

export const usualSettings: StartSettings = { connectionId: null, streams: 2, chunkProfiles: 5_000, chunkMegabytes: 8, trial: null };

const isWithin = (value: number, from: number, to: number): boolean => Number.isInteger(value) && value >= from && value <= to;

/** Why a run cannot be started with these settings and this connection, or null. */
export function settingsProblem({ streams, chunkProfiles, chunkMegabytes, trial }: StartSettings, connection: Connection | undefined): string | null {
  if (connection === undefined) return 'Choose a connection.';
  if (!connection.hasToken) return 'This connection has no token now. Enter it under Connections, then come back.';
  if (!isWithin(streams, 1, 8)) return 'Streams at most: a whole number from 1 to 8.';
  if (!isWithin(chunkProfiles, 1, 10_000)) return 'Profiles in a request: from 1 to 10,000.';
  if (trial !== null && !isWithin(trial, 1, 10_000)) return 'Trial rows: from 1 to 10,000.';
  return chunkMegabytes >= 0.01 && chunkMegabytes <= 10 ? null : 'Size of a request: from 0.01 to 10 MB.';
}
