import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where this person's programs keep what outlasts a restart and concerns nobody else. */
export interface StatePlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

/** Folder of ours for what the command line and the window both have to know; not on Windows' roaming or another shared drive. */
export function stateFolder({ env, platform, home }: StatePlace = { env: process.env, platform: process.platform, home: homedir() }): string {
  const given = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const own = given('PROFILE_IMPORTER_HOME');
  if (own !== undefined) return join(own, 'state');
  if (platform === 'win32') return join(given('LOCALAPPDATA') ?? join(home, 'AppData', 'Local'), 'profile-importer', 'state');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'profile-importer', 'state');
  return join(given('XDG_STATE_HOME') ?? join(home, '.local', 'state'), 'profile-importer');
}

/** Of the records of what is being written; see engine/store/unfinished.ts. */
export const unfinishedEnding = '.unfinished';
export const unfinishedFolder = (): string => join(stateFolder(), 'unfinished');

/** Whether anything is being written, or was left by a killed program; costs a look into one folder. */
export function hasUnfinished(): boolean {
  try {
    return readdirSync(unfinishedFolder()).some((name) => name.endsWith(unfinishedEnding));
  } catch {
    return false;
  }
}
